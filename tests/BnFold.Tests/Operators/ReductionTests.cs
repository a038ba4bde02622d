using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class ReductionTests
{
    public static TheoryData<string, long> Kinds => new()
    {
        { "ReduceMean", 11 }, { "ReduceMean", 18 }, { "ReduceSum", 11 }, { "ReduceSum", 13 },
        { "ReduceMax", 17 }, { "ReduceMax", 20 }, { "ReduceMin", 17 }, { "ReduceMin", 20 },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Lets_affines_go_back_that_are_the_same_along_the_reduced_axes(string opType, long opset)
    {
        foreach (var (axes, kept, dropped) in new (long[], long[], long[])[]
        {
            ([2], [2, 4, 1, 6], [2, 4, 6]), ([-1], [2, 4, 5, 1], [2, 4, 5]), ([3, 2], [2, 4, 1, 1], [2, 4]), ([0], [1, 4, 5, 6], []), ([0, -2], [1, 4, 1, 6], []),
        })
        {
            Folding.Of(Reduce(Convolved(opset), opType, "c", axes, 1).Declare("r", kept).PositiveAffine("r", "y", 4).Output("y")).IsFoldedTo("Conv", opType);
            if (dropped.Length > 0)
                Folding.Of(Reduce(Convolved(opset), opType, "c", axes, 0).Declare("r", dropped).PositiveAffine("r", "y", 4).Output("y")).IsFoldedTo("Conv", opType);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Lets_affines_go_forward_that_are_the_same_along_the_reduced_axes(string opType, long opset)
    {
        foreach (var axes in new long[][] { [2], [-1], [3, 2], [0], [0, -2] })
            Folding.Of(Reduce(Normed(opset), opType, "y", axes, 1).Conv("r", "c", 3, 4, kernel: 1).Output("c")).IsFoldedTo(opType, "Conv");
        Folding.Of(Reduce(Normed(opset), opType, "y", [2], 0).Conv("r", "c", 3, 4, kernel: 1, spatial: 1).Output("c")).IsFoldedTo(opType, "Conv");
        Folding.Of(Reduce(Normed(opset), opType, "y", [-1, -2], 0).Weight("w", 4, 3).Node("Gemm", "r w", "g").Output("g")).IsFoldedTo(opType, "Gemm");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Follows_the_channels_where_an_axis_before_them_goes(string opType, long opset)
    {
        // What is channel 1 behind the reduction was a row before it, of the same number.
        var model = new ModelBuilder(opset).Input("x", 2, 3, 6, 6).Conv("x", "c", 4, 3).Declare("c", 2, 4, 4, 4);
        Folding.Of(Reduce(model, opType, "c", [0], 0).Declare("r", 4, 4, 4).PositiveAffine("r", "y", 4).Output("y")).IsKept(SkipReason.WrongAxis, "Conv 'c_node'");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Keeps_batch_norm_before_a_reduction_over_channels(string opType, long opset) =>
        Folding.Of(Reduce(Normed(opset), opType, "y", [1], 1).Conv("r", "c", 3, 1).Output("c")).IsKept(SkipReason.GraphInput, "the affine varies on axis 1, which it reduces");

    [Theory]
    [InlineData("ReduceMax")]
    [InlineData("ReduceMin")]
    public void Keeps_batch_norm_with_a_negative_scale_at_an_extremum(string opType)
    {
        double[] scale = [1, 2, 0, -3];
        Folding.Of(Reduce(Convolved(17), opType, "c", [2, 3], 1).Declare("r", 2, 4, 1, 1).Affine("r", "y", scale, scale).Output("y")).IsKept(SkipReason.NegativeScale, "scale[3] is -3");
        Folding.Of(Reduce(new ModelBuilder().Input("x", 2, 4, 5, 6).Affine("x", "y", scale, scale), opType, "y", [2, 3], 1).Conv("r", "c", 3, 4, kernel: 1).Output("c"))
            .IsKept(SkipReason.GraphInput, "scale[3] is -3");
    }

    [Theory]
    [InlineData("ReduceMean")]
    [InlineData("ReduceSum")]
    public void Lets_negative_scales_through_sums(string opType) =>
        Folding.Of(Reduce(Convolved(13), opType, "c", [2, 3], 1).Declare("r", 2, 4, 1, 1).BatchNorm("r", "y", 4).Output("y")).IsFoldedTo("Conv", opType);

    [Fact]
    public void Keeps_batch_norm_with_a_shift_at_a_sum_of_unknown_length()
    {
        var model = () => Reduce(new ModelBuilder().Input("x", 2, 3, -1, -2).Conv("x", "c", 4, 3, kernel: 1), "ReduceSum", "c", [2, 3], 1).Declare("r", 2, 4, 1, 1);
        Folding.Of(model().BatchNorm("r", "y", 4).Output("y")).IsKept(SkipReason.ShapeUnknown, "how many that is, is unknown");
        Folding.Of(model().Affine("r", "y", [1, -2, 0, 3], new double[4]).Output("y")).IsFoldedTo("Conv", "ReduceSum");
    }

    [Theory]
    [InlineData("ReduceL1")]
    [InlineData("ReduceL2")]
    public void Lets_scales_through_a_norm_but_negative_ones_only_forward(string opType)
    {
        double[] scale = [1, 2, 0, -3];
        var back = () => Reduce(Convolved(17), opType, "c", [2, 3], 1).Declare("r", 2, 4, 1, 1);
        var forth = (double[] shift) => Reduce(new ModelBuilder().Input("x", 2, 4, 5, 6).Affine("x", "y", scale, shift), opType, "y", [2, 3], 1).Conv("r", "c", 3, 4, kernel: 1).Output("c");
        Folding.Of(back().PositiveScale("r", "y", 4).Output("y")).IsFoldedTo("Conv", opType);
        Folding.Of(forth(new double[4])).IsFoldedTo(opType, "Conv");
        Folding.Of(back().Affine("r", "y", scale, new double[4]).Output("y")).IsKept(SkipReason.NegativeScale, "scale[3] is -3");
        Folding.Of(forth(scale)).IsKept(SkipReason.GraphInput, "passes no shift");
    }

    [Fact]
    public void Reduces_everything_where_no_axes_are_given()
    {
        Folding.Of(Convolved(17).Node("ReduceMean", "c", "r").Declare("r", 1, 1, 1, 1).BatchNorm("r", "y", 1).Output("y")).IsFoldedTo("Conv", "ReduceMean");
        Folding.Of(Normed(17).Node("ReduceMean", "y", "r").Conv("r", "c", 3, 1, kernel: 1).Output("c")).IsKept(SkipReason.GraphInput, "which it reduces");
        Folding.Of(Normed(18).Integers("none").Node("ReduceMean", "y none", "r").Conv("r", "c", 3, 1, kernel: 1).Output("c")).IsKept(SkipReason.GraphInput, "which it reduces");
    }

    [Fact]
    public void Reduces_nothing_where_the_node_says_that_no_axes_mean_none()
    {
        var noop = Int("noop_with_empty_axes", 1);
        Folding.Of(Normed(18).Integers("none").Node("ReduceMean", "y none", "r", noop, Int("keepdims", 0)).Conv("r", "c", 3, 4).Output("c")).IsFoldedTo("ReduceMean", "Conv");
        Folding.Of(Convolved(18).Node("ReduceSum", "c", "r", noop, Int("keepdims", 0)).Declare("r", 2, 4, 5, 6).BatchNorm("r", "y", 4).Output("y")).IsFoldedTo("Conv", "ReduceSum");
        Folding.Of(Convolved(18).Node("ReduceL2", "c", "r", noop).Declare("r", 2, 4, 5, 6).PositiveScale("r", "y", 4).Output("y")).IsKept(SkipReason.OperatorBlocks, "a norm over no axis");
    }

    [Fact]
    public void Keeps_batch_norm_whose_axes_are_computed() =>
        Folding.Of(Normed(18).Input("axes", ElementType.Int64, 1).Node("ReduceMean", "y axes", "r").Conv("r", "c", 3, 4, kernel: 1).Output("c")).IsKept(SkipReason.GraphInput, "'axes' is an input");

    [Fact]
    public void Keeps_batch_norm_at_a_node_with_axes_out_of_range()
    {
        var model = Reduce(Normed(17), "ReduceMean", "y", [4], 1).Conv("r", "c", 3, 4, kernel: 1).Output("c");
        Folding.Of(model).IsKept(SkipReason.GraphInput, "axes=[4] of a value of rank 4");
    }

    private static ModelBuilder Reduce(ModelBuilder model, string opType, string input, long[] axes, long keepDims)
    {
        var isInput = model.Model.OpsetImport[0].Version >= (opType == "ReduceSum" ? 13 : 18);
        return isInput
            ? model.Integers("axes", axes).Node(opType, [input, "axes"], ["r"], Int("keepdims", keepDims))
            : model.Node(opType, [input], ["r"], Ints("axes", axes), Int("keepdims", keepDims));
    }

    private static ModelBuilder Convolved(long opset) => new ModelBuilder(opset).Input("x", 2, 3, 7, 8).Conv("x", "c", 4, 3).Declare("c", 2, 4, 5, 6);

    private static ModelBuilder Normed(long opset) => new ModelBuilder(opset).Input("x", 2, 4, 5, 6).PositiveAffine("x", "y", 4);
}
