using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Walk;

public sealed class BranchMergeTests
{
    private static readonly FoldOptions _merging = new() { MergeBranches = true };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(1, 2)]
    public void Merges_the_three_branches_of_RepVGG(int groups, int dilation)
    {
        var model = new ModelBuilder().Input("x", 2, 4, 7, 6)
            .Conv("x", "a", 4, 4 / groups, 3, 2, false, Int("group", groups), Ints("dilations", dilation, dilation), Ints("pads", dilation, dilation, dilation, dilation)).BatchNorm("a", "an", 4)
            .Conv("x", "b", 4, 4 / groups, 1, 2, false, Int("group", groups)).BatchNorm("b", "bn", 4)
            .BatchNorm("x", "xn", 4).Node("Add", "an bn", "s").Node("Add", "s xn", "y").Output("y");
        var folding = Folding.Of(model, _merging).IsFoldedTo("Conv");
        Assert.Equal(FoldRoute.Merged, folding.Report.Outcomes[2].Route);
        Assert.Equal(2, folding.Report.MergedSums);
    }

    [Fact]
    public void Merges_a_shortcut() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 4, 7, 6).Conv("x", "a", 4, 4, 3, 2, true, Ints("pads", 1, 1, 1, 1)).Node("Add", "x a", "y").Output("y"), _merging).IsFoldedTo("Conv");

    [Fact]
    public void Does_not_merge_quantized_filters()
    {
        var model = new ModelBuilder().Input("x", 1, 2, 4, 4).Scalar("scale", 0.1);
        foreach (var name in new[] { "p", "q" })
        {
            model.Graph.Initializer.Add(MakeTensor(name, ElementType.Int8, [2, 2, 1, 1], [1, 2, 3, 4]));
            model.Node("DequantizeLinear", $"{name} scale", $"{name}w").Node("Conv", $"x {name}w", $"{name}c");
        }
        model.Node("Add", "pc qc", "y").Output("y");
        Assert.Equal(["DequantizeLinear", "Conv", "DequantizeLinear", "Conv", "Add"], Folding.Of(model, _merging).OpTypes);
    }

    [Fact]
    public void Merges_strided_branches() =>
        Folding.Of(Two(Ints("strides", 2, 2), Ints("strides", 2, 2)), _merging).IsFoldedTo("Conv");

    [Fact]
    public void Does_not_merge_a_batch_norm_that_is_to_be_kept()
    {
        var model = new ModelBuilder().Input("x", 2, 4, 7, 6).Conv("x", "a", 4, 4, 1).BatchNorm("x", "b", 4).Node("Add", "a b", "y").Output("y");
        Folding.Of(model, _merging with { Keep = ["bn_*"] }).IsKept(SkipReason.KeptByRequest);
    }

    [Fact]
    public void Does_not_merge_a_branch_that_is_read_elsewhere() =>
        Assert.Equal(["Conv", "Conv", "Add"], Folding.Of(Two(Ints("strides", 2, 2), Ints("strides", 2, 2)).Node("Identity", "a", "o").Output("o"), _merging).OpTypes.Where(o => o != "Identity"));

    [Fact]
    public void Does_not_merge_without_being_asked() =>
        Assert.Equal(["Conv", "Conv", "Add"], Folding.Of(Two(Ints("strides", 2, 2), Ints("strides", 2, 2))).OpTypes);

    [Fact]
    public void Does_not_merge_branches_that_pad_differently()
    {
        var model = new ModelBuilder().Input("x", 2, 4, 7, 7).Conv("x", "a", 4, 4, 3, 2, true, Ints("pads", 2, 2, 0, 0)).Conv("x", "b", 4, 4, 3, 2, true, Ints("pads", 0, 0, 2, 2))
            .Node("Add", "a b", "y").Output("y");
        Assert.Equal(["Conv", "Conv", "Add"], Folding.Of(model, _merging).OpTypes);
    }

    private static ModelBuilder Two(AttributeProto first, AttributeProto second) =>
        new ModelBuilder().Input("x", 2, 4, 7, 7).Conv("x", "a", 6, 4, 3, 2, true, Ints("pads", 1, 1, 1, 1), first).Conv("x", "b", 6, 4, 1, 2, true, second)
            .Node("Add", "a b", "y").Output("y");
}
