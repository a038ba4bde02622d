using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class DeformConvTests
{
    [Theory]
    [InlineData(1, true, true)]
    [InlineData(2, false, true)]
    [InlineData(2, true, false)]
    [InlineData(1, false, false)]
    public void Folds_batch_norm_behind_it(int groups, bool hasBias, bool hasMask) =>
        Folding.Of(Deformed(Places(new(opset: 19, irVersion: 9)), "x", "c", groups, hasBias, hasMask).BatchNorm("c", "y", 6).Output("y")).IsFoldedTo("DeformConv");

    [Fact]
    public void Folds_batch_norm_without_shift_before_it()
    {
        var model = Places(new(opset: 19, irVersion: 9)).Vector("scale", 2, -0.5, 1, 3).Vector("zero", 0, 0, 0, 0).Vector("var", 1, 2, 3, 4)
            .Node("BatchNormalization", "x scale zero zero var", "y");
        Folding.Of(Deformed(model, "y", "c", 1, true, true).Output("c")).IsFoldedTo("DeformConv");
    }

    [Fact]
    public void Keeps_batch_norm_before_it_because_of_its_shift() =>
        Folding.Of(Deformed(Places(new(opset: 19, irVersion: 9)).BatchNorm("x", "y", 4), "y", "c", 1, true, false).Output("c"))
            .IsKept(SkipReason.GraphInput, "beyond the edge");

    [Fact]
    public void Keeps_batch_norm_that_makes_its_places() =>
        Folding.Of(Deformed(new ModelBuilder(opset: 19, irVersion: 9).Input("x", 1, 4, 6, 5).Input("p", 1, 18, 6, 5).BatchNorm("p", "o", 18), "x", "c", 1, true, false).Output("c"))
            .IsKept(SkipReason.GraphInput, "takes no affine on its input");

    private static ModelBuilder Places(ModelBuilder model) => model.Input("x", 1, 4, 6, 5).Input("o", 1, 18, 6, 5).Input("k", 1, 9, 6, 5);

    private static ModelBuilder Deformed(ModelBuilder model, string input, string output, int groups, bool hasBias, bool hasMask)
    {
        model.Weight("w", 6, 4 / groups, 3, 3);
        if (hasBias) model.Weight("b", 6);
        return model.Node(
            "DeformConv", [input, "w", "o", hasBias ? "b" : "", .. hasMask ? ["k"] : Array.Empty<string>()], [output],
            Int("group", groups), Ints("pads", 1, 1, 1, 1), Ints("kernel_shape", 3, 3));
    }
}
