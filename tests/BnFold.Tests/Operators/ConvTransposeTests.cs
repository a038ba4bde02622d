using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class ConvTransposeTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(2, 2, true)]
    [InlineData(4, 1, true)]
    [InlineData(4, 2, false)]
    public void Folds_batch_norm_behind_it(int groups, int perGroup, bool hasBias) =>
        Folding.Of(Model(groups, perGroup, hasBias, behind: true)).IsFoldedTo("ConvTranspose");

    [Fact]
    public void Keeps_batch_norm_before_it_because_of_its_shift() =>
        Folding.Of(Model(1, 2, true, behind: false)).IsKept(SkipReason.GraphInput, "how often a shift counts");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Folds_batch_norm_without_shift_before_it(int groups)
    {
        var model = new ModelBuilder().Input("x", 2, 4, 5, 5)
            .Vector("scale", 2, -0.5, 1, 3).Vector("zero", 0, 0, 0, 0).Vector("var", 1, 2, 3, 4)
            .Node("BatchNormalization", "x scale zero zero var", "y");
        Folding.Of(Transposed(model, "y", "z", groups, 3, true).Output("z")).IsFoldedTo("ConvTranspose");
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(4, 1)]
    public void Folds_batch_norm_before_a_kernel_of_one_element(int groups, int perGroup)
    {
        var model = new ModelBuilder().Input("x", 2, 4, 5, 5).BatchNorm("x", "y", 4).Weight("w", 4, perGroup, 1, 1).Weight("b", groups * perGroup);
        Folding.Of(model.Node("ConvTranspose", "y w b", "c", Int("group", groups)).Output("c")).IsFoldedTo("ConvTranspose");
    }

    [Theory]
    [InlineData("strides", 2)]
    [InlineData("pads", 1)]
    [InlineData("output_shape", 6)]
    public void Keeps_batch_norm_before_a_kernel_that_leaves_places_out(string attribute, long value)
    {
        var model = new ModelBuilder().Input("x", 2, 4, 5, 5).BatchNorm("x", "y", 4).Weight("w", 4, 3, 1, 1);
        var values = Enumerable.Repeat(value, attribute == "pads" ? 4 : 2).ToArray();
        Folding.Of(model.Node("ConvTranspose", "y w", "c", Ints(attribute, values)).Output("c")).IsKept(SkipReason.GraphInput, "how often a shift counts");
    }

    private static ModelBuilder Model(int groups, int perGroup, bool hasBias, bool behind)
    {
        var model = new ModelBuilder().Input("x", 2, 4, 5, 5);
        return behind
            ? Transposed(model, "x", "c", groups, perGroup, hasBias).BatchNorm("c", "y", groups * perGroup).Output("y")
            : Transposed(model.BatchNorm("x", "y", 4), "y", "c", groups, perGroup, hasBias).Output("c");
    }

    private static ModelBuilder Transposed(ModelBuilder model, string input, string output, int groups, int perGroup, bool hasBias)
    {
        model.Weight("w", 4, perGroup, 3, 3);
        if (hasBias) model.Weight("b", groups * perGroup);
        return model.Node(
            "ConvTranspose", [input, "w", .. hasBias ? ["b"] : Array.Empty<string>()], [output],
            Int("group", groups), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1), Ints("output_padding", 1, 0));
    }
}
