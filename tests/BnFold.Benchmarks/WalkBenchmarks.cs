using BenchmarkDotNet.Attributes;
using BnFold.Onnx;
using Google.Protobuf;

namespace BnFold.Benchmarks;

/// <summary>Folding in memory, of graphs that are large in different ways; the time should grow as they do.</summary>
public class WalkBenchmarks
{
    private string _path = "";

    /// <summary>What the graph is like.</summary>
    [Params("1k layers", "10k layers", "100k layers", "200 branches", "10k carriers")]
    public string Graph { get; set; } = "";

    [GlobalSetup]
    public void Write()
    {
        _path = Path.Combine(Directory.CreateTempSubdirectory("bnfold-").FullName, "model.onnx");
        ModelProto model = Graph switch
        {
            "1k layers" => SyntheticModels.Chain(1_000),
            "10k layers" => SyntheticModels.Chain(10_000),
            "100k layers" => SyntheticModels.Chain(100_000),
            "200 branches" => SyntheticModels.Fan(200),
            _ => SyntheticModels.Carriers(10_000),
        };
        File.WriteAllBytes(_path, model.ToByteArray());
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Benchmark]
    public int Fold()
    {
        using var model = OnnxModel.Load(_path);
        return BatchNormFolder.Fold(model).Folded;
    }
}
