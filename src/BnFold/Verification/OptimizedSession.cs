using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>A whole model as ONNX Runtime optimises it by default: what users will run.</summary>
internal sealed class OptimizedSession : IDisposable
{
    private readonly RunnableModel _model;
    private readonly IReadOnlyList<string> _outputs;
    private readonly OrtSession _session;

    /// <exception cref="ModelRunException">ONNX Runtime cannot read or cannot run it.</exception>
    public OptimizedSession(RunnableModel model, IReadOnlyList<string> outputs)
    {
        (_model, _outputs) = (model, outputs);
        _session = model.Open(OrtOptimizationLevel.Default);
    }

    public static bool CanRun(RunnableModel model, Subject subject)
    {
        try
        {
            using var session = new OptimizedSession(model, subject.Outputs);
            using var inputs = subject.Sample(0);
            using var results = session.Run(inputs, CancellationToken.None);
            return true;
        }
        catch (ModelRunException)
        {
            return false;
        }
    }

    /// <summary>Computes the outputs. The caller disposes them.</summary>
    /// <exception cref="ModelRunException">An operator failed.</exception>
    public TensorSet Run(TensorSet inputs, CancellationToken cancellation)
    {
        try
        {
            var fed = _model.Graph.Inputs.Select(input => new NamedTensor(input.Name, inputs[input.Name])).ToArray();
            var results = _session.Run(fed, _outputs, cancellation);
            var set = new TensorSet();
            for (var i = 0; i < results.Count; i++) set.Add(_outputs[i], results[i]);
            return set;
        }
        catch (OrtException exception)
        {
            throw new ModelRunException(_model, exception);
        }
    }

    public void Dispose() => _session.Dispose();
}
