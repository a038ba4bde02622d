using System.CommandLine;
using System.Reflection;
using BnFold.Cli.Commands;
using BnFold.Cli.Terminals;

namespace BnFold.Cli;

/// <summary>From the command line to the exit code. Whatever goes wrong is one line on the error output.</summary>
internal static class Application
{
    /// <summary>Version of the tool, without the commit it was built from.</summary>
    public static string Version =>
        typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static int Run(string[] args, Terminal terminal, Func<string, OnnxModel> load, CompareModels compare, CancellationToken cancellation)
    {
        var help = "bnfold --help";
        try
        {
            // As other tools have it; a model of that name has a folder before it, or "--".
            if (args is ["help", .. var subject]) args = [.. subject, "--help"];
            // The parser takes a first argument in brackets for a directive of its own, and drops it.
            if (args is [['[', .., ']'] bracketed, .. var others]) args = [Path.Combine(".", bracketed), .. others];
            var context = new CommandContext(args, terminal, load, compare, cancellation);
            var result = RootOf(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (Subcommands.Names.Contains(result.CommandResult.Command.Name)) help = $"bnfold help {result.CommandResult.Command.Name}";
            if (result.Action is not (ShowHelp or ShowVersion) && UsageProblem.Of(result) is { } problem) throw new UsageException(problem);
            return result.Invoke(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Errors,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException)
        {
            terminal.Fail("interrupted; nothing was written");
            return ExitCode.Interrupted;
        }
        catch (UsageException exception) when (!exception.Message.EndsWith('?'))
        {
            terminal.Fail($"{exception.Message}; '{help}' explains");
            return ExitCode.Unusable;
        }
        catch (Exception exception)
        {
            terminal.Fail(Explain(exception));
            return ExitCode.Unusable;
        }
    }

    /// <summary>What went wrong, for people.</summary>
    public static string Explain(Exception exception) => exception switch
    {
        UsageException or OnnxFormatException or IOException or UnauthorizedAccessException => exception.Message,
        _ => $"internal error, please report it: {exception.GetType().Name}: {exception.Message}",
    };

    private static FoldCommand RootOf(CommandContext context)
    {
        var root = new FoldCommand(context);
        foreach (var command in Subcommands.SpokenOf(context)) root.Add(command);
        return root;
    }
}
