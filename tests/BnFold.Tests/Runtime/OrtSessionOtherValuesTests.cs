using BnFold.Onnx;
using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

public sealed class OrtSessionOtherValuesTests
{
    private static OrtSessionOptions AsWritten { get; } = new() { OptimizationLevel = OrtOptimizationLevel.None };

    [Fact]
    public void Gives_the_items_of_a_sequence()
    {
        var model = new TinyModel().Input("x", ElementType.Float, 2).Node("Neg", ["x"], ["n"])
            .Node("SequenceConstruct", ["x", "n"], ["s"]).Output("s").ToBytes();
        using var session = OrtSession.Open(model, AsWritten);
        using var x = Tensors.Of(ElementType.Float, [2], 1f, 2f);
        using var sequence = session.RunOne(x);

        Assert.Equal(OrtValueKind.Sequence, sequence.Kind);
        Assert.False(sequence.IsTensor);
        Assert.Throws<InvalidOperationException>(() => sequence.Dims);
        var items = sequence.Items();
        Assert.Equal([[1f, 2f], [-1f, -2f]], items.Select(item => item.Values<float>()));
        items.DisposeAll();
    }

    [Fact]
    public void Gives_the_keys_and_values_of_a_map()
    {
        var labels = new AttributeProto { Name = "classlabels_int64s", Type = 7 };
        labels.Ints.AddRange([3L, 5L]);
        var model = new TinyModel().Input("x", ElementType.Float, 1, 2)
            .Node("ai.onnx.ml", "ZipMap", ["x"], ["maps"], labels).Output("maps").ToBytes();
        using var session = OrtSession.Open(model, AsWritten);
        using var x = Tensors.Of(ElementType.Float, [1, 2], 0.25f, 0.75f);
        using var maps = session.RunOne(x);

        using var map = Assert.Single(maps.Items());
        Assert.Equal(OrtValueKind.Map, map.Kind);
        var items = map.Items();
        Assert.Equal([3L, 5L], items[0].Values<long>());
        Assert.Equal([0.25f, 0.75f], items[1].Values<float>());
        items.DisposeAll();
    }

    [Fact]
    public void An_optional_that_holds_nothing_is_no_tensor()
    {
        var tensor = new TypeProto { TensorType = new() { ElemType = (int)ElementType.Float, Shape = new() } };
        var model = new TinyModel().Input("x", ElementType.Float, 1)
            .Node("Optional", [], ["nothing"], new AttributeProto { Name = "type", Type = 13, Tp = tensor })
            .Node("Relu", ["x"], ["y"]).Output("nothing").Output("y").ToBytes();
        using var session = OrtSession.Open(model, AsWritten);
        using var x = Tensors.Of(ElementType.Float, [1], 1f);

        using var nothing = session.RunOne(x);

        Assert.Equal(OrtValueKind.Optional, session.Outputs[0].Kind);
        Assert.Equal(OrtValueKind.Optional, nothing.Kind);
        Assert.Empty(nothing.Items());
    }

    [Fact]
    public void An_optional_that_holds_a_tensor_is_that_tensor()
    {
        var model = new TinyModel().Input("x", ElementType.Float, 1).Node("Optional", ["x"], ["y"]).Output("y").ToBytes();
        using var session = OrtSession.Open(model, AsWritten);
        using var x = Tensors.Of(ElementType.Float, [1], 1f);
        using var y = session.RunOne(x);

        Assert.Equal([1f], y.Values<float>());
    }
}
