using BnFold.Cli.Text;

namespace BnFold.Cli.Benching;

/// <summary>What the user asked <c>bnfold bench</c> to do.</summary>
internal sealed record BenchRequest
{
    public required string Original { get; init; }

    /// <summary>What is compared with it; none to fold it first.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    public bool MergeBranches { get; init; }

    /// <summary>Paths of the reports; their extensions say the format.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;

    /// <summary>Whether the peak memory is measured, in a process for each model.</summary>
    public bool Memory { get; init; } = true;

    public BenchmarkOptions Options { get; init; } = new();

    /// <summary>What was typed after <c>--input</c>, for the processes that measure memory.</summary>
    public IReadOnlyList<string> InputArguments { get; init; } = [];
}
