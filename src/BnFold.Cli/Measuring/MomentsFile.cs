using System.Text.Json;
using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Statistics;

namespace BnFold.Cli.Measuring;

/// <summary>Reads what <c>--moments</c> wrote.</summary>
internal static class MomentsFile
{
    /// <exception cref="IOException">It can't be read, or is something else.</exception>
    public static MomentsFacts Read(string path)
    {
        if (EarlierFile.Problem(path) is { } problem) throw new IOException($"{path}: {problem}");
        try
        {
            using var stream = File.OpenRead(path);
            var facts = JsonSerializer.Deserialize(stream, ReportJson.Strict.MomentsFacts);
            if (facts is not { Kind: MomentsFacts.KindName }) throw Unusable(path, "it holds something else");
            if (facts.SchemaVersion != 1) throw Unusable(path, $"its schema_version is {facts.SchemaVersion}, not 1");
            return facts.IsConsistent ? facts : throw Unusable(path, "its lists differ in length, a count is negative, or its parts contradict themselves");
        }
        catch (JsonException)
        {
            throw Unusable(path, IsJson(path) ? "it holds something else" : "it is no JSON, or not the whole of it");
        }
    }

    private static bool IsJson(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IOException Unusable(string path, string why) => new($"{path}: is no file of 'bnfold stats --moments': {why}");
}
