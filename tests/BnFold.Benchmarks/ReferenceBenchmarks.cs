using BenchmarkDotNet.Attributes;

namespace BnFold.Benchmarks;

/// <summary>The reference BatchNormalization, which is slow on purpose, but is run on every site of a model.</summary>
public class ReferenceBenchmarks
{
    private const int Channels = 64;
    private const int Count = 8 * Channels * 56 * 56;

    private readonly long[] _dims = [8, Channels, 56, 56];
    private readonly float[] _x = [.. Enumerable.Range(0, Count).Select(i => MathF.Sin(i))];
    private readonly BatchNormParameters _parameters = new(Vector(1), Vector(0.1), Vector(0.2), Vector(0.9));

    [Benchmark, Bytes(Count * sizeof(float))]
    public float Infer() => BatchNormReference.Infer<float>(_x, _dims, _parameters)[^1];

    private static double[] Vector(double value) => [.. Enumerable.Range(0, Channels).Select(i => value + (0.01 * i))];
}
