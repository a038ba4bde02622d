namespace BnFold.Cli.Terminals;

/// <summary>Where a command writes: results to the one, trouble and progress to the other.</summary>
internal sealed record Terminal(TextWriter Output, TextWriter Errors)
{
    /// <summary>Colours for <see cref="Output"/>.</summary>
    public Ink Ink { get; init; } = Ink.None;

    /// <summary>Colours for <see cref="Errors"/>; progress is drawn only where there are colours.</summary>
    public Ink ErrorInk { get; init; } = Ink.None;

    /// <summary>The console of this process.</summary>
    public static Terminal OfProcess()
    {
        // UTF-8 to the streams themselves, where it is understood: the console's own writers cost a third of the start-up time.
        var terminal = OperatingSystem.IsWindows()
            ? new Terminal(Console.Out, Console.Error)
            : new Terminal(Utf8(Console.OpenStandardOutput()), Utf8(Console.OpenStandardError()));
        return terminal with
        {
            Ink = Console.IsOutputRedirected ? Ink.None : Ink.ForTerminal(Environment.GetEnvironmentVariable),
            ErrorInk = Console.IsErrorRedirected ? Ink.None : Ink.ForTerminal(Environment.GetEnvironmentVariable),
        };

        static StreamWriter Utf8(Stream stream) => new(stream) { AutoFlush = true };
    }

    /// <summary>Says in one line what went wrong.</summary>
    public void Fail(string problem) => WriteError(ErrorInk.Bad("bnfold:"), problem);

    /// <summary>Says in one line what a user should know.</summary>
    public void Warn(string warning) => WriteError(ErrorInk.Mixed("bnfold: warning:"), warning);

    private void WriteError(string label, string text)
    {
        try
        {
            Errors.WriteLine($"{label} {Printable.Line(text.ReplaceLineEndings(" "))}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Closed, or full: the exit code still says it.
        }
    }
}
