using System.CommandLine;
using BnFold.Cli.Benching;

namespace BnFold.Cli.Commands;

/// <summary>The commands besides the fold. Options take time to set up, so only what the command line speaks of is.</summary>
internal static class Subcommands
{
    private static readonly Entry[] _all =
    [
        new("verify", static context => new VerifyCommand(context)),
        new("check", static context => new CheckCommand(context)),
        new("bench", static context => new BenchCommand(context)),
        new("stats", static context => new StatsCommand(context)),
        new("recalibrate", static context => new RecalibrateCommand(context)),
        new(MemoryProcess.Command, static context => new BenchMemoryCommand(context)),
    ];

    /// <summary>Those that are meant to be typed.</summary>
    public static IEnumerable<string> Names => _all.Select(entry => entry.Name).Where(name => name != MemoryProcess.Command);

    public static IEnumerable<Command> SpokenOf(CommandContext context)
    {
        var asksForHelp = context.Arguments.Any(static argument => argument is "-h" or "--help" or "-?" or "/h" or "/?");
        return _all.Where(entry => asksForHelp || context.Arguments.Contains(entry.Name)).Select(entry => entry.Make(context));
    }

    private sealed record Entry(string Name, Func<CommandContext, Command> Make);
}
