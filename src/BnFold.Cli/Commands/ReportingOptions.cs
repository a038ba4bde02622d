using System.CommandLine;
using BnFold.Cli.Text;

namespace BnFold.Cli.Commands;

/// <summary>How much is said and where, for every command.</summary>
internal sealed class ReportingOptions
{
    private readonly Option<string?> _report = new("--report")
    {
        HelpName = "FILE.json",
        Description = "write everything that is said here, and all figures, as JSON (docs/report.md)",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "say nothing but errors" };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "also name each folded node and what took it in" };

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
