using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class PaddedPoolsTests
{
    private const string Parameters = "s t mu v";

    [Fact]
    public void Keeps_a_pad_and_a_max_pool_apart() =>
        AreKeptApart(Between("MaxPool", pad: 1), "MaxPool 'p_node': ONNX Runtime would merge Pad 'b_node' into it, and compute something else");

    [Fact]
    public void Keeps_a_pad_and_an_average_pool_apart_whose_windows_may_see_nothing_else() =>
        AreKeptApart(Between("AveragePool", pad: 3), "AveragePool 'p_node': ONNX Runtime would merge Pad 'b_node' into it, and compute something else");

    [Fact]
    public void Folds_before_an_average_pool_whose_windows_reach_the_image() => Folding.Of(Between("AveragePool", pad: 1)).IsFoldedTo("Pad", "AveragePool", "Conv");

    [Fact]
    public void Folds_between_reflected_borders_and_a_max_pool() => Folding.Of(Between("MaxPool", pad: 1, "reflect")).IsFoldedTo("Pad", "MaxPool", "Conv");

    [Theory, InlineData("Identity"), InlineData("Dropout")]
    public void Sees_past_nodes_that_do_nothing(string opType)
    {
        AreKeptApart(Padded().Integers("pads", 0, 0, 1, 1, 0, 0, 1, 1).Node("Pad", "x pads", "b").Node("BatchNormalization", $"b {Parameters}", "n")
            .Node(opType, "n", "i").Node("MaxPool", "i", "p", Ints("kernel_shape", 3, 3)).Conv("p", "y", 4, 3).Output("y"), "MaxPool 'p_node'");
        AreKeptApart(Padded().Integers("pads", 0, 0, 1, 1, 0, 0, 1, 1).Node("Pad", "x pads", "b").Node(opType, "b", "i")
            .Node("BatchNormalization", $"i {Parameters}", "n").Node("MaxPool", "n", "p", Ints("kernel_shape", 3, 3)).Conv("p", "y", 4, 3).Output("y"), "MaxPool 'p_node'");
    }

    [Fact]
    public void Sees_past_a_row_of_any_length()
    {
        const int Length = 20_000;
        var model = Padded().Integers("pads", 0, 0, 1, 1, 0, 0, 1, 1).Node("Pad", "x pads", "b").Node("BatchNormalization", $"b {Parameters}", "i0");
        for (var i = 0; i < Length; i++) model.Node("Identity", $"i{i}", $"i{i + 1}");
        AreKeptApart(model.Node("MaxPool", $"i{Length}", "p", Ints("kernel_shape", 3, 3)).Conv("p", "y", 4, 3).Output("y"), "MaxPool 'p_node'");
    }

    [Fact]
    public void Keeps_a_pad_and_an_average_pool_apart_that_rounds_its_size_up() => AreKeptApart(
        Padded().Integers("pads", 0, 0, 0, 0, 0, 0, 1, 1).Node("Pad", "x pads", "b").Node("BatchNormalization", $"b {Parameters}", "n")
            .Node("AveragePool", "n", "p", Ints("kernel_shape", 2, 2), Ints("strides", 2, 2), Int("ceil_mode", 1)).Conv("p", "y", 4, 3).Output("y"),
        "AveragePool 'p_node'");

    [Fact]
    public void Leaves_one_node_of_two_between_them()
    {
        var folding = Folding.Of(Padded().Integers("pads", 0, 0, 1, 1, 0, 0, 1, 1).Node("Pad", "x pads", "b")
            .Node("BatchNormalization", $"b {Parameters}", "m").Node("BatchNormalization", $"m {Parameters}", "n").Node("MaxPool", "n", "p", Ints("kernel_shape", 3, 3)).Conv("p", "y", 4, 3).Output("y"));
        Assert.Equal(["Pad", "BatchNormalization", "MaxPool", "Conv"], folding.OpTypes);
        folding.ComputesTheSame();
    }

    private static ModelBuilder Padded() =>
        new ModelBuilder().Input("x", 2, 3, 8, 8).Vector("s", 1, 2, 0.5).Vector("t", 1, -1, 0).Vector("mu", 0, 1, 2).Vector("v", 1, 4, 2);

    private static void AreKeptApart(ModelBuilder model, string why) =>
        Folding.Of(model).IsKept(SkipReason.Padding, why);

    private static ModelBuilder Between(string pool, int pad, string mode = "constant") => Padded()
        .Integers("pads", 0, 0, pad, pad, 0, 0, pad, pad).Node("Pad", "x pads", "b", Text("mode", mode)).Node("BatchNormalization", $"b {Parameters}", "n")
        .Node(pool, "n", "p", Ints("kernel_shape", 3, 3)).Conv("p", "y", 4, 3).Output("y");
}
