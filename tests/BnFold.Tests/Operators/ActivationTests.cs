using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class ActivationTests
{
    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu")]
    [InlineData("PRelu")]
    [InlineData("Abs")]
    public void Lets_scales_through_that_are_not_negative(string opType)
    {
        Folding.Of(Behind(opType, "c").PositiveScale("r", "y", 4).Output("y")).IsFoldedTo("Conv", opType);
        Folding.Of(Before(opType, m => m.PositiveScale("x", "y", 4))).IsFoldedTo(opType, "Conv");
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu")]
    [InlineData("PRelu")]
    public void Keeps_batch_norm_with_a_negative_scale(string opType)
    {
        double[] scale = [1, 2, -0.5, 1];
        Folding.Of(Behind(opType, "c").Affine("r", "y", scale, new double[4]).Output("y")).IsKept(SkipReason.NegativeScale, "scale[2] is -0.5");
        Folding.Of(Before(opType, m => m.Affine("x", "y", scale, new double[4]))).IsKept(SkipReason.GraphInput, "scale[2] is -0.5");
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu")]
    [InlineData("PRelu")]
    [InlineData("Abs")]
    public void Keeps_batch_norm_with_a_shift(string opType)
    {
        Folding.Of(Behind(opType, "c").PositiveAffine("r", "y", 4).Output("y")).IsKept(SkipReason.ShiftBlocked, "passes no shift");
        Folding.Of(Before(opType, m => m.PositiveAffine("x", "y", 4))).IsKept(SkipReason.GraphInput, "passes no shift");
    }

    [Theory]
    [InlineData(-0.5f)]
    [InlineData(0f)]
    [InlineData(2f)]
    public void Lets_scales_through_LeakyRelu_whatever_its_slope(float alpha) =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).Node("LeakyRelu", "c", "r", Float("alpha", alpha)).Rank("r", 4).PositiveScale("r", "y", 4).Output("y"))
            .IsFoldedTo("Conv", "LeakyRelu");

    [Fact]
    public void Lets_scales_through_PRelu_whose_slope_is_computed() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 5, 5).Input("slope", 4, 1, 1).Conv("x", "c", 4, 3).Node("PRelu", "c slope", "r").Rank("r", 4).PositiveScale("r", "y", 4).Output("y"))
            .IsFoldedTo("Conv", "PRelu");

    [Fact]
    public void Keeps_batch_norm_that_makes_the_slope() =>
        Folding.Of(new ModelBuilder().Input("x", 1, 4, 5, 5).Input("v", 1, 4, 5, 5).PositiveScale("x", "y", 4).Node("PRelu", "v y", "r").Conv("r", "c", 4, 4).Output("c"))
            .IsKept(SkipReason.GraphInput, "PRelu 'r_node': takes no affine on its input");

    [Fact]
    public void Lets_negative_scales_through_Abs_on_the_way_forward_only()
    {
        double[] scale = [1, 2, -0.5, 0];
        Folding.Of(Before("Abs", m => m.Affine("x", "y", scale, new double[4]))).IsFoldedTo("Abs", "Conv");
        Folding.Of(Behind("Abs", "c").Affine("r", "y", scale, new double[4]).Output("y")).IsKept(SkipReason.NegativeScale, "scale[2] is -0.5");
    }

    [Fact]
    public void Parts_scale_and_shift_where_only_the_scale_passes() =>
        Folding.Of(Behind("Relu", "c").PositiveAffine("r", "y", 4).Weight("k", 4, 1, 1).Node("Add", "y k", "z").Output("z")).IsFoldedTo("Conv", "Relu", "Add");

    private static ModelBuilder Behind(string opType, string input) =>
        Activate(new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3), opType, input, "r");

    /// <summary>The Conv behind pads, so that only a scale could pass it.</summary>
    private static ModelBuilder Before(string opType, Func<ModelBuilder, ModelBuilder> norm) =>
        Activate(norm(new ModelBuilder().Input("x", 2, 4, 5, 5)), opType, "y", "r").Conv("r", "c", 3, 4, attributes: Ints("pads", 1, 1, 1, 1)).Output("c");

    private static ModelBuilder Activate(ModelBuilder model, string opType, string input, string output) => opType == "PRelu"
        ? model.Tensor("slope", [4, 1, 1], [0.25, -0.5, 1.5, 0]).Node(opType, [input, "slope"], [output]).Rank(output, 4)
        : model.Node(opType, input, output).Rank(output, 4);
}
