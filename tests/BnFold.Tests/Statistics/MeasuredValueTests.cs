using BnFold.Onnx;
using BnFold.Statistics;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Statistics;

public sealed class MeasuredValueTests : IDisposable
{
    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void A_concat_of_channels_is_measured_by_its_parts()
    {
        Assert.Equal(["x", "c"], Parts(Dense(axis: 1), node: 1));
        Assert.Equal(["x", "c", "d"], Parts(Dense(axis: 1), node: 2));
    }

    [Theory]
    [InlineData(-3)] // needs the rank
    [InlineData(2)]
    public void A_concat_along_another_axis_is_measured_as_it_is(int axis) => Assert.Equal(["j"], Parts(Dense(axis), node: 1));

    [Fact]
    public void A_concat_of_halves_is_measured_where_it_is_rounded()
    {
        var model = new ModelBuilder { Type = ElementType.Float16 }.Input("x", -1, 3, 4, 5).Node("Relu", "x", "r")
            .Node("Concat", ["x", "r"], ["j"], Int("axis", 1)).BatchNorm("j", "y", 6).Output("y");
        Assert.Equal(["j"], Parts(model, node: 0));
    }

    [Fact]
    public void Concats_of_concats_without_end_are_measured_as_they_are()
    {
        var model = new ModelBuilder().Input("x", 1, 0, 2);
        for (var i = 0; i < 40; i++) model.Node("Concat", [i == 0 ? "x" : $"v{i - 1}", i == 0 ? "x" : $"v{i - 1}"], [$"v{i}"], Int("axis", 1));
        Assert.Equal(["v39"], Parts(model.BatchNorm("v39", "y", 4).Output("y"), node: 0));
    }

    [Fact]
    public void By_parts_is_what_it_is_as_a_whole()
    {
        for (var i = 0; i < 9; i++) _samples.Write($"{i}.npy", 3, 4, 5);
        _samples.Save(Dense(axis: 1));
        var parts = _samples.Collect();
        _samples.Save(Dense(axis: -3));
        var whole = _samples.Collect();
        Assert.Equal(3, parts.Nodes.Count);
        foreach (var (found, expected) in parts.Nodes.Zip(whole.Nodes))
        {
            Assert.Equal(expected.Count, found.Count);
            Assert.Equal(expected.Mean, found.Mean);
            Assert.Equal(expected.SquaredDeviations, found.SquaredDeviations);
        }
    }

    [Fact]
    public void Refuses_parts_that_have_other_channels_than_the_parameters()
    {
        _samples.Write("0.npy", 3, 4, 5);
        _samples.Save(new ModelBuilder().Input("x", -1, 3, 4, 5).Node("Relu", "x", "r")
            .Node("Concat", ["x", "r"], ["j"], Int("axis", 1)).BatchNorm("j", "y", 5).Output("y"));
        var error = Assert.Throws<OnnxFormatException>(() => _samples.Collect());
        Assert.Contains("gets 6 channels; its parameters are for 5", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Two layers of a DenseNet, with a joint after each.</summary>
    private static ModelBuilder Dense(int axis) => new ModelBuilder().Input("x", -1, 3, 4, 5)
        .BatchNorm("x", "n", 3).Conv("n", "c", 3, 3, 1)
        .Node("Concat", ["x", "c"], ["j"], Int("axis", axis)).BatchNorm("j", "m", axis == 2 ? 3 : 6).Conv("m", "d", 3, axis == 2 ? 3 : 6, 1)
        .Node("Concat", ["j", "d"], ["k"], Int("axis", axis)).BatchNorm("k", "y", axis == 2 ? 3 : 9).Output("y");

    private string[] Parts(ModelBuilder model, int node)
    {
        using var opened = PopulationRun.Open(_samples.Save(model), new());
        return [.. MeasuredNode.Of(opened)[node].Parts.Select(part => part.Name)];
    }
}
