using System.Diagnostics;
using BnFold.Runtime;
using BnFold.Verification;

namespace BnFold.Benchmarking;

/// <summary>Opens and runs a model as a service would, and looks at the memory of this process.</summary>
internal static class MemoryTrial
{
    private const int Runs = 3;

    /// <inheritdoc cref="ModelBenchmark.MeasureMemory" path="/exception"/>
    public static ProcessMemory? Run(string path, BenchmarkOptions options)
    {
        var baseline = Peak();
        if (baseline == 0) return null;
        foreach (var plan in Plans(path, options))
        {
            try
            {
                using var inputs = new InputGenerator(options.Inputs.Seed).Create(plan, sample: 0);
                var settings = new OrtSessionOptions { Threads = options.Threads, CustomOpLibraries = options.Inputs.CustomOpLibraries };
                using var model = new TimedModel(path, settings, inputs);
                for (var run = 0; run < Runs; run++) model.Run();
                // Linux tells pages that are held exactly and those that were held roughly, so once they are given back the peak is a little lower.
                return new(baseline, Math.Max(baseline, Peak()));
            }
            catch (BenchmarkRunException)
            {
                // Indices may have been out of range; the next plan has smaller ones.
            }
        }
        return null;
    }

    private static IEnumerable<InputPlan> Plans(string path, BenchmarkOptions options)
    {
        using var model = new RunnableModel(path, options.Inputs);
        InputDeclaration[] inputs = [.. model.Graph.Inputs.Select(InputDeclaration.Of).OfType<InputDeclaration>()];
        var given = options.Inputs.Inputs is [var first, ..] ? first.Inputs : new Dictionary<string, TensorFile>();
        return [.. new InputPlans(path, inputs, options.Inputs, given).All()];
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
