using System.Collections.Immutable;
using System.Text.Json;

namespace BnFold.Cli.Reports;

/// <summary>One model of many in a line; property names are the schema of docs/many-report.md.</summary>
internal sealed record ModelLine
{
    public int SchemaVersion { get; init; } = 1;

    public required string Model { get; init; }

    public required string Output { get; init; }

    public required ModelStatus Status { get; init; }

    public int ExitCode => Status switch
    {
        ModelStatus.Differs => Cli.ExitCode.Differs,
        ModelStatus.Unusable => Cli.ExitCode.Unusable,
        ModelStatus.Unproven => Cli.ExitCode.NotVerified,
        _ => Cli.ExitCode.Done,
    };

    /// <summary>What is wrong; null if nothing is.</summary>
    public string? Reason { get; init; }

    public int? Folded { get; init; }

    public int? Kept { get; init; }

    /// <summary>How many were kept for each reason.</summary>
    public IReadOnlyDictionary<string, int> KeptReasons { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public int? Nodes { get; init; }

    public int? FoldedNodes { get; init; }

    /// <summary>Of the written .onnx file.</summary>
    public long? Bytes { get; init; }

    public double? ElapsedSeconds { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public static ModelLine Of(FoldRunReport run) => new()
    {
        Model = run.Input.Path,
        Output = run.Output.Path,
        Status = StatusOf(run),
        Reason = run.ExitCode == Cli.ExitCode.Done ? null : run.Verification?.Reason,
        Folded = run.Folded,
        Kept = run.Kept,
        KeptReasons = run.Outcomes.Where(outcome => outcome.Reason is not null).GroupBy(outcome => outcome.Reason!.Value.ToString())
            .ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
        Nodes = run.Input.Nodes,
        FoldedNodes = run.Output.Nodes,
        Bytes = run.Output.Bytes,
        ElapsedSeconds = run.ElapsedSeconds,
        Warnings = [.. run.Warnings, .. run.Verification?.Warnings ?? []],
    };

    public static ModelLine Skipped(string model, string output) => new() { Model = model, Output = output, Status = ModelStatus.Skipped };

    public static ModelLine Unusable(string model, string output, string reason, double seconds) => new()
    {
        Model = model,
        Output = output,
        Status = ModelStatus.Unusable,
        Reason = reason,
        ElapsedSeconds = Math.Round(seconds, 3),
    };

    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.OneLine.ModelLine);

    private static ModelStatus StatusOf(FoldRunReport run) => run.Verification?.Verdict switch
    {
        Verdict.Differs => ModelStatus.Differs,
        Verdict.NotPossible => ModelStatus.Unproven,
        Verdict.Identical => ModelStatus.Unchanged,
        Verdict.Agrees => ModelStatus.Verified,
        _ => run.Options.DryRun ? ModelStatus.DryRun : ModelStatus.Unchecked,
    };
}
