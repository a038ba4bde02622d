namespace BnFold.Cli.Terminals;

/// <summary>Colours by meaning, or none.</summary>
internal sealed class Ink
{
    public static readonly Ink None = new();
    public static readonly Ink Ansi = new();

    private Ink()
    {
    }

    /// <summary>The ink for a terminal, which may be unable to show colours, or whose user may not want them (no-color.org).</summary>
    /// <param name="environment">Looks an environment variable up.</param>
    public static Ink ForTerminal(Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(environment("NO_COLOR")) || environment("TERM") == "dumb") return None;
        return OperatingSystem.IsWindows() && environment("WT_SESSION") is null ? None : Ansi;
    }

    public string Good(string text) => Paint(text, "32");

    public string Mixed(string text) => Paint(text, "33");

    public string Bad(string text) => Paint(text, "31");

    public string Strong(string text) => Paint(text, "1");

    public string Faint(string text) => Paint(text, "2");

    private string Paint(string text, string code) => this == None ? text : $"\e[{code}m{text}\e[0m";
}
