using BenchmarkDotNet.Attributes;
using Google.Protobuf;

namespace BnFold.Benchmarks;

/// <summary>Reading a model: the scan that leaves weights in the file, and the parsing of the skeleton that is left.</summary>
public class ScanBenchmarks
{
    private const int WideChannels = 2048;
    private const int WideLayers = 12;
    private const long WideBytes = 4L * WideChannels * WideChannels * WideLayers;

    private string _folder = "";

    [GlobalSetup]
    public void Write()
    {
        _folder = Directory.CreateTempSubdirectory("bnfold-").FullName;
        File.WriteAllBytes(Path.Combine(_folder, "wide.onnx"), SyntheticModels.Chain(WideLayers, WideChannels).ToByteArray());
        File.WriteAllBytes(Path.Combine(_folder, "deep.onnx"), SyntheticModels.Chain(10_000).ToByteArray());
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    /// <summary>200 MB of weights in 36 nodes: the scan jumps over them.</summary>
    [Benchmark, Bytes(WideBytes)]
    public long FewLargeTensors() => Load("wide.onnx");

    /// <summary>30,000 nodes and 50,000 small tensors: all of it is skeleton.</summary>
    [Benchmark]
    public long ManySmallTensors() => Load("deep.onnx");

    private long Load(string name)
    {
        using var model = OnnxModel.Load(Path.Combine(_folder, name));
        return model.IrVersion;
    }
}
