using BnFold.Onnx;
using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

public sealed class OrtSessionCancellationTests
{
    private static OrtSessionOptions AsWritten { get; } = new() { OptimizationLevel = OrtOptimizationLevel.None };

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
        using var cancellation = new CancellationTokenSource();
        // Not a timer: those wait for a thread of the pool, which other tests may keep busy for longer than the run takes.
        var user = new Thread(() =>
        {
            Thread.Sleep(50);
            cancellation.Cancel();
        });
        user.Start();

        var error = Assert.Throws<OperationCanceledException>(() => session.Run([new("v0", x)], [$"v{Nodes}"], cancellation.Token));

        user.Join();
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
}
