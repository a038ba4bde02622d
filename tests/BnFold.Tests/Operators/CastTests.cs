using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class CastTests
{
    private const double HalfPrecision = 4e-3;

    [Theory]
    [InlineData("Float16", "Float")]
    [InlineData("Float", "Float16")]
    public void Carries_back_to_a_Conv_of_another_precision(string before, string behind)
    {
        var (from, to) = (Enum.Parse<ElementType>(before), Enum.Parse<ElementType>(behind));
        var model = new ModelBuilder { Type = from }.Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3).Node("Cast", "c", "d", Int("to", (int)to));
        model.Type = to;
        var folding = Folding.Of(model.BatchNorm("d", "y", 6).Output("y"));
        Assert.Equal(["Conv", "Cast"], folding.OpTypes);
        folding.ComputesTheSame(HalfPrecision);
        Assert.All(folding.Model.Graph.Initializer, tensor => Assert.Equal((int)from, tensor.DataType));
    }

    [Fact]
    public void Carries_back_through_a_pair_around_the_batch_norm()
    {
        var model = new ModelBuilder { Type = ElementType.Float16 }.Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3, hasBias: false)
            .Node("Cast", "c", "d", Int("to", (int)ElementType.Float));
        model.Type = ElementType.Float;
        model.BatchNorm("d", "e", 6).Node("Cast", "e", "f", Int("to", (int)ElementType.Float16));
        model.Type = ElementType.Float16;
        var folding = Folding.Of(model.Node("Relu", "f", "y").Output("y"));
        Assert.Equal(["Conv", "Cast", "Cast", "Relu"], folding.OpTypes);
        folding.ComputesTheSame(HalfPrecision);
    }

    [Fact]
    public void Carries_forward_to_a_wider_type()
    {
        var model = new ModelBuilder { Type = ElementType.Float16 }.Input("x", 2, 3, 5, 4).BatchNorm("x", "b", 3)
            .Node("Cast", "b", "c", Int("to", (int)ElementType.Float));
        model.Type = ElementType.Float;
        var folding = Folding.Of(model.Conv("c", "y", 6, 3).Output("y"));
        Assert.Equal(["Cast", "Conv"], folding.OpTypes);
        folding.ComputesTheSame(HalfPrecision);
    }

    [Fact]
    public void Keeps_batch_norm_whose_result_would_be_rounded_before_it_is_normalized()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).BatchNorm("x", "b", 3).Node("Cast", "b", "c", Int("to", (int)ElementType.Float16));
        model.Type = ElementType.Float16;
        Folding.Of(model.Conv("c", "y", 6, 3).Output("y")).IsKept(SkipReason.GraphInput, "rounds Float to Float16");
    }

    [Fact]
    public void Keeps_batch_norm_behind_whole_numbers()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3).Node("Cast", "c", "i", Int("to", (int)ElementType.Int32))
            .Node("Cast", "i", "d", Int("to", (int)ElementType.Float)).BatchNorm("d", "y", 6).Output("y");
        Folding.Of(model).IsKept(SkipReason.OperatorBlocks, "converts Int32 to Float");
    }

    [Fact]
    public void Keeps_batch_norm_behind_a_type_that_nothing_tells()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Node("Mystery", "x", "m").Node("Cast", "m", "d", Int("to", (int)ElementType.Float))
            .BatchNorm("d", "y", 3).Output("y").Declare("m", 2, 3, 5, 4);
        model.Graph.ValueInfo[0].Type.TensorType.ClearElemType();
        Folding.Of(model).IsKept(SkipReason.OperatorBlocks, "type is not known");
    }

    [Fact]
    public void Reads_the_names_of_types_that_older_operator_sets_have()
    {
        var model = new ModelBuilder(5).Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3).Node("Cast", "c", "d", Text("to", "FLOAT"))
            .BatchNorm("d", "y", 6, Int("is_test", 1), Ints("consumed_inputs", 0, 0, 0, 1, 1)).Output("y");
        Assert.Equal(["Conv", "Cast"], Folding.Of(model).OpTypes);
    }
}
