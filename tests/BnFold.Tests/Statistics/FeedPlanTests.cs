using System.Runtime.InteropServices;
using BnFold.Tests.Recalibration;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Statistics;

public sealed class FeedPlanTests : IDisposable
{
    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public void A_given_shape_leaves_an_open_batch_open(long batch)
    {
        _samples.Save(Samples.Plain(-1, 2, -2));
        WriteRaw("a.bin", _samples.Noise(40, 2, 3));
        var found = _samples.Collect(Raw(batch, 2, 3) with { BatchSize = 32 });
        Assert.Equal((40, 0), (found.Samples, found.LeftOut));
        Assert.Equal(40, _samples.Collect(Raw(batch, 2, 3)).Samples);
    }

    [Fact]
    public void A_given_shape_leaves_a_declared_batch_as_it_is()
    {
        _samples.Save(Samples.Plain(4, 2, -2));
        WriteRaw("a.bin", _samples.Noise(10, 2, 3));
        var found = _samples.Collect(Raw(4, 2, 3));
        Assert.Equal((8, 2), (found.Samples, found.LeftOut));
        Assert.EndsWith("input 'x': is declared as Float[4, 2, dim2], not as [1, 2, 3]", Refused(Raw(1, 2, 3)), StringComparison.Ordinal);
        Assert.EndsWith("takes batches of 4, as it declares, not of 5", Refused(Raw(4, 2, 3) with { BatchSize = 5 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_shape_is_the_whole_one_where_axis_0_differs_between_inputs()
    {
        _samples.Save(new ModelBuilder().Input("left", -1, 2).Input("right", -2, 2)
            .Node("Add", "left right", "s").BatchNorm("s", "y", 2).Output("y"));
        WriteRaw("left_0.bin", [1, 2]);
        WriteRaw("right_0.bin", [10, 20, 30, 40, 50, 60]);
        var shapes = new Dictionary<string, IReadOnlyList<long>> { ["left"] = [1, 2], ["right"] = [3, 2] };
        Assert.Equal([31.0, 42], _samples.Collect(new() { RawType = "float32", Shapes = shapes }).Nodes[0].Mean);
    }

    [Fact]
    public void Mini_batches_are_as_large_with_a_given_shape_as_without()
    {
        var model = new ModelBuilder().Input("x", -1, 2, -2).BatchNorm("x", "a", 2)
            .Node("Relu", "a", "r").BatchNorm("r", "y", 2).Output("y");
        var values = _samples.Noise(64, 2, 3);
        _samples.Write("a.npy", values, 64, 2, 3);
        var raw = Path.Combine(_samples.Folder, "a.bin");
        File.WriteAllBytes(raw, MemoryMarshal.AsBytes<float>(values).ToArray());
        var options = new RecalibrationOptions { Method = RecalibrationMethod.Batch };
        using var plain = new Recalibrated().Write(model.Model).On(Path.Combine(_samples.Folder, "a.npy"), options);
        using var given = new Recalibrated().Write(model.Model).On(raw, options, Raw(1, 2, 3));
        Assert.Equal(Stored(plain), Stored(given));

        static IEnumerable<double> Stored(Recalibrated run) => run.Report.Nodes.SelectMany(node => node.After.Population.Stored!.Mean);
    }

    [Fact]
    public void What_depends_on_no_input_is_not_measured()
    {
        _samples.Save(new ModelBuilder().Input("x", -1, 2).Weight("k", 4, 2).BatchNorm("k", "n", 2).Node("Add", "x n", "y").Output("y"));
        _samples.Write("a.npy", _samples.Noise(8), 4, 2);
        Assert.EndsWith("depends on no input, so there is nothing to measure on data", Refused(new()), StringComparison.Ordinal);
    }

    private static CalibrationOptions Raw(params long[] shape) =>
        new() { RawType = "float32", Shapes = new Dictionary<string, IReadOnlyList<long>> { ["x"] = shape } };

    private string Refused(CalibrationOptions options) => Assert.Throws<OnnxFormatException>(() => _samples.Collect(options)).Message;

    private void WriteRaw(string name, float[] values) => _samples.WriteBytes(name, MemoryMarshal.AsBytes<float>(values).ToArray());
}
