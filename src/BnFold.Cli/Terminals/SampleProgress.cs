using System.Diagnostics;
using BnFold.Cli.Text;

namespace BnFold.Cli.Terminals;

/// <summary>How far a run over data is, how fast, and how long it will take.</summary>
internal sealed class SampleProgress(StatusLine status, string activity) : IProgress<StatisticsProgress>
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shown = TimeSpan.MinValue;

    public void Report(StatisticsProgress value)
    {
        var elapsed = _clock.Elapsed;
        if (value.Done < 1 && elapsed < _shown + _pause && _shown >= TimeSpan.Zero) return;
        _shown = elapsed;
        status.Show($"{activity} {StatusLine.Bar(value.Done)} {Describe(value, elapsed)}");
    }

    /// <summary>As in <c>512 samples, 84.2/s, 1:05 left</c>.</summary>
    public static string Describe(StatisticsProgress value, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? $", {Figures.Magnitude(value.Samples / elapsed.TotalSeconds)}/s" : "";
        var left = value.Done is > 0 and < 1 ? $", {Time(elapsed * ((1 - value.Done) / value.Done))} left" : "";
        return FormattableString.Invariant($"{value.Samples} samples{rate}{left}");
    }

    private static string Time(TimeSpan time) => time.TotalHours >= 1
        ? FormattableString.Invariant($"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : FormattableString.Invariant($"{time.Minutes}:{time.Seconds:00}");
}
