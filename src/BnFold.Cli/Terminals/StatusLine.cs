using BnFold.Cli.Text;

namespace BnFold.Cli.Terminals;

/// <summary>What is being done right now, in a line that is overwritten and leaves no trace; nothing where no terminal shows it.</summary>
internal sealed class StatusLine : IProgress<VerifyProgress>, IDisposable
{
    private const int BarLength = 24;
    private const string ClearLine = "\r\e[K";

    private readonly TextWriter _screen;
    private readonly Ink _ink;
    private readonly string _work;
    private bool _drawn;

    private StatusLine(TextWriter screen, Ink ink, string work) => (_screen, _ink, _work) = (screen, ink, work);

    /// <param name="terminal">Where.</param>
    /// <param name="verbosity">Whether at all.</param>
    /// <param name="work">What the work is that progress is reported of, as in "verifying".</param>
    public static StatusLine On(Terminal terminal, Verbosity verbosity, string work) =>
        new(terminal.Errors, verbosity is Verbosity.Quiet ? Ink.None : terminal.ErrorInk, work);

    /// <summary>Shows what the work is, before there is any progress.</summary>
    public void Begin() => Show(_work);

    public void Show(string activity)
    {
        if (_ink == Ink.None) return;
        _screen.Write($"{ClearLine}{_ink.Faint(activity)}");
        _drawn = true;
    }

    public void Report(VerifyProgress value)
    {
        Show($"{_work} {Bar(value.Done)} {Printable.Line(value.Activity)}");
    }

    /// <summary>A share as a bar.</summary>
    public static string Bar(double share)
    {
        var filled = (int)(BarLength * Math.Clamp(share, 0, 1));
        return $"{new string('█', filled)}{new string('░', BarLength - filled)}";
    }

    public void Clear()
    {
        if (_drawn) _screen.Write(ClearLine);
        _drawn = false;
    }

    public void Dispose() => Clear();
}
