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
        try
        {
            using var stream = File.OpenRead(path);
            var facts = JsonSerializer.Deserialize(stream, ReportJson.OneLine.MomentsFacts);
            if (facts is not { Kind: MomentsFacts.KindName }) throw Unusable(path, "it is no such file");
            if (facts.SchemaVersion != 1) throw Unusable(path, $"its schema_version is {facts.SchemaVersion}, not 1");
            return facts.IsConsistent ? facts : throw Unusable(path, "its lists differ in length");
        }
        catch (JsonException exception)
        {
            throw Unusable(path, $"it is no such file: {exception.Message.Split(". Path", 2)[0].TrimEnd('.')}");
        }
        catch (FileNotFoundException)
        {
            throw Unusable(path, "there is no such file");
        }
    }

    private static IOException Unusable(string path, string why) => new($"{path}: not usable as moments that 'bnfold stats --moments' wrote: {why}");
}
