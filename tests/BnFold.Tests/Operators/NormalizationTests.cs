using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class NormalizationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void InstanceNormalization_takes_batch_norm_behind_it(int spatial) =>
        Folding.Of(Instance(new ModelBuilder().Input("x", [2, 4, .. Enumerable.Repeat(6L, spatial)]), "x").Rank("n", spatial + 2).BatchNorm("n", "y", 4).Output("y"))
            .IsFoldedTo("InstanceNormalization");

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void GroupNormalization_takes_batch_norm_behind_it(long groups) =>
        Folding.Of(Group(21, 4, groups).BatchNorm("n", "y", 4).Output("y")).IsFoldedTo("GroupNormalization");

    [Fact]
    public void GroupNormalization_before_operator_set_21_takes_what_is_the_same_all_over_each_group()
    {
        Folding.Of(Group(18, 2, 2).Affine("n", "y", [2, 2, -1, -1], [0.5, 0.5, 3, 3]).Output("y")).IsFoldedTo("GroupNormalization");
        Folding.Of(Group(18, 2, 2).Affine("n", "y", [2, 2, 2, 2], [3, 3, 3, 3]).Output("y")).IsFoldedTo("GroupNormalization");
        Folding.Of(Group(18, 4, 4).BatchNorm("n", "y", 4).Output("y")).IsFoldedTo("GroupNormalization");
        Folding.Of(Group(18, 2, 2).Affine("n", "y", [2, 2, -1, -1], [0.5, 0.5, 3, 4]).Output("y")).IsKept(SkipReason.WrongAxis, "one for each of 2 groups, within which the affine varies");
        Folding.Of(Group(18, 2, 2).Affine("n", "y", [2, 2, -1], [0.5, 0.5, 3]).Output("y")).IsKept(SkipReason.ChannelMismatch, "3 parameters");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LayerNormalization_takes_batch_norm_on_the_axis_it_normalises(bool hasBias) =>
        Folding.Of(Layer(new ModelBuilder().Input("x", 3, 5), -1, hasBias, 5).Rank("n", 2).BatchNorm("n", "y", 5).Output("y")).IsFoldedTo("LayerNormalization");

    [Theory]
    [InlineData(1, true)]
    [InlineData(-3, false)]
    [InlineData(0, true)]
    public void LayerNormalization_takes_batch_norm_on_one_of_several_axes(long axis, bool hasBias)
    {
        var folding = Folding.Of(Layer(new ModelBuilder().Input("x", 2, 4, 3, 5), axis, hasBias, axis == 0 ? [2, 4, 3, 5] : [4, 3, 5]).Rank("n", 4).BatchNorm("n", "y", 4).Output("y"))
            .IsFoldedTo("LayerNormalization");
        Assert.Equal(axis == 0 ? 4 : 3, folding.Model.Graph.Initializer.Single(t => t.Name == folding.Node("LayerNormalization").Input[1]).Dims.Count);
    }

    [Fact]
    public void LayerNormalization_gets_no_bias_where_none_is_needed()
    {
        var folding = Folding.Of(Layer(new ModelBuilder().Input("x", 3, 5), -1, false, 5).Rank("n", 2).Affine("n", "y", [1, 2, -3, 0, 1], new double[5]).Output("y")).IsFoldedTo("LayerNormalization");
        Assert.Equal(2, folding.Node("LayerNormalization").Input.Count);
    }

    [Fact]
    public void LayerNormalization_keeps_batch_norm_on_another_axis() =>
        Folding.Of(Layer(new ModelBuilder().Input("x", 2, 5, 5), -1, true, 5).Rank("n", 3).BatchNorm("n", "y", 5).Output("y"), new() { StandIns = StandIns.Never })
            .IsKept(SkipReason.WrongAxis, "axis 1, where it has no scale and no bias");

    [Fact]
    public void LayerNormalization_keeps_batch_norm_of_another_length() =>
        Folding.Of(Layer(new ModelBuilder().Input("x", 3, 5), -1, true, 5).Rank("n", 2).BatchNorm("n", "y", 4).Output("y")).IsKept(SkipReason.ChannelMismatch, "4 parameters");

    [Fact]
    public void Keeps_batch_norm_whose_mean_is_read_too() =>
        Folding.Of(new ModelBuilder().Input("x", 3, 5).Weight("s", 5).Node("LayerNormalization", "x s _", "n m").Output("m").Rank("n", 2).BatchNorm("n", "y", 5).Output("y")).IsFoldedTo("LayerNormalization");

    [Fact]
    public void Keeps_batch_norm_with_computed_scale_or_bias()
    {
        Folding.Of(new ModelBuilder().Input("x", 2, 4, 6, 6).Input("s", 4).Weight("b", 4).Node("InstanceNormalization", "x s b", "n").Rank("n", 4).BatchNorm("n", "y", 4).Output("y"))
            .IsKept(SkipReason.NotConstant, "'s'");
        Folding.Of(new ModelBuilder().Input("x", 3, 5).Input("b", 5).Weight("s", 5).Node("LayerNormalization", "x s b", "n").Rank("n", 2).BatchNorm("n", "y", 5).Output("y"))
            .IsFoldedTo("LayerNormalization", "Mul", "Add");
    }

    [Fact]
    public void Keeps_batch_norm_before_a_normalization()
    {
        Folding.Of(Instance(new ModelBuilder().Input("x", 2, 4, 6, 6).BatchNorm("x", "y", 4), "y").Output("n")).IsKept(SkipReason.GraphInput, "its epsilon does not scale along");
        Folding.Of(new ModelBuilder().Input("x", 3, 5).BatchNorm("x", "y", 5).Weight("s", 5).Node("LayerNormalization", "y s", "n").Output("n"))
            .IsFoldedTo("Mul", "Add", "LayerNormalization");
    }

    private static ModelBuilder Instance(ModelBuilder model, string input) => model.Weight("s", 4).Weight("b", 4).Node("InstanceNormalization", [input, "s", "b"], ["n"]);

    private static ModelBuilder Group(long opset, long parameters, long groups) =>
        new ModelBuilder(opset).Input("x", 2, 4, 6, 6).Weight("s", parameters).Weight("b", parameters).Node("GroupNormalization", "x s b", "n", Int("num_groups", groups)).Rank("n", 4);

    private static ModelBuilder Layer(ModelBuilder model, long axis, bool hasBias, params long[] dims)
    {
        model.Weight("s", dims);
        if (hasBias) model.Weight("b", dims);
        return model.Node("LayerNormalization", ["x", "s", .. hasBias ? ["b"] : Array.Empty<string>()], ["n"], Int("axis", axis));
    }
}
