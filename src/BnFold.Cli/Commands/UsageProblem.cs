using System.CommandLine;
using System.CommandLine.Parsing;

namespace BnFold.Cli.Commands;

/// <summary>What is wrong with a command line, in the words of this tool.</summary>
internal static class UsageProblem
{
    /// <summary>One line, the worst problem only; null if there is none.</summary>
    public static string? Of(ParseResult result)
    {
        var word = Missing(result);
        if (word == "fold") return "no command 'fold', for 'bnfold MODEL -o OUTPUT' folds";
        if (word is not null && Spelling.Nearest(word, Subcommands.Names) is { } command) return $"no command '{word}'{Meant(command)}";
        if (UnknownOption(result) is { } option) return $"unknown option '{option}'{Meant(Spelling.Nearest(option, OptionsOf(result)))}";
        if (result.UnmatchedTokens is [var token, ..]) return $"unexpected argument '{token}'";
        return result.Errors is [var error, ..] ? Describe(error) : EmptyOption(result) is { } empty ? $"{empty} needs a value" : null;
    }

    /// <summary>An empty value names no file, and is none for any other option: a variable of the shell, mostly, that is not set.</summary>
    private static string? EmptyOption(ParseResult result) => result.CommandResult.Children.OfType<OptionResult>()
        .Where(option => option.Tokens.Any(token => token.Value.Length == 0))
        .Select(option => option.IdentifierToken?.Value ?? option.Option.Name)
        .FirstOrDefault();

    /// <summary>The parser takes an option it doesn't know for a file; it is one only behind <c>--</c>, or in a list if it is there.</summary>
    private static string? UnknownOption(ParseResult result)
    {
        if (IsOpenEnded(result)) return null;
        var files = result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens);
        var listed = result.CommandResult.Children.OfType<OptionResult>()
            .Where(option => option.Option.AllowMultipleArgumentsPerToken)
            .SelectMany(option => option.Tokens.Select(token => token.Value))
            .Where(path => !File.Exists(path) && !Directory.Exists(path));
        return files.Select(token => token.Value).Concat(listed).Concat(result.UnmatchedTokens)
            .FirstOrDefault(token => token is ['-', _, ..])?.Split('=')[0];
    }

    /// <summary>The first model if it isn't there: a command that is mistyped is taken for it.</summary>
    private static string? Missing(ParseResult result)
    {
        if (result.CommandResult.Command is not FoldCommand || IsOpenEnded(result)) return null;
        foreach (var symbol in result.CommandResult.Children)
        {
            if (symbol is ArgumentResult { Tokens: [{ Value: var word }, ..] }) return File.Exists(word) || Directory.Exists(word) ? null : word;
        }
        return null;
    }

    /// <summary>Behind <c>--</c> everything is a file.</summary>
    private static bool IsOpenEnded(ParseResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (token.Type is TokenType.DoubleDash) return true;
        }
        return false;
    }

    private static string Meant(string? nearest) => nearest is null ? "" : $"; did you mean '{nearest}'?";

    /// <summary>Long names only: one letter is near to everything.</summary>
    private static IEnumerable<string> OptionsOf(ParseResult result) => result.CommandResult.Command.Options
        .SelectMany(option => option.Aliases.Prepend(option.Name))
        .Where(name => name.StartsWith("--", StringComparison.Ordinal));

    private static string Describe(ParseError error) => error.SymbolResult is OptionResult { Tokens: [] } option
        ? $"{option.IdentifierToken?.Value ?? option.Option.Name} needs a value"
        : error.Message.TrimEnd('.');
}
