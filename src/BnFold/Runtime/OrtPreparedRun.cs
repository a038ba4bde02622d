using System.Diagnostics;

namespace BnFold.Runtime;

/// <summary>A run with everything at hand, so that little but the run itself is timed. For one thread at a time.</summary>
internal sealed unsafe class OrtPreparedRun : IDisposable
{
    private readonly OrtHandle _session;
    private readonly IReadOnlyList<NamedTensor> _inputs;
    private readonly NativeNames _inputNames;
    private readonly NativeNames _outputNames;
    private readonly nint[] _results;

    /// <param name="session">Stays the caller's.</param>
    /// <param name="inputs">Stay the caller's, and live as long.</param>
    /// <param name="outputs">Names of what is computed.</param>
    public OrtPreparedRun(OrtHandle session, IReadOnlyList<NamedTensor> inputs, IReadOnlyList<string> outputs)
    {
        (_session, _inputs) = (session, inputs);
        _inputNames = new(inputs.Select(input => input.Name));
        _outputNames = new(outputs);
        _results = new nint[outputs.Count];
    }

    /// <summary>Runs the model, drops the results, and tells how many seconds the run took.</summary>
    /// <exception cref="OrtException">An unknown name, an input that does not fit, or an operator that failed.</exception>
    public double Run()
    {
        var api = OrtLibrary.Api;
        var run = api.Run;
        var session = _session.Pointer;
        var values = stackalloc nint[_inputs.Count];
        for (var i = 0; i < _inputs.Count; i++) values[i] = _inputs[i].Tensor.Pointer;
        Array.Clear(_results);
        fixed (nint* inputs = _inputNames.Pointers, outputs = _outputNames.Pointers, results = _results)
        {
            var start = Stopwatch.GetTimestamp();
            var status = run(session, 0, (byte**)inputs, values, (nuint)_inputs.Count, (byte**)outputs, (nuint)_results.Length, results);
            // Not a TimeSpan, whose ticks are a hundredth of a very small model's run.
            var seconds = (Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency;
            foreach (var result in _results)
            {
                if (result != 0) api.ReleaseValue(result);
            }
            GC.KeepAlive(this);
            api.Check(status);
            return seconds;
        }
    }

    public void Dispose()
    {
        _inputNames.Dispose();
        _outputNames.Dispose();
    }
}
