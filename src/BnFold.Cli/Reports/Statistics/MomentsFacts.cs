namespace BnFold.Cli.Reports.Statistics;

/// <summary>What <c>--moments</c> writes: all that was measured, in numbers that can be merged; the schema is in docs/statistics-report.md.</summary>
internal sealed record MomentsFacts
{
    public const string KindName = "bnfold moments";

    public int SchemaVersion { get; init; } = 1;

    public string Kind { get; init; } = KindName;

    public required FileFacts Model { get; init; }

    public required int Shard { get; init; }

    public required int Shards { get; init; }

    public required string? OnnxRuntime { get; init; }

    public required int Files { get; init; }

    public required long Samples { get; init; }

    public required long LeftOut { get; init; }

    public required long SkippedCount { get; init; }

    public required IReadOnlyList<SkippedData> Skipped { get; init; }

    public required IReadOnlyList<MomentsNodeFacts> Nodes { get; init; }

    /// <summary>What was merged; empty where nothing was.</summary>
    public IReadOnlyList<MomentsPart> Merged { get; init; } = [];

    /// <summary>What is in it: what was merged, or itself.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<MomentsPart> Parts => Merged.Count > 0 ? Merged : [MomentsPart.Of(this)];

    /// <summary>Whether it could have had samples and has none, as a part of data that has fewer samples than parts.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool LacksSamples => Samples == 0 && Nodes.Any(node => node.NotMeasured is null);

    /// <summary>
    /// Whether no list lacks an item, lists that belong together are equally long, nothing was counted less than never, and parts are of
    /// what they are parts of.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsConsistent => Shard >= 0 && Shard < Shards && Files >= 0 && Samples >= 0 && LeftOut >= 0 && SkippedCount >= 0
        && Model.Sha256 is not null && (Model.ExternalFiles ?? []).All(file => file is not null)
        && Skipped.All(skipped => skipped is not null) && Nodes.All(node => node is { IsConsistent: true })
        && Merged.All(part => part is { Shard: >= 0, Files: >= 0, Sha256: not null } && part.Shard < part.Shards);

    public static MomentsFacts Of(FileFacts model, CalibrationData data, PopulationStatistics found) => new()
    {
        Model = model,
        Shard = data.Options.Shard,
        Shards = data.Options.Shards,
        OnnxRuntime = found.OnnxRuntimeVersion,
        Files = data.Files.Count,
        Samples = found.Samples,
        LeftOut = found.LeftOut,
        SkippedCount = found.SkippedCount,
        Skipped = found.Skipped,
        Nodes = [.. found.Nodes.Select(MomentsNodeFacts.Of)],
    };

    /// <summary>The same with other numbers.</summary>
    public MomentsFacts With(PopulationStatistics found) => this with
    {
        OnnxRuntime = found.OnnxRuntimeVersion,
        Samples = found.Samples,
        LeftOut = found.LeftOut,
        SkippedCount = found.SkippedCount,
        Skipped = found.Skipped,
        Nodes = [.. found.Nodes.Select(MomentsNodeFacts.Of)],
    };

    public PopulationStatistics Population() => new()
    {
        OnnxRuntimeVersion = OnnxRuntime,
        Samples = Samples,
        LeftOut = LeftOut,
        SkippedCount = SkippedCount,
        Skipped = Skipped,
        Nodes = [.. Nodes.Select(node => node.Population())],
    };
}
