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
    private readonly Dictionary<string, ValueInfoProto> _inputs;
    private readonly string[] _values;
    private readonly List<ExcerptSession> _sessions = [];

    /// <param name="model">The model.</param>
    /// <param name="values">What to see.</param>
    /// <exception cref="ModelRunException">ONNX Runtime cannot read or cannot run it.</exception>
    public Capture(RunnableModel model, IEnumerable<string> values)
    {
        _model = model;
        _values = [.. values.Distinct()];
        _inputs = model.Graph.Inputs.DistinctBy(input => input.Name).ToDictionary(input => input.Name, StringComparer.Ordinal);
        _sessions.Add(Open(_values));
        Inputs = [.. _inputs.Values.Where(input => _sessions[0].Inputs.Contains(input.Name))];
    }

    /// <summary>What must be fed: the inputs that the values depend on, in the order of the model.</summary>
    public IReadOnlyList<ValueInfoProto> Inputs { get; }

    /// <summary>Runs a batch and shows its values, group by group.</summary>
    /// <returns>The bytes of each value.</returns>
    /// <exception cref="ModelRunException">An operator failed.</exception>
    /// <exception cref="NotSupportedException">A value has more than 2 GB.</exception>
    public IReadOnlyDictionary<string, long> Run(TensorSet inputs, Action<TensorSet> see, CancellationToken cancellation)
    {
        var bytes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var session in _sessions)
        {
            using var values = session.Run(inputs, cancellation);
            foreach (var (value, _) in session.Declared) bytes[value] = values[value].Bytes.Length;
            see(values);
        }
        return bytes;
    }

    /// <summary>Divides the values into groups that fit into memory one after another.</summary>
    /// <param name="bytes">The bytes of each value.</param>
    /// <param name="limit">Bytes that a group may take.</param>
    /// <exception cref="ModelRunException">ONNX Runtime cannot run a part of the model by itself.</exception>
    public void Divide(IReadOnlyDictionary<string, long> bytes, long limit)
    {
        Close();
        foreach (var group in MemoryGroups.Of(_values, value => bytes[value], limit)) _sessions.Add(Open(group));
    }

    public void Dispose() => Close();

    private void Close()
    {
        foreach (var session in _sessions) session.Dispose();
        _sessions.Clear();
    }

    private ExcerptSession Open(IReadOnlyList<string> values) => new(_model, values, _inputs, level: OrtOptimizationLevel.Default);
}
