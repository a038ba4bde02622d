using System.CommandLine;
using BnFold.Cli.Text;

namespace BnFold.Cli.Commands;

/// <summary>How much is said and where, for every command.</summary>
internal sealed class ReportingOptions
{
    private readonly Option<string[]> _reports = new("--report")
    {
        HelpName = "FILE",
        Description = "write a report: .json, .md or .html (docs/report.md); repeatable",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "say nothing but warnings and errors" };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "also name each folded node and what took it in" };

    public IReadOnlyList<Option> All => [_reports, _quiet, _verbose];

    public IReadOnlyList<string> ReadReports(ParseResult result) => [.. (result.GetValue(_reports) ?? []).Distinct()];

    public Verbosity ReadVerbosity(ParseResult result) => (result.GetValue(_quiet), result.GetValue(_verbose)) switch
    {
        (true, true) => throw new UsageException("-q and -v exclude each other"),
        (true, _) => Verbosity.Quiet,
        (_, true) => Verbosity.Verbose,
        _ => Verbosity.Normal,
    };
}
