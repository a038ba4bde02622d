using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BnFold.Onnx;

namespace BnFold.Cli.Reports;

/// <summary>A report that is written beside its target and gets its name at the end, so that it is never seen half-written.</summary>
internal sealed class ReportFile : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;

    private ReportFile(string target)
    {
        _target = target;
        _temporary = Path.Combine(FolderOf(target), $".bnfold-{Guid.NewGuid():N}.tmp");
    }

    /// <summary>Refuses a path that no report could get, before any work is done.</summary>
    /// <param name="target">The path asked for.</param>
    /// <param name="models">Paths that the report must not take.</param>
    /// <exception cref="IOException">There is no such folder, or the path is something else than a file.</exception>
    public static void CheckTarget(string target, params IReadOnlyList<string> models)
    {
        var folder = FolderOf(target);
        if (Path.GetFileName(target).Length == 0 || Directory.Exists(target))
            throw Refused(target, "it is a folder; the path of a file expected");
        if (!Directory.Exists(folder)) throw Refused(target, $"there is no folder '{folder}'");
        if (folder == "/dev") throw Refused(target, "it is a device; the path of a file expected");
        CheckApart(target, models, "the model");
        // Whether files may be made there shows only when one is.
        Write(target, static _ => { }).Dispose();
    }

    /// <summary>Refuses a path that something else has, before any work is done.</summary>
    /// <param name="target">The path asked for.</param>
    /// <param name="taken">Paths that it must not be.</param>
    /// <param name="what">What they are of, as in "the model".</param>
    /// <exception cref="IOException">It is one of them.</exception>
    public static void CheckApart(string target, IEnumerable<string> taken, string what)
    {
        if (taken.Any(path => RealPath.AreSame(path, target))) throw Refused(target, $"it is the path of {what}");
    }

    /// <summary>As <see cref="CheckTarget"/>, for a report whose name chooses its format.</summary>
    public static void CheckFormattedTarget(string target, params IReadOnlyList<string> models)
    {
        CheckTarget(target, models);
        if (!ReportFormats.IsKnown(target)) throw Refused(target, "its name says no format; .json, .md or .html expected");
    }

    public static ReportFile Write<T>(string target, T report, JsonTypeInfo<T> type) => Write(target, stream =>
    {
        JsonSerializer.Serialize(stream, report, type);
        stream.Write("\n"u8);
    });

    public static ReportFile Write(string target, Action<Stream> write)
    {
        var file = new ReportFile(target);
        try
        {
            using var stream = new FileStream(file._temporary, FileMode.CreateNew);
            write(stream);
            stream.Flush(flushToDisk: true);
            return file;
        }
        catch (Exception exception)
        {
            file.Dispose();
            if (exception is FileNotFoundException) throw Refused(target, "no file can be made there");
            if (exception is IOException or UnauthorizedAccessException) throw file.Refused(exception);
            throw;
        }
    }

    /// <exception cref="IOException">The target can't be replaced; it is untouched.</exception>
    public void Commit()
    {
        try
        {
            File.Move(_temporary, _target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused(exception);
        }
    }

    /// <summary>Removes what was written, unless it was committed.</summary>
    public void Dispose() => File.Delete(_temporary);

    private static string FolderOf(string target) => Path.GetDirectoryName(Path.GetFullPath(target)) ?? "";

    /// <summary>The name that the report has until it is complete says nothing to anyone.</summary>
    private IOException Refused(Exception cause) => Refused(_target, cause.Message.Replace(_temporary, _target, StringComparison.Ordinal));

    private static IOException Refused(string target, string why) => new($"{target}: the report can't be written: {why}");
}
