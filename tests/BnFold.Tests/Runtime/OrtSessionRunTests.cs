using BnFold.Onnx;
using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

public sealed class OrtSessionRunTests
{
    private static OrtSessionOptions AsWritten { get; } = new() { OptimizationLevel = OrtOptimizationLevel.None, DisablePrepacking = true };

    [Fact]
    public void Runs_float()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Relu", ElementType.Float, "n"), AsWritten);
        using var x = Tensors.Of(ElementType.Float, [4], -1f, 0f, 2.5f, float.PositiveInfinity);
        using var y = session.RunOne(x);

        Assert.Equal([4], y.Dims);
        Assert.Equal([0f, 0f, 2.5f, float.PositiveInfinity], y.Values<float>());
    }

    [Fact]
    public void Runs_float16()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Neg", ElementType.Float16, 2), AsWritten);
        using var x = Tensors.Of(ElementType.Float16, [2], (Half)1.5f, Half.MinValue);
        using var y = session.RunOne(x);

        Assert.Equal((int)ElementType.Float16, y.ElementType);
        Assert.Equal([(Half)(-1.5f), Half.MaxValue], y.Values<Half>());
    }

    [Fact]
    public void Runs_int64()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Neg", ElementType.Int64, 2), AsWritten);
        using var x = Tensors.Of(ElementType.Int64, [2], 7L, -long.MaxValue);
        using var y = session.RunOne(x);

        Assert.Equal([-7L, long.MaxValue], y.Values<long>());
    }

    [Fact]
    public void Runs_bool()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Not", ElementType.Bool, 3), AsWritten);
        using var x = Tensors.Of(ElementType.Bool, [3], true, false, true);
        using var y = session.RunOne(x);

        Assert.Equal([false, true, false], y.Values<bool>());
    }

    [Fact]
    public void Runs_strings()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Identity", ElementType.String, "n"), AsWritten);
        using var x = OrtTensor.CreateStrings([2], ["猫", ""]);
        using var y = session.RunOne(x);

        Assert.Equal(["猫", ""], y.ReadStrings());
    }

    [Fact]
    public void Returns_outputs_in_the_order_asked_for()
    {
        var model = new TinyModel().Input("a", ElementType.Float, 1).Input("b", ElementType.Float, 1)
            .Node("Sub", ["a", "b"], ["difference"]).Node("Add", ["a", "b"], ["sum"]).Output("difference").Output("sum").ToBytes();
        using var session = OrtSession.Open(model, AsWritten);
        using var a = Tensors.Of(ElementType.Float, [1], 5f);
        using var b = Tensors.Of(ElementType.Float, [1], 3f);

        var results = session.RunAll([new("b", b), new("a", a)], "sum", "difference");

        Assert.Equal([8f], results[0].Values<float>());
        Assert.Equal([2f], results[1].Values<float>());
        DisposeAll(results);
    }

    [Fact]
    public void Takes_another_value_for_an_initializer_that_may_be_fed()
    {
        var model = new TinyModel().Input("x", ElementType.Float, 1).Input("w", ElementType.Float, 1).Floats("w", [1], 1)
            .Node("Add", ["x", "w"], ["y"]).Output("y").ToBytes();
        using var session = OrtSession.Open(model, AsWritten);
        using var x = Tensors.Of(ElementType.Float, [1], 10f);
        using var w = Tensors.Of(ElementType.Float, [1], 5f);

        using var kept = session.RunAll([new("x", x)], "y")[0];
        using var fed = session.RunAll([new("x", x), new("w", w)], "y")[0];

        Assert.Equal([11f], kept.Values<float>());
        Assert.Equal([15f], fed.Values<float>());
    }

    [Fact]
    public void Results_outlive_their_session_and_their_inputs()
    {
        var session = OrtSession.Open(TinyModel.Unary("Identity", ElementType.Float, "n"), AsWritten);
        var x = Tensors.Of(ElementType.Float, [100_000], [.. Enumerable.Range(0, 100_000).Select(i => (float)i)]);
        using var y = session.RunOne(x);

        x.Dispose();
        session.Dispose();

        Assert.Equal(99_999f, y.Values<float>()[^1]);
    }

    [Fact]
    public void Refuses_an_unknown_input()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Relu", ElementType.Float, 1), AsWritten);
        using var x = Tensors.Of(ElementType.Float, [1], 1f);

        var error = Assert.Throws<OrtException>(() => session.RunAll([new("elsewhere", x)], "y"));

        Assert.Equal(OrtErrorCode.InvalidArgument, error.Code);
        Assert.Contains("elsewhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_unknown_output()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Relu", ElementType.Float, 1), AsWritten);
        using var x = Tensors.Of(ElementType.Float, [1], 1f);

        var error = Assert.Throws<OrtException>(() => session.RunAll([new("x", x)], "nowhere"));

        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_input_of_another_type()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Relu", ElementType.Float, 1), AsWritten);
        using var x = Tensors.Of(ElementType.Double, [1], 1d);

        Assert.Equal(OrtErrorCode.InvalidArgument, Assert.Throws<OrtException>(() => session.RunOne(x)).Code);
    }

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
        DisposeAll(items);
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
        DisposeAll(items);
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

    [Fact]
    public void Refuses_to_run_when_already_cancelled()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Relu", ElementType.Float, 1), AsWritten);
        using var x = Tensors.Of(ElementType.Float, [1], 1f);

        Assert.Throws<OperationCanceledException>(() => session.Run([new("x", x)], ["y"], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Stops_between_two_operators_when_cancelled()
    {
        const int Nodes = 2000;
        var model = new TinyModel().Input("v0", ElementType.Float, 256, 256);
        for (var i = 0; i < Nodes; i++)
            model.Node("MatMul", [$"v{i}", $"v{i}"], [$"v{i + 1}"]);
        using var session = OrtSession.Open(model.Output($"v{Nodes}").ToBytes(), AsWritten);
        using var x = OrtTensor.Create((int)ElementType.Float, [256, 256]);
        x.Bytes.Clear();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        var error = Assert.Throws<OperationCanceledException>(() => session.Run([new("v0", x)], [$"v{Nodes}"], cancellation.Token));

        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact]
    public void Runs_to_the_end_when_not_cancelled()
    {
        using var session = OrtSession.Open(TinyModel.Unary("Relu", ElementType.Float, 1), AsWritten);
        using var x = Tensors.Of(ElementType.Float, [1], 1f);
        using var cancellation = new CancellationTokenSource();
        using var y = session.Run([new("x", x)], ["y"], cancellation.Token)[0];

        Assert.Equal([1f], y.Values<float>());
    }

    private static void DisposeAll(IEnumerable<OrtTensor> tensors)
    {
        foreach (var tensor in tensors)
            tensor.Dispose();
    }
}
