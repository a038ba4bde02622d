using BnFold.Onnx;
using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

public sealed class OrtSessionOptionsTests
{
    [Theory]
    [InlineData((int)OrtOptimizationLevel.None, true)]
    [InlineData((int)OrtOptimizationLevel.Basic, false)]
    [InlineData((int)OrtOptimizationLevel.Default, false)]
    public void Only_level_none_runs_the_graph_as_it_is_written(int level, bool runsBatchNormalization)
    {
        using var folder = new TempFolder();
        var options = new OrtSessionOptions { OptimizationLevel = (OrtOptimizationLevel)level, ProfileFilePrefix = folder.File("profile") };

        using var session = OrtSession.Open(ConvAndBatchNorm(), options);
        using var x = Tensors.Of(ElementType.Float, [1, 1, 1, 2], 1f, 2f);
        using var y = session.RunOne(x);
        var profile = session.EndProfiling();

        Assert.Equal([5f, 9f], y.Values<float>().Select(value => MathF.Round(value)));
        Assert.StartsWith(folder.Path, profile, StringComparison.Ordinal);
        Assert.Equal(runsBatchNormalization, File.ReadAllText(profile).Contains("\"BatchNormalization\"", StringComparison.Ordinal));
    }

    [Fact]
    public void There_is_no_profile_unless_asked_for()
    {
        using var session = OrtSession.Open(ConvAndBatchNorm(), new OrtSessionOptions());

        Assert.Empty(session.EndProfiling());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        var asWritten = new OrtSessionOptions { OptimizationLevel = OrtOptimizationLevel.None, DisablePrepacking = true };
        var model = new TinyModel().Input("x", ElementType.Float, 64, 300).Node("Transpose", ["x"], ["t"])
            .Node("MatMul", ["x", "t"], ["y"]).Output("y").ToBytes();
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 64 * 300).Select(_ => random.NextSingle() - 0.5f)];
        using var x = Tensors.Of(ElementType.Float, [64, 300], values);

        using var one = OrtSession.Open(model, asWritten);
        using var several = OrtSession.Open(model, asWritten with { Threads = threads });
        using var expected = one.RunOne(x);
        using var actual = several.RunOne(x);

        Assert.Equal(expected.Bytes.ToArray(), actual.Bytes.ToArray());
    }

    // (6x − 1) / √2.25 + 5/3 = 4x + 1
    private static byte[] ConvAndBatchNorm() => new TinyModel().Input("x", ElementType.Float, 1, 1, 1, 2)
        .Floats("w", [1, 1, 1, 1], 6).Floats("scale", [1], 1).Floats("bias", [1], 5f / 3).Floats("mean", [1], 1).Floats("var", [1], 2.25f)
        .Node("Conv", ["x", "w"], ["c"]).Node("BatchNormalization", ["c", "scale", "bias", "mean", "var"], ["y"]).Output("y").ToBytes();
}
