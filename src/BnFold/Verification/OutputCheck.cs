using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Holds whole outputs of the other model against the original's: run as it is written, and as ONNX Runtime optimises it.</summary>
internal sealed class OutputCheck
{
    private readonly Subject _subject;
    private readonly ProgressCounter _progress;
    private readonly CancellationToken _cancellation;

    public OutputCheck(Subject subject, ProgressCounter progress, CancellationToken cancellation)
    {
        (_subject, _progress, _cancellation) = (subject, progress, cancellation);
        AsWritten = new(subject.Original, subject.Inputs, LimitOf, subject.Options);
        Optimized = new(subject.Original, subject.Inputs, LimitOf, subject.Options);
    }

    public Judge AsWritten { get; }

    public Judge Optimized { get; }

    /// <exception cref="ModelRunException">ONNX Runtime can't run the other model.</exception>
    public void RunAsWritten(IReadOnlyList<TensorSet> expected)
    {
        using var session = new ExcerptSession(_subject.Other, _subject.Outputs, _subject.Inputs);
        for (var sample = 0; sample < expected.Count; sample++)
        {
            _progress.Report("outputs");
            using var inputs = _subject.Sample(sample);
            using var found = session.Run(inputs, _cancellation);
            AsWritten.Compare(_subject.Outputs, inputs, expected[sample], found, sample, _cancellation);
        }
    }

    /// <exception cref="ModelRunException">ONNX Runtime can't run the other model when it optimises it.</exception>
    public void RunOptimized(IReadOnlyList<TensorSet> expected)
    {
        using (var session = _subject.Other.Open(OrtOptimizationLevel.Default))
        {
            for (var sample = 0; sample < expected.Count; sample++)
            {
                _progress.Report("outputs, optimised");
                using var inputs = _subject.Sample(sample);
                using var found = Run(_subject.Other, session, inputs);
                Optimized.Compare(_subject.Outputs, inputs, expected[sample], found, sample, _cancellation);
            }
        }
        var failed = Optimized.Tally.All.Where(comparison => !comparison.Agrees).ToArray();
        if (failed.Length > 0) BlameOptimizer(failed, expected);
    }

    /// <summary>Whether ONNX Runtime can run a model when it optimises it.</summary>
    public bool RunsOptimized(RunnableModel model)
    {
        try
        {
            using var session = model.Open(OrtOptimizationLevel.Default);
            using var inputs = _subject.Sample(0);
            using var results = Run(model, session, inputs);
            return true;
        }
        catch (ModelRunException)
        {
            return false;
        }
    }

    /// <summary>Where optimising moves the original's outputs as much, the other model is not to blame.</summary>
    private void BlameOptimizer(ValueComparison[] failed, IReadOnlyList<TensorSet> expected)
    {
        using var session = _subject.Original.Open(OrtOptimizationLevel.Default);
        foreach (var comparison in failed)
        {
            using var inputs = _subject.Sample(comparison.Sample);
            using var moved = Run(_subject.Original, session, inputs);
            var deviation = TensorComparer.Compare(expected[comparison.Sample][comparison.Name], moved[comparison.Name]);
            if (comparison.Problem is null ? comparison.MaxDifference <= 4 * deviation.Max : deviation.Problem is not null)
                Optimized.Tally.Excuse(comparison.Name, FormattableString.Invariant($"ONNX Runtime's optimisation moves the original itself by {deviation.Max:G2}"));
        }
    }

    private TensorSet Run(RunnableModel model, OrtSession session, TensorSet inputs)
    {
        try
        {
            var results = session.Run([.. model.Graph.Inputs.Select(input => KeyValuePair.Create(input.Name, inputs[input.Name]))], _subject.Outputs, _cancellation);
            var set = new TensorSet();
            for (var i = 0; i < results.Count; i++) set.Add(_subject.Outputs[i], results[i]);
            return set;
        }
        catch (OrtException exception)
        {
            throw new ModelRunException(model, exception);
        }
    }

    private (Limit, double) LimitOf(string output)
    {
        var precision = _subject.Precision.Upstream(output);
        var type = _subject.Values.TypeOf(output) ?? precision;
        return (_subject.Tolerance.EndToEnd(type, precision), Tolerance.OneStep(precision).Relative / 16);
    }
}
