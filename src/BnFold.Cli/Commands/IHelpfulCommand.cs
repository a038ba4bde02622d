namespace BnFold.Cli.Commands;

/// <summary>A command whose help teaches: examples first, options by topic.</summary>
internal interface IHelpfulCommand
{
    /// <summary>The command line in general, as <c>bnfold MODEL [options]</c>.</summary>
    public string Usage { get; }

    /// <summary>Command lines that do something useful, and what that is.</summary>
    public IReadOnlyList<(string CommandLine, string Purpose)> Examples { get; }

    /// <summary>The options by topic, most wanted first.</summary>
    public IReadOnlyList<OptionGroup> Groups { get; }

    /// <summary>What the exit codes of this command say.</summary>
    public IReadOnlyList<(string Code, string Meaning)> ExitCodes => ExitCode.All;
}
