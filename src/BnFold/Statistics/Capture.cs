using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>
/// Runs a model on batches to see values inside it, all at once if they fit into memory; else in groups, each by a run of its own.
/// ONNX Runtime optimises as always, except that it can't fuse away what is to be seen.
/// </summary>
internal sealed class Capture : IDisposable
{
    private readonly RunnableModel _model;
    private readonly long _limit;
    private readonly Dictionary<string, ValueInfoProto> _inputs;
    private readonly string[] _values;
    private readonly List<ExcerptSession> _sessions = [];
    private readonly ClippedForm _form;
    private IReadOnlyList<string>[] _groups;
    private IReadOnlyDictionary<string, long> _bytes = new Dictionary<string, long>();
    private long _fed = -1;

    /// <param name="model">The model.</param>
    /// <param name="values">What to see.</param>
    /// <param name="limit">Bytes that the values of a group may take; one value alone may take more.</param>
    /// <exception cref="ModelRunException">ONNX Runtime cannot read or cannot run it.</exception>
    public Capture(RunnableModel model, IEnumerable<string> values, long limit)
    {
        (_model, _limit) = (model, limit);
        _values = [.. values.Distinct()];
        _groups = [_values];
        _form = new(model);
        _inputs = model.Graph.Inputs.DistinctBy(input => input.Name).ToDictionary(input => input.Name, StringComparer.Ordinal);
        _sessions.Add(Open(_values));
        Inputs = [.. _inputs.Values.Where(input => _sessions[0].Inputs.Contains(input.Name))];
    }

    /// <summary>What must be fed: the inputs that the values depend on, in the order of the model.</summary>
    public IReadOnlyList<ValueInfoProto> Inputs { get; }

    /// <summary>Runs a batch and shows its values, group by group.</summary>
    /// <returns>The bytes of all values, and of what was fed.</returns>
    /// <exception cref="ModelRunException">An operator failed, or ONNX Runtime cannot run a part of the model by itself.</exception>
    /// <exception cref="NotSupportedException">A value has more than 2 GB.</exception>
    public long Run(TensorSet inputs, Action<TensorSet> see, CancellationToken cancellation)
    {
        var fed = Inputs.Sum(input => (long)inputs[input.Name].Bytes.Length);
        // What fits a batch fits all that are smaller.
        var isLargest = fed > _fed;
        if (isLargest) Divide(_fed > 0 ? Grown(fed) : ValueSizes.Estimate(_model, _values, Inputs, inputs, _sessions[0]));
        var bytes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var session in _sessions)
        {
            using var values = session.Run(inputs, cancellation);
            foreach (var (value, _) in session.Declared) bytes[value] = values[value].Bytes.Length;
            see(values);
        }
        if (isLargest)
        {
            Divide(bytes);
            (_bytes, _fed) = (bytes, fed);
        }
        return fed + bytes.Values.Sum();
    }

    public void Dispose() => Close();

    /// <summary>The bytes of each value in a larger batch than has been measured.</summary>
    private Dictionary<string, long> Grown(long fed) =>
        _bytes.ToDictionary(pair => pair.Key, pair => (long)Math.Ceiling(pair.Value * ((double)fed / _fed)), StringComparer.Ordinal);

    /// <summary>Divides the values into groups that fit into memory one after another; a value of unknown size is by itself.</summary>
    private void Divide(IReadOnlyDictionary<string, long> bytes)
    {
        IReadOnlyList<string>[] groups =
            [.. MemoryGroups.Of(_values, value => Math.Max(1, bytes.GetValueOrDefault(value, Math.Max(1, _limit))), _limit)];
        if (groups.Length == _groups.Length && groups.Zip(_groups).All(pair => pair.First.SequenceEqual(pair.Second))) return;
        Close();
        foreach (var group in groups) _sessions.Add(Open(group));
        _groups = groups;
    }

    private void Close()
    {
        foreach (var session in _sessions) session.Dispose();
        _sessions.Clear();
    }

    private ExcerptSession Open(IReadOnlyList<string> values)
    {
        var model = _model.Graph.Model;
        if (_form.For(values) is { } form) _model.Show(form);
        try
        {
            return new(_model, values, _inputs, level: OrtOptimizationLevel.Default);
        }
        finally
        {
            if (!ReferenceEquals(_model.Graph.Model, model)) _model.Show(model);
        }
    }
}
