using BenchmarkDotNet.Attributes;
using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Benchmarks;

/// <summary>Weights on their way into a file: 64 MB, a buffer of 1 MB at a time, against a plain copy.</summary>
public class WeightScalingBenchmarks
{
    private const int Length = 64 << 20;
    private const int Channels = 256;

    private readonly byte[] _buffer = new byte[1 << 20];
    private Payload _bytes = new BytesPayload(Array.Empty<byte>());
    private Payload _scaled = new BytesPayload(Array.Empty<byte>());

    /// <summary>Name of the element type.</summary>
    [Params("Float", "Float16", "BFloat16", "Double")]
    public string Type { get; set; } = "";

    [GlobalSetup]
    public void Make()
    {
        var type = Enum.Parse<ElementType>(Type);
        var size = TensorCodec.ByteSize(type);
        var bytes = new byte[Length];
        var values = Enumerable.Range(0, 4096).Select(i => Math.Sin(i) / 4).ToArray();
        TensorCodec.WriteDoubles(values, type, bytes);
        for (var done = values.Length * size; done < Length; done += values.Length * size) bytes.AsSpan(0, values.Length * size).CopyTo(bytes.AsSpan(done));
        var factors = Coefficients.Along(axis: 0, rank: 2, [.. Enumerable.Range(0, Channels).Select(i => 0.5 + (i / (double)Channels))]);
        _bytes = new BytesPayload(bytes);
        _scaled = new ScaledPayload(_bytes, type, [Channels, Length / size / Channels], [factors]);
    }

    [Benchmark(Baseline = true), Bytes(Length)]
    public byte Copy() => Read(_bytes);

    [Benchmark, Bytes(Length)]
    public byte Scale() => Read(_scaled);

    private byte Read(Payload payload)
    {
        for (var done = 0; done < Length; done += _buffer.Length) payload.Read(done, _buffer);
        return _buffer[^1];
    }
}
