using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BnFold.Cli.Reports.Statistics;

/// <summary>A measurement that moments were merged from, by which a merge knows it again.</summary>
/// <param name="Shard">Which part of the data it is, counted from 0.</param>
/// <param name="Shards">Of how many.</param>
/// <param name="Files">Files of the whole data, which every part sees.</param>
/// <param name="Sha256">Digest of what was measured.</param>
internal sealed record MomentsPart(int Shard, int Shards, int Files, string Sha256)
{
    [JsonIgnore]
    public bool IsOfDivision => Shards > 1;

    /// <summary>Moments that were measured, and not merged, as the one part of themselves.</summary>
    public static MomentsPart Of(MomentsFacts measured) => new(measured.Shard, measured.Shards, measured.Files, Digest(measured.Nodes));

    /// <summary>A part of the same model that had no samples.</summary>
    public static MomentsPart Empty(MomentsFacts measured) => Of(measured with { Nodes = [.. measured.Nodes.Select(node => node.Empty)] });

    private static string Digest(IReadOnlyList<MomentsNodeFacts> nodes)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(nodes, ReportJson.OneLine.IReadOnlyListMomentsNodeFacts);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
