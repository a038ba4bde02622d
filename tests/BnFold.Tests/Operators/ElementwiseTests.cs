using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Operators;

public sealed class ElementwiseTests
{
    [Theory]
    [InlineData("Add", "c k")]
    [InlineData("Add", "k c")]
    [InlineData("Sub", "c k")]
    [InlineData("Sub", "k c")]
    [InlineData("Mul", "c k")]
    [InlineData("Mul", "k c")]
    [InlineData("Div", "c k")]
    public void Disappears_between_conv_and_batch_norm(string opType, string operands) =>
        Folding.Of(Between(opType, operands, 4, 1, 1)).IsFoldedTo("Conv");

    [Theory]
    [InlineData("Add", "y k")]
    [InlineData("Sub", "y k")]
    [InlineData("Sub", "k y")]
    [InlineData("Mul", "k y")]
    [InlineData("Div", "y k")]
    public void Disappears_between_batch_norm_and_conv(string opType, string operands) =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 5, 5).BatchNorm("x", "y", 3).Weight("k", 3, 1, 1).Node(opType, operands, "z").Conv("z", "c", 4, 3).Output("c")).IsFoldedTo("Conv");

    [Fact]
    public void Goes_on_making_the_value_larger_where_all_its_numbers_are_the_same()
    {
        var model = new ModelBuilder().Input("x", 2, 1, 4, 4).Tensor("ones", [3, 1, 1], [1, 1, 1]).Node("Mul", "x ones", "m")
            .Vector("scale", 2, 2, 2).Vector("zero", 0, 0, 0).Vector("var", 4, 4, 4).Node("BatchNormalization", "m scale zero zero var", "y").Node("Relu", "y", "z").Output("z");
        Folding.Of(model).IsFoldedTo("Mul", "Relu");
    }

    [Fact]
    public void Keeps_batch_norm_behind_a_constant_divided_by_the_value() =>
        Folding.Of(Between("Div", "k c", 4, 1, 1)).IsKept(SkipReason.OperatorBlocks);

    [Fact]
    public void Keeps_a_constant_along_the_width_apart_from_channels_of_the_same_number() =>
        Folding.Of(Between("Add", "c k", 4)).IsFoldedTo("Conv", "Add");

    [Fact]
    public void Keeps_a_factor_along_the_width_apart_from_channels_of_the_same_number() =>
        Folding.Of(Between("Mul", "c k", 4)).IsKept(SkipReason.WrongAxis);

    [Fact]
    public void Does_not_disappear_where_the_constant_makes_the_value_larger()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 1, 1).Conv("x", "c", 4, 3, kernel: 1).Weight("k", 1, 4, 5, 5).Node("Add", "c k", "d").BatchNorm("d", "y", 4).Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "Add");
    }

    [Fact]
    public void Lets_Neg_disappear() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 6, 4).Conv("x", "c", 4, 3).Node("Neg", "c", "d").BatchNorm("d", "y", 4).Output("y")).IsFoldedTo("Conv");

    [Fact]
    public void Passes_Identity_and_Dropout() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 6, 4).Conv("x", "c", 4, 3).Node("Identity", "c", "d").Node("Dropout", "d", "e").BatchNorm("e", "y", 4).Output("y"))
            .IsFoldedTo("Conv", "Identity", "Dropout");

    [Fact]
    public void Keeps_batch_norm_behind_a_dropout_that_drops()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 6, 4).Conv("x", "c", 4, 3).Scalar("ratio", 0.5).Node("Dropout", "c ratio training", "e").BatchNorm("e", "y", 4).Output("y");
        model.Graph.Initializer.Add(new TensorProto { Name = "training", DataType = (int)ElementType.Bool, Int32Data = { 1 } });
        Folding.Of(model).IsKept(SkipReason.TrainingMode);
    }

    private static ModelBuilder Between(string opType, string operands, params long[] constant) =>
        new ModelBuilder().Input("x", 2, 3, 6, 6).Conv("x", "c", 4, 3).Weight("k", constant).Node(opType, operands, "d").BatchNorm("d", "y", 4).Output("y");
}
