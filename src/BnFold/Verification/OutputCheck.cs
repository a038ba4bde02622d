namespace BnFold.Verification;

/// <summary>Holds whole outputs of the other model against the original's: as it is written, and as ONNX Runtime optimises it.</summary>
internal sealed class OutputCheck
{
    private readonly Subject _subject;
    private readonly ProgressCounter _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _warnings = [];

    /// <param name="subject">The two models.</param>
    /// <param name="sites">Tells what a right fold may be off by beside rounding.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellation">Looked at between two operators.</param>
    public OutputCheck(Subject subject, SiteCheck sites, ProgressCounter progress, CancellationToken cancellation)
    {
        (_subject, _progress, _cancellation) = (subject, progress, cancellation);
        AsWritten = new(subject, subject.Inputs, subject.LimitOfOutput) { Offsets = sites.Offsets };
        Optimized = new(subject, subject.Inputs, subject.LimitOfOutput) { Offsets = sites.OffsetsOptimized };
        Expectations = new(subject);
    }

    public Judge AsWritten { get; }

    public Judge Optimized { get; }

    /// <summary>What files say of the outputs.</summary>
    public Expectations Expectations { get; }

    /// <summary>Why the other model can't be run; null if it can.</summary>
    public string? Failure { get; private set; }

    public IReadOnlyList<string> Warnings => _warnings;

    /// <param name="expected">The original's outputs of the first samples, as far as they are known; gets the others.</param>
    /// <exception cref="ModelRunException">ONNX Runtime can't run the original.</exception>
    public void Run(SampleSets expected)
    {
        RunOriginal(expected);
        for (var sample = 0; sample < expected.Count; sample++) Expectations.AddOriginal(sample, expected[sample]);
        Notice(expected);
        try
        {
            RunAsWritten(expected);
        }
        catch (ModelRunException exception) when (exception.Model == _subject.Other)
        {
            Failure = $"the original runs, the other model does not: {exception.Message}";
            return;
        }
        try
        {
            RunOptimized(expected);
        }
        catch (ModelRunException exception)
        {
            var name = exception.Model == _subject.Other ? "other model" : "original";
            var failure = $"ONNX Runtime, when it optimises as it does by default, can't run the {name}: {exception.Message}";
            if (exception.Model == _subject.Other && OptimizedSession.CanRun(_subject.Original, _subject)) Failure = failure;
            else _warnings.Add(exception.Model == _subject.Other ? $"{failure}; nor can it run the original so" : failure);
        }
    }

    private void Notice(SampleSets expected)
    {
        var information = new Information();
        foreach (var output in _subject.Outputs)
        {
            for (var sample = 0; sample < expected.Count; sample++) information.Add(output, expected[sample][output]);
            var blindness = information.Blindness(output, _subject.Samples.HasInputs)
                ?? (information.IsSaturated(output) ? "is saturated: it holds only −1, 0 and 1" : null);
            if (blindness is not null) _warnings.Add($"output '{output}' {blindness}: that it agrees tells little");
        }
    }

    private void RunOriginal(SampleSets expected)
    {
        if (expected.Count == _subject.Samples.Count) return;
        using var session = new ExcerptSession(_subject.Original, _subject.Outputs, _subject.Inputs);
        for (var sample = expected.Count; sample < _subject.Samples.Count; sample++)
        {
            using var inputs = _subject.Sample(sample);
            expected.Add(session.Run(inputs, _cancellation));
        }
    }

    private void RunAsWritten(SampleSets expected)
    {
        using var session = new ExcerptSession(_subject.Other, _subject.Outputs, _subject.Inputs);
        for (var sample = 0; sample < expected.Count; sample++)
        {
            _progress.Report("outputs");
            using var inputs = _subject.Sample(sample);
            using var found = session.Run(inputs, _cancellation);
            Expectations.AddOther(sample, found);
            AsWritten.Compare(_subject.Outputs, inputs, expected[sample], found, sample, _cancellation);
        }
    }

    private void RunOptimized(SampleSets expected)
    {
        using (var session = new OptimizedSession(_subject.Other, _subject.Outputs))
        {
            for (var sample = 0; sample < expected.Count; sample++)
            {
                _progress.Report("outputs, optimised");
                using var inputs = _subject.Sample(sample);
                using var found = session.Run(inputs, _cancellation);
                Optimized.Compare(_subject.Outputs, inputs, expected[sample], found, sample, _cancellation);
            }
        }
        var failed = Optimized.Tally.All.Where(comparison => !comparison.Agrees).ToArray();
        if (failed.Length > 0 && Tolerance.Excuses(_subject.Options)) BlameOptimizer(failed, expected);
    }

    /// <summary>Where optimising moves the original's outputs as much, the other model is not to blame.</summary>
    private void BlameOptimizer(ValueComparison[] failed, SampleSets expected)
    {
        using var session = new OptimizedSession(_subject.Original, _subject.Outputs);
        foreach (var comparison in failed)
        {
            using var inputs = _subject.Sample(comparison.Sample);
            using var moved = session.Run(inputs, _cancellation);
            var deviation = TensorComparer.Compare(expected[comparison.Sample][comparison.Name], moved[comparison.Name]);
            var movement = Movement.Of(again: default, deviation);
            if (!movement.Explains(comparison)) continue;
            Optimized.Tally.Excuse(comparison.Name, $"the original itself {movement.Describe(comparison)} when ONNX Runtime optimises it");
        }
    }
}
