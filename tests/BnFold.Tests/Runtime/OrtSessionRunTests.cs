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
        results.DisposeAll();
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
}
