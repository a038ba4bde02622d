using System.Diagnostics;

namespace BnFold.Recalibration;

/// <summary>Foretells how long all runs of the data will take, and says how far they are.</summary>
internal sealed class PassClock(IProgress<RecalibrationProgress>? progress, RecalibrationPlan plan, IReadOnlyList<double> weights)
    : IProgress<StatisticsProgress>
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly double _total = weights.Sum();
    private double _before;
    private int _pass;

    /// <summary>Begins a run of the data; they come in the order of their weights.</summary>
    public void Begin()
    {
        if (_pass > 0) _before += weights[_pass - 1];
        _pass++;
        Report(0, 0);
    }

    /// <summary>By samples: one file may hold them all, and is done only at the end.</summary>
    public void Report(StatisticsProgress value) =>
        Report(value.Samples, plan.Samples > 0 ? (double)value.Samples / plan.Samples : value.Done);

    private void Report(long samples, double share)
    {
        if (progress is null) return;
        var done = (_before + (weights[_pass - 1] * Math.Clamp(share, 0, 1))) / _total;
        var remaining = done > 0 ? _clock.Elapsed * ((1 - done) / done) : plan.Estimate;
        progress.Report(new(plan, _pass, samples, done, remaining));
    }
}
