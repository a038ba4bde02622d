using BenchmarkDotNet.Attributes;
using BnFold.Runtime;
using BnFold.Statistics;
using BnFold.Verification;

namespace BnFold.Benchmarks;

/// <summary>
/// What measuring costs over running the model on the same samples. Models of BNFOLD_ZOO are taken where it is set, else small ones of
/// models/, whose batch is their own.
/// </summary>
public class StatisticsBenchmarks
{
    private const int Batch = 8;
    private const int Samples = 64;

    private static readonly string? _zoo = Environment.GetEnvironmentVariable("BNFOLD_ZOO");

    private string _folder = "";
    private string _path = "";
    private CalibrationData _data = null!;

    public static IEnumerable<string> Models => IsZooHere
        ? ["densenet121.op17", "mobilenet_v2.op17", "mobilenet_v3_small.op13"]
        : ["mobilenet_small", "resnet_small"];

    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = "";

    [GlobalSetup]
    public void Write()
    {
        _folder = Directory.CreateTempSubdirectory("bnfold-").FullName;
        _path = Path.Combine(IsZooHere ? Path.Combine(_zoo!, "torch") : Path.GetFullPath("models"), $"{Model}.onnx");
        using var model = PopulationRun.Open(_path, new());
        var elements = model.Graph.Inputs.Single().Type.TensorType.Shape.Dim.Skip(1).Aggregate(1L, static (product, dim) => product * dim.DimValue);
        var random = new Random(1);
        var sample = new byte[elements * sizeof(float)];
        for (var i = 0; i < Samples; i++)
        {
            for (var at = 0; at < sample.Length; at += sizeof(float)) BitConverter.TryWriteBytes(sample.AsSpan(at), random.NextSingle() - 0.5f);
            File.WriteAllBytes(Path.Combine(_folder, $"{i:D3}.bin"), sample);
        }
        _data = CalibrationData.Open([_folder], new() { BatchSize = IsZooHere ? Batch : null, RawType = "float32" });
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public int Infer()
    {
        using var model = PopulationRun.Open(_path, new());
        var inputs = model.Graph.Inputs.ToDictionary(input => input.Name, StringComparer.Ordinal);
        using var session = new ExcerptSession(
            model, model.File.Proto.Graph.Output.Select(output => output.Name), inputs, level: OrtOptimizationLevel.Default);
        var samples = 0;
        foreach (var batch in new BatchReader(_data, new(model, [.. inputs.Values], _data.Options)).Read(CancellationToken.None))
        {
            using (batch)
            {
                session.Run(batch.Inputs, CancellationToken.None).Dispose();
                samples += batch.Samples;
            }
        }
        return samples;
    }

    private static bool IsZooHere => !string.IsNullOrEmpty(_zoo);

    [Benchmark]
    public long Collect() => StatisticsCollector.Collect(_path, _data).Samples;
}
