using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Operators;

public sealed class JoiningTests
{
    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Sum")]
    public void Gives_the_scale_to_both_operands_of_a_sum_and_the_shift_to_one(string opType) =>
        Folding.Of(TwoConvs(opType)).IsFoldedTo("Conv", "Conv", opType);

    [Fact]
    public void Gives_the_shift_to_the_operand_that_can_take_it()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "a", 4, 3, kernel: 1).Node("Relu", "x", "r").Conv("r", "b", 4, 3, kernel: 1)
            .Node("Identity", "a", "i").Node("Add", "b i", "s").Declare("a", 2, 4, 5, 4).Declare("i", 2, 4, 5, 4).Declare("b", 2, 4, 5, 4).Declare("s", 2, 4, 5, 4)
            .BatchNorm("s", "y", 4).Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "Relu", "Conv", "Identity", "Add");
    }

    [Fact]
    public void Keeps_batch_norm_behind_a_sum_with_an_input() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 4, 5, 4).Conv("x", "a", 4, 4, kernel: 1).Declare("a", 2, 4, 5, 4).Node("Add", "a x", "s").Declare("s", 2, 4, 5, 4).BatchNorm("s", "y", 4).Output("y"))
            .IsKept(SkipReason.GraphInput);

    [Fact]
    public void Keeps_batch_norm_behind_a_product_because_of_its_shift() =>
        Folding.Of(TwoConvs("Mul")).IsKept(SkipReason.ShiftBlocked);

    [Fact]
    public void Keeps_batch_norm_behind_a_sum_of_a_broadcast_operand()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "a", 4, 3, kernel: 1).Conv("x", "b", 1, 3, kernel: 1).Declare("a", 2, 4, 5, 4).Declare("b", 2, 1, 5, 4)
            .Node("Add", "a b", "s").Declare("s", 2, 4, 5, 4).BatchNorm("s", "y", 4).Output("y");
        Folding.Of(model).IsKept(SkipReason.OperatorBlocks, "'b' is broadcast");
    }

    [Fact]
    public void Doubles_a_value_added_to_itself_when_there_is_no_shift()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "a", 2, 3).Declare("a", 2, 2, 3, 2).Node("Add", "a a", "s").Declare("s", 2, 2, 3, 2)
            .Vector("scale", 2, -3).Vector("zero", 0, 0).Vector("var", 1, 2).Node("BatchNormalization", "s scale zero zero var", "y").Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "Add");
    }

    [Fact]
    public void Joins_forward_two_batch_norms_of_one_scale()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Node("Relu", "x", "r").BatchNorm("r", "a", 3).Weight("k", 1, 3, 1, 1)
            .Node("Add", "a k", "b").Node("Add", "a b", "s").Conv("s", "z", 4, 3).Output("z");
        foreach (var name in new[] { "r", "a", "b", "s" }) model.Declare(name, 2, 3, 5, 4);
        Folding.Of(model).IsFoldedTo("Relu", "Add", "Conv");
    }

    private static ModelBuilder TwoConvs(string opType) =>
        new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "a", 4, 3, kernel: 1).Conv("x", "b", 4, 3, kernel: 1).Declare("a", 2, 4, 5, 4).Declare("b", 2, 4, 5, 4)
            .Node(opType, "a b", "s").Declare("s", 2, 4, 5, 4).BatchNorm("s", "y", 4).Output("y");
}
