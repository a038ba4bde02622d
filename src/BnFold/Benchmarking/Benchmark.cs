using BnFold.Runtime;
using BnFold.Verification;

namespace BnFold.Benchmarking;

/// <summary>One benchmark: inputs, then both levels, then a profile of each model.</summary>
internal sealed class Benchmark(
    IReadOnlyList<ModelOnDisk> models, BenchmarkOptions options, IProgress<VerifyProgress>? progress, CancellationToken cancellation)
{
    public BenchmarkReport Run()
    {
        var report = new BenchmarkReport
        {
            OnnxRuntimeVersion = OrtLibrary.Version,
            Seed = options.Inputs.Seed,
            Threads = options.Threads,
        };
        try
        {
            progress?.Report(new("looking for inputs", 0));
            var plan = BenchmarkInputs.Find(models[0].Path, options, cancellation, out var reason);
            if (plan is null) return report with { Failure = reason };
            using var inputs = new InputGenerator(options.Inputs.Seed).Create(plan[0], sample: 0);
            return Measure(report with { Inputs = plan.Describe() }, inputs);
        }
        catch (Exception exception) when (exception is ModelRunException or BenchmarkRunException or NotSupportedException)
        {
            return report with { Failure = exception.Message };
        }
    }

    private BenchmarkReport Measure(BenchmarkReport report, TensorSet inputs)
    {
        var fast = MeasureLevel(OrtOptimizationLevel.Default, inputs);
        LevelTimes? plain = null;
        try
        {
            if (!options.DefaultLevelOnly) plain = MeasureLevel(OrtOptimizationLevel.None, inputs);
        }
        catch (BenchmarkRunException exception)
        {
            report = report with { UnoptimizedFailure = exception.Message };
        }
        progress?.Report(new("profiling", 0.95));
        var nodes = models.Select(model => SessionProfile.Of(model, options, inputs, cancellation)).ToArray();
        return report with
        {
            Models = [.. models.Select((model, i) => new BenchmarkedModel
            {
                Path = model.Path,
                Bytes = model.Bytes,
                Summary = model.Summary,
                Default = fast.SpeedOf(i),
                Unoptimized = plain?.SpeedOf(i),
                Nodes = nodes[i],
            })],
            Comparisons = [.. Enumerable.Range(1, models.Count - 1).Select(Compare)],
        };

        BenchmarkComparison Compare(int i)
        {
            var gone = models[0].Summary.BatchNormalizations - models[i].Summary.BatchNormalizations;
            var seed = options.Inputs.Seed;
            return Comparison.Of(models[i].Path, gone, nodes[0], nodes[i], fast.RatiosOf(i, seed), plain?.RatiosOf(i, seed));
        }
    }

    private LevelTimes MeasureLevel(OrtOptimizationLevel level, TensorSet inputs) =>
        new LevelMeasurement(models, level, options, inputs, progress, cancellation).Run();
}
