using System.CommandLine;
using BnFold.Cli.Text;

namespace BnFold.Cli.Commands;

/// <summary>How much is said and where, for every command.</summary>
/// <param name="document">What describes the report of the command.</param>
/// <param name="verbose">What the command says besides when it is verbose.</param>
internal sealed class ReportingOptions(
    string document = "docs/report.md",
    string verbose = "also name each folded node and what took it in")
{
    private readonly Option<string[]> _reports = new("--report")
    {
        HelpName = "FILE",
        Description = $"write a report: .json, .md or .html ({document}); repeatable",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "say nothing but warnings and errors" };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = verbose };

    public IReadOnlyList<Option> All => [_reports, _quiet, _verbose];

    public IReadOnlyList<string> ReadReports(ParseResult result) => [.. (result.GetValue(_reports) ?? []).Distinct()];

    /// <summary>The report of a run over many models, a line of JSON for each.</summary>
    /// <exception cref="UsageException">There are several, or its name says another format.</exception>
    public string? ReadLines(ParseResult result) => ReadReports(result) switch
    {
        [] => null,
        [var path] when Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase) => path,
        _ => throw new UsageException("with --output-dir there is one report, and its name ends in .jsonl"),
    };

    public Verbosity ReadVerbosity(ParseResult result) => (result.GetValue(_quiet), result.GetValue(_verbose)) switch
    {
        (true, true) => throw new UsageException("-q and -v exclude each other"),
        (true, _) => Verbosity.Quiet,
        (_, true) => Verbosity.Verbose,
        _ => Verbosity.Normal,
    };
}
