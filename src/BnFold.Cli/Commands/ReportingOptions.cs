using System.CommandLine;
using BnFold.Cli.Text;

namespace BnFold.Cli.Commands;

/// <summary>How much is said and where, for every command.</summary>
/// <param name="report">What the report of the command is.</param>
/// <param name="verbose">What the command says besides when it is verbose.</param>
internal sealed class ReportingOptions(
    string report = "write everything that is said here, and all figures, as JSON (docs/report.md)",
    string verbose = "also name each folded node and what took it in")
{
    private readonly Option<string?> _report = new("--report") { HelpName = "FILE.json", Description = report };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "say nothing but errors" };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = verbose };

    public IReadOnlyList<Option> All => [_report, _quiet, _verbose];

    public string? ReadReport(ParseResult result) => result.GetValue(_report);

    public Verbosity ReadVerbosity(ParseResult result) => (result.GetValue(_quiet), result.GetValue(_verbose)) switch
    {
        (true, true) => throw new UsageException("-q and -v exclude each other"),
        (true, _) => Verbosity.Quiet,
        (_, true) => Verbosity.Verbose,
        _ => Verbosity.Normal,
    };
}
