using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>An excerpt, ready to run.</summary>
internal sealed class ExcerptSession : IDisposable
{
    private readonly RunnableModel _model;
    private readonly string[] _values;
    private readonly string[] _results;
    private readonly string[] _inputs;
    private readonly OrtSession _session;

    /// <param name="model">Where the excerpt is from.</param>
    /// <param name="values">What to compute.</param>
    /// <param name="fed">Where to cut.</param>
    /// <param name="stir">Adds to the excerpt what is needed to stir it; null leaves it as it is.</param>
    /// <param name="level">How much ONNX Runtime may rewrite it.</param>
    /// <exception cref="ModelRunException">ONNX Runtime cannot read or cannot run it.</exception>
    public ExcerptSession(
        RunnableModel model,
        IEnumerable<string> values,
        IReadOnlyDictionary<string, ValueInfoProto> fed,
        Func<Excerpt, Stirring>? stir = null,
        OrtOptimizationLevel level = OrtOptimizationLevel.None)
    {
        _model = model;
        _values = [.. values.Distinct()];
        var excerpt = new Excerpt(model.Graph, _values, fed);
        Inputs = excerpt.Inputs;
        Stirring = stir?.Invoke(excerpt);
        _inputs = [.. Inputs, .. Stirring?.Inputs ?? []];
        _results = [.. _values.Select(excerpt.ResultOf)];
        _session = model.Open(excerpt, level);
    }

    /// <summary>What is known of the values before they are computed.</summary>
    public IEnumerable<(string Value, OrtValueInfo Info)> Declared =>
        _values.Zip(_session.Outputs);

    /// <summary>Names of what must be fed.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>What must be fed besides, if it is stirred.</summary>
    public Stirring? Stirring { get; }

    /// <summary>Computes the values. The caller disposes them.</summary>
    /// <param name="fed">Holds what the excerpt reads, and may hold more.</param>
    /// <param name="cancellation">Looked at between two operators.</param>
    /// <exception cref="ModelRunException">An operator failed.</exception>
    public TensorSet Run(TensorSet fed, CancellationToken cancellation)
    {
        try
        {
            var results = _session.Run([.. _inputs.Select(name => new NamedTensor(name, fed[name]))], _results, cancellation);
            var set = new TensorSet();
            for (var i = 0; i < _values.Length; i++) set.Add(_values[i], results[i]);
            return set;
        }
        catch (OrtException exception)
        {
            throw new ModelRunException(_model, exception);
        }
    }

    public void Dispose() => _session.Dispose();
}
