using System.Diagnostics;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;

namespace BnFold.Cli.Recalibrating;

/// <summary>Prints the plan once it is known, and then how far the work is.</summary>
internal sealed class RecalibrationStatus(StatusLine line, RecalibrateText text) : IProgress<RecalibrationProgress>
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next;

    public void Report(RecalibrationProgress value)
    {
        if (value.Pass == 0)
        {
            line.Clear();
            text.WritePlan(value.Plan);
            return;
        }
        if (_clock.Elapsed < _next) return;
        _next = _clock.Elapsed + _pause;
        var left = Figures.Seconds(value.Remaining.TotalSeconds);
        line.Show(FormattableString.Invariant(
            $"run {value.Pass} of {value.Plan.Passes} {StatusLine.Bar(value.Done)} {value.Samples} samples, {left} left"));
    }
}
