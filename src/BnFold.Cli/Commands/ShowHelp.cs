using System.CommandLine;
using System.CommandLine.Invocation;

namespace BnFold.Cli.Commands;

/// <summary><c>--help</c>: usage, examples, options by topic, exit codes.</summary>
internal sealed class ShowHelp : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(command.Description);
        if (command is not IHelpfulCommand helpful) return ExitCode.Done;

        WriteSection(output, "Usage", [(helpful.Usage, "")]);
        WriteSection(output, "Examples", helpful.Examples);
        if (command.Subcommands.Count > 0)
            WriteSection(output, "Other commands", [.. command.Subcommands.OfType<IHelpfulCommand>().Select(each => (each.Usage, ((Command)each).Description ?? ""))]);
        foreach (var group in helpful.Groups)
            WriteSection(output, group.Title, [.. group.Options.Select(option => (Syntax(option), option.Description ?? ""))]);
        WriteSection(output, "Exit codes", [.. helpful.ExitCodes, ($"{ExitCode.Interrupted}", "interrupted (Ctrl-C)")]);
        return ExitCode.Done;
    }

    private static void WriteSection(TextWriter output, string title, IReadOnlyList<(string Left, string Right)> rows)
    {
        output.WriteLine();
        output.WriteLine(title);
        var width = rows.Max(row => row.Left.Length);
        foreach (var (left, right) in rows) output.WriteLine($"  {left.PadRight(width)}  {right}".TrimEnd());
    }

    private static string Syntax(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(name => name.Length));
        return option.HelpName is null ? names : $"{names} {option.HelpName}";
    }
}
