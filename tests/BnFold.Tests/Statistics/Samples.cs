using System.Runtime.InteropServices;
using BnFold.Tests.Data;
using BnFold.Tests.Support;

namespace BnFold.Tests.Statistics;

/// <summary>A folder with a model and data for it.</summary>
internal sealed class Samples : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(7);

    public Samples() => Directory.CreateDirectory(Folder);

    public string Folder => _folder.File("data");

    public string ModelPath => _folder.File("model.onnx");

    public string Save(ModelBuilder model)
    {
        using var stream = File.Create(ModelPath);
        Google.Protobuf.MessageExtensions.WriteTo(model.Model, stream);
        return ModelPath;
    }

    /// <summary>Writes an .npy of float32; gives its numbers.</summary>
    public float[] Write(string name, params long[] dims) => Write(name, Noise(dims), dims);

    public float[] Write(string name, float[] values, params long[] dims)
    {
        WriteBytes(name, NpyBytes.Array("<f4", Shape(dims), MemoryMarshal.AsBytes<float>(values).ToArray()));
        return values;
    }

    public string WriteBytes(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public float[] Noise(params long[] dims) =>
        [.. Enumerable.Range(0, (int)dims.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)((_random.NextDouble() * 4) - 1))];

    public static string Shape(params long[] dims) => $"({string.Concat(dims.Select(dim => $"{dim}, "))})";

    public static byte[] Npy(float[] values, params long[] dims) =>
        NpyBytes.Array("<f4", Shape(dims), MemoryMarshal.AsBytes<float>(values).ToArray());

    /// <summary>x → BatchNormalization → y: what is measured is what is fed.</summary>
    public static ModelBuilder Plain(params long[] dims)
    {
        var model = new ModelBuilder().Input("x", dims).BatchNorm("x", "y", dims[1]);
        return model.Output("y", [.. dims.Select(Math.Abs)]);
    }

    public PopulationStatistics Collect(CalibrationOptions? options = null, StatisticsOptions? resources = null) =>
        StatisticsCollector.Collect(ModelPath, CalibrationData.Open([Folder], options), resources, cancellation: Xunit.TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();
}
