using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class CastTests
{
    private const double HalfPrecision = 4e-3;

    [Fact]
    public void Carries_back_to_a_Conv_that_is_more_precise()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3).Node("Cast", "c", "d", Int("to", (int)ElementType.Float16));
        model.Type = ElementType.Float16;
        var folding = Folding.Of(model.BatchNorm("d", "y", 6).Output("y"));
        Assert.Equal(["Conv", "Cast"], folding.OpTypes);
        folding.ComputesTheSame(HalfPrecision);
        Assert.All(folding.Model.Graph.Initializer, tensor => Assert.Equal((int)ElementType.Float, tensor.DataType));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Relu")]
    [InlineData("Sigmoid")]
    public void Keeps_batch_norm_of_a_result_that_stays_wider_than_the_Conv(string behind)
    {
        var model = Widened();
        if (behind.Length > 0) model.Node(behind, "e", "f");
        if (behind == "Sigmoid") model.Node("Cast", "f", "g", Int("to", (int)ElementType.Float16));
        model.Type = behind == "Sigmoid" ? ElementType.Float16 : ElementType.Float;
        Folding.Of(model.Output(behind switch { "" => "e", "Relu" => "f", _ => "g" })).IsKept(SkipReason.OperatorBlocks, "widens Float16 to Float");
    }

    [Fact]
    public void Keeps_arithmetic_in_the_wider_type()
    {
        var model = new ModelBuilder { Type = ElementType.Float16 }.Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3)
            .Node("Cast", "c", "d", Int("to", (int)ElementType.Float));
        model.Type = ElementType.Float;
        model.Tensor("kelvin", [1], [273.15]).Node("Add", "d kelvin", "e").Node("Cast", "e", "y", Int("to", (int)ElementType.Float16));
        model.Type = ElementType.Float16;
        Assert.Equal(["Conv", "Cast", "Add", "Cast"], Folding.Of(model.Output("y")).OpTypes);
    }

    [Theory]
    [InlineData("Identity")]
    [InlineData("Relu")]
    public void Carries_back_where_all_readers_round_to_the_type_of_the_Conv(string between)
    {
        var model = Widened().Node(between, "e", "f").Node("Cast", "f", "g", Int("to", (int)ElementType.Float16))
            .Node("Cast", "f", "h", Int("to", (int)ElementType.Float16));
        model.Type = ElementType.Float16;
        var folding = Folding.Of(model.Node("Add", "g h", "y").Output("y"));
        Assert.Equal(["Conv", "Cast", between, "Cast", "Cast", "Add"], folding.OpTypes);
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

    private static ModelBuilder Widened()
    {
        var model = new ModelBuilder { Type = ElementType.Float16 }.Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3, hasBias: false)
            .Node("Cast", "c", "d", Int("to", (int)ElementType.Float));
        model.Type = ElementType.Float;
        return model.BatchNorm("d", "e", 6);
    }
}
