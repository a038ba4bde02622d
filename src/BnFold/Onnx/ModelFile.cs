using Google.Protobuf;
using Microsoft.Win32.SafeHandles;

namespace BnFold.Onnx;

/// <summary>A model's open file and what was read from it.</summary>
internal sealed class ModelFile : IDisposable
{
    private readonly string _path;

    private ModelFile(string path, SafeFileHandle handle)
    {
        _path = path;
        Handle = handle;
        try
        {
            Proto = Parse();
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public SafeFileHandle Handle { get; }

    /// <summary>The file's bytes, as they are.</summary>
    public FileSpan Whole => new(Handle, _path, 0, RandomAccess.GetLength(Handle));

    public ModelProto Proto { get; }

    public PayloadStore Payloads { get; } = new();

    /// <inheritdoc cref="Skeleton.InvalidTextAt"/>
    public long? InvalidTextAt { get; private set; }

    /// <exception cref="OnnxFormatException">There is no such file, it can't be read, or it is no ONNX model.</exception>
    public static ModelFile Open(string path)
    {
        if (Directory.Exists(path)) throw new OnnxFormatException(path, null, "is a folder; the path of an .onnx file expected");
        if (!File.Exists(path)) throw new OnnxFormatException(path, null, "there is no such file");
        try
        {
            return new(path, InputFile.Open(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OnnxFormatException(path, null, $"can't be read: {exception.Message}", exception);
        }
    }

    public void Dispose() => Handle.Dispose();

    private ModelProto Parse()
    {
        try
        {
            var skeleton = Skeleton.Scan(Handle, _path, Payloads);
            InvalidTextAt = skeleton.InvalidTextAt;
            var model = ModelProto.Parser.ParseFrom(skeleton.Bytes);
            Check(model);
            return model;
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw Sniffed() ?? new OnnxFormatException(_path, null, $"is no ONNX model, or is damaged: {exception.Message}", exception);
        }
        catch (OnnxFormatException exception)
        {
            throw Sniffed(exception) ?? exception;
        }
    }

    // What a runtime would refuse too, and what a file that was cut between two fields looks like.
    private void Check(ModelProto model)
    {
        if (model.Graph is null)
            throw new OnnxFormatException(_path, null, "holds no graph, so it is no ONNX model, or only the beginning of one");
        if (model.OpsetImport.Count == 0 && model.IrVersion is not (1 or 2))
            throw new OnnxFormatException(_path, null, "imports no operator set, so it is damaged, or only the beginning of a model");
    }

    private OnnxFormatException? Sniffed(Exception? cause = null)
    {
        Span<byte> start = stackalloc byte[FileSniffer.Length];
        var description = FileSniffer.Describe(start[..RandomAccess.Read(Handle, start, fileOffset: 0)]);
        return description is null ? null : new(_path, null, $"is no ONNX model, but {description}", cause);
    }
}
