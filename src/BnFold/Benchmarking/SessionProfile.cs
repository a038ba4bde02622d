using System.Diagnostics;
using BnFold.Runtime;
using BnFold.Verification;

namespace BnFold.Benchmarking;

/// <summary>Runs a model under ONNX Runtime's profiler.</summary>
internal static class SessionProfile
{
    private const int LeastRuns = 5;
    private const int MostRuns = 200;

    private static readonly TimeSpan _time = TimeSpan.FromSeconds(0.5);

    /// <summary>What each node costs at the default level, dearest first.</summary>
    /// <exception cref="BenchmarkRunException">ONNX Runtime cannot run it.</exception>
    public static IReadOnlyList<NodeCost> Of(ModelOnDisk model, BenchmarkOptions options, TensorSet inputs, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("bnfold-");
        try
        {
            var settings = new OrtSessionOptions
            {
                Threads = options.Threads,
                CustomOpLibraries = options.Inputs.CustomOpLibraries,
                ProfileFilePrefix = Path.Combine(folder.FullName, "profile"),
            };
            using var timed = new TimedModel(model.Path, settings, inputs);
            var start = Stopwatch.GetTimestamp();
            for (var run = 0; run <= MostRuns && (run <= LeastRuns || Stopwatch.GetElapsedTime(start) < _time); run++)
            {
                cancellation.ThrowIfCancellationRequested();
                timed.Run();
            }
            using var trace = File.OpenRead(timed.EndProfiling());
            return ProfileTrace.Read(trace);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
