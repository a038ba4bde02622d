using BnFold.Onnx;
using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

public sealed class OrtSessionDeclarationTests
{
    private static OrtSessionOptions AsWritten { get; } = new() { OptimizationLevel = OrtOptimizationLevel.None };

    [Fact]
    public void Tells_known_symbolic_and_unknown_dims_apart()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Relu", ElementType.Float, "batch", 3, "", 0), AsWritten);

        var input = Assert.Single(session.Inputs);
        Assert.Equal("x", input.Name);
        Assert.Equal(OrtValueKind.Tensor, input.Kind);
        Assert.Equal((int)ElementType.Float, input.ElementType);
        Assert.Equal([new(-1, "batch"), new(3, null), new(-1, null), new(0, null)], input.Dims);
    }

    [Fact]
    public void Infers_the_type_of_an_output_that_has_only_a_name()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Shape", ElementType.Float, "batch", 3), AsWritten);

        var output = Assert.Single(session.Outputs);
        Assert.Equal("y", output.Name);
        Assert.Equal((int)ElementType.Int64, output.ElementType);
        Assert.Equal([new OrtDim(2, null)], output.Dims);
    }

    [Fact]
    public void Lists_no_initializers_among_inputs()
    {
        var model = new TinyModel().Input("x", ElementType.Float, 2).Input("w", ElementType.Float, 2).Floats("w", [2], 1, 2)
            .Floats("c", [2], 3, 4).Node("Sum", ["x", "w", "c"], ["y"]).Output("y").ToBytes();

        using var session = OrtSession.Open(model, AsWritten);

        Assert.Equal(["x"], session.Inputs.Select(input => input.Name));
    }

    [Fact]
    public void Says_which_values_are_no_tensors()
    {
        var model = new TinyModel().Input("x", ElementType.Float, 2).Node("SequenceConstruct", ["x"], ["s"]).Output("s").ToBytes();

        using var session = OrtSession.Open(model, AsWritten);

        var output = Assert.Single(session.Outputs);
        Assert.Equal(OrtValueKind.Sequence, output.Kind);
        Assert.Equal(0, output.ElementType);
        Assert.Empty(output.Dims);
    }

    [Theory]
    [InlineData((int)ElementType.Float8E8M0)]
    [InlineData((int)ElementType.UInt2)]
    [InlineData((int)ElementType.Int2)]
    [InlineData((int)ElementType.Int4)]
    [InlineData((int)ElementType.Float4E2M1)]
    [InlineData((int)ElementType.Float8E5M2FNUZ)]
    [InlineData((int)ElementType.BFloat16)]
    [InlineData((int)ElementType.String)]
    public void Numbers_element_types_as_the_model_does(int type)
    {
        var model = new TinyModel(opset: 25).Input("x", ElementType.Float, 2).Input("unused", (ElementType)type, 2)
            .Node("Relu", ["x"], ["y"]).Output("y").ToBytes();

        using var session = OrtSession.Open(model, AsWritten);

        Assert.Equal(type, session.Inputs[1].ElementType);
    }
}
