using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Statistics;
using BnFold.Tests.Support;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Statistics;

public sealed class ClippedFormTests : IDisposable
{
    private readonly Samples _samples = new();

    public ClippedFormTests() =>
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture is Architecture.X64, "the form is for x64");

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void Writes_a_node_before_a_clip_as_a_depthwise_convolution()
    {
        using var model = Open(Clipped(new()));
        var form = new ClippedForm(model).For(["c", "d"])!;
        var written = form.Graph.Node.Single(node => node.Output[0] == "b");
        Assert.Equal(("Conv", 4), (written.OpType, written.Attribute.Single().I));
        Assert.Equal(["BatchNormalization"], form.Graph.Node.Where(node => node.Input[0] == "d").Select(node => node.OpType));
        Assert.Equal(2, model.Graph.Model.Graph.Node.Count(node => node.OpType == "BatchNormalization"));
    }

    [Fact]
    public void Leaves_a_model_alone_where_nothing_is_gained()
    {
        using (var clipped = Open(Clipped(new()))) Assert.Null(new ClippedForm(clipped).For(["d"]));
        using (var wide = Open(Clipped(new() { Type = ElementType.Double }))) Assert.Null(new ClippedForm(wide).For(["c"]));
        using var relu = Open(
            new ModelBuilder().Input("x", -1, 3, 8, 8).Conv("x", "c", 4, 3).BatchNorm("c", "b", 4).Node("Relu", "b", "y").Output("y"));
        Assert.Null(new ClippedForm(relu).For(["c"]));
    }

    [Fact]
    public void Values_behind_it_are_those_of_the_model()
    {
        using var model = Open(Clipped(new()));
        using var fed = new TensorSet();
        var x = OrtTensor.Create((int)ElementType.Float, [2, 3, 8, 8]);
        _samples.Noise(2, 3, 8, 8).CopyTo(MemoryMarshal.Cast<byte, float>(x.Bytes));
        fed.Add("x", x);
        using var written = new ExcerptSession(model, ["d"], model.Graph.Inputs.ToDictionary(input => input.Name));
        using var expected = written.Run(fed, TestContext.Current.CancellationToken);
        using var capture = new Capture(model, ["c", "d"], 1 << 20);
        var before = model.Graph.Model;

        capture.Run(fed, AssertSame, TestContext.Current.CancellationToken);

        Assert.Same(before, model.Graph.Model);

        void AssertSame(TensorSet values) => Assert.Equal(
            MemoryMarshal.Cast<byte, float>(expected["d"].Bytes).ToArray(),
            MemoryMarshal.Cast<byte, float>(values["d"].Bytes).ToArray(),
            (one, other) => Math.Abs(one - other) < 1e-4);
    }

    private static ModelBuilder Clipped(ModelBuilder builder) => builder
        .Input("x", -1, 3, 8, 8).Scalar("low", 0).Scalar("high", 6).Conv("x", "c", 4, 3).BatchNorm("c", "b", 4)
        .Node("Clip", "b low high", "r").Conv("r", "d", 5, 4).BatchNorm("d", "y", 5).Output("y");

    private RunnableModel Open(ModelBuilder builder) => new(_samples.Save(builder), new());
}
