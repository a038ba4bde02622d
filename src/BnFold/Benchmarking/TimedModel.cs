using System.Diagnostics;
using BnFold.Runtime;
using BnFold.Verification;

namespace BnFold.Benchmarking;

/// <summary>A session on a model's file, as users open it, with its inputs at hand.</summary>
internal sealed class TimedModel : IDisposable
{
    private readonly string _path;
    private readonly OrtSession _session;
    private readonly OrtPreparedRun _run;

    /// <exception cref="BenchmarkRunException">ONNX Runtime cannot read or cannot run it.</exception>
    public TimedModel(string path, OrtSessionOptions options, TensorSet inputs)
    {
        _path = path;
        try
        {
            var start = Stopwatch.GetTimestamp();
            _session = OrtSession.Open(path, options);
            LoadSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var fed = _session.Inputs.Where(input => inputs.TryGet(input.Name, out _)).Select(input => new NamedTensor(input.Name, inputs[input.Name]));
            _run = _session.Prepare([.. fed], [.. _session.Outputs.Select(output => output.Name)]);
        }
        catch (OrtException exception)
        {
            _session?.Dispose();
            throw new BenchmarkRunException(path, exception);
        }
        catch
        {
            _session?.Dispose();
            throw;
        }
    }

    /// <summary>How long it took to open the session.</summary>
    public double LoadSeconds { get; }

    /// <summary>Runs the model once, and tells how long that took.</summary>
    /// <exception cref="BenchmarkRunException">An operator failed, or an input is missing.</exception>
    public double Run() => Guarded(_run.Run);

    /// <exception cref="BenchmarkRunException">The profile can't be written.</exception>
    public string EndProfiling() => Guarded(_session.EndProfiling);

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (OrtException exception)
        {
            throw new BenchmarkRunException(_path, exception);
        }
    }
}
