using System.Text.Json.Serialization;

namespace BnFold.Cli.Reports;

/// <summary>All that a run of <c>bnfold bench</c> measured; property names are the schema of docs/bench-report.md.</summary>
internal sealed record BenchRunReport
{
    public int SchemaVersion { get; init; } = 1;

    public string Command { get; init; } = "bench";

    public required IReadOnlyList<string> CommandLine { get; init; }

    public int ExitCode => Benchmark.Failure is null ? Cli.ExitCode.Done : Cli.ExitCode.NotVerified;

    public double ElapsedSeconds { get; init; }

    public required EnvironmentFacts Environment { get; init; }

    /// <summary>Name of the processor.</summary>
    public required string Cpu { get; init; }

    /// <summary>Path of the model that all others are compared with; in the JSON, the first model's.</summary>
    [JsonIgnore]
    public string Original { get; init; } = "";

    public required BenchOptionFacts Options { get; init; }

    /// <summary>Whether the other model was folded for this run, and is gone.</summary>
    public required bool FoldedHere { get; init; }

    public required BenchmarkReport Benchmark { get; init; }

    /// <summary>In the order of the models; empty if it wasn't measured.</summary>
    public required IReadOnlyList<MemoryFacts> Memory { get; init; }
}
