using BnFold.Onnx;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

/// <summary>Faults that folding tools have shipped, as small models: each is refused at the right value.</summary>
public class VerifierPeerFaultTests
{
    private static readonly VerifyOptions _allowed = new() { AllowReusedNames = true };

    private readonly Noise _noise = new(3);

    [Theory, InlineData(2f, 0.5f, true), InlineData(2f, 0.5f, false), InlineData(0.5f, 2f, false)]
    public void Gemm_whose_beta_was_forgotten(float alpha, float beta, bool isAccounted)
    {
        // y = s·(α·x·W + β·c − m) + b: a fold that keeps α and β has s·c + b/β for its bias.
        var (weight, c, scale, shift) = (Floats(12), Floats(4), Floats(4), Floats(4));
        Net Start() => new Net().Input("x", 2, 3);
        var original = Normalise(
            Start().Floats("w", [3, 4], weight).Floats("c", [4], c).Node("Gemm", "x w c", "h", ("alpha", alpha), ("beta", beta)), "h", scale, shift, 4)
            .Output("y");
        var folded = weight.Select((value, i) => value * scale[i % 4]).ToArray();
        var bias = c.Select((value, i) => (value * scale[i]) + (shift[i] / (isAccounted ? beta : 1))).ToArray();
        var other = Start().Floats("w2", [3, 4], folded).Floats("c2", [4], bias)
            .Node("Gemm", "x w2 c2", "y", ("alpha", alpha), ("beta", beta)).Output("y");

        if (isAccounted) Judged.Compare(original, other, _allowed).Agrees();
        else Judged.Compare(original, other, _allowed).DiffersAt("y");
    }

    [Fact]
    public void Training_mode_taken_for_inference()
    {
        var block = new ConvBatchNorm();
        var original = block.Original();
        var norm = original.Graph.Node[1];
        norm.Attribute.Add(new AttributeProto { Name = "training_mode", I = 1, Type = (int)AttributeKind.Int });
        norm.Output.AddRange(["running_mean", "running_var"]);

        Judged.Compare(original, block.Folded(), _allowed).DiffersAt("y");
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Grouped_transposed_convolution_scaled_along_the_wrong_axis(bool isRight)
    {
        // W is [inputs, outputs per group, …]: output o of group g is column o − g·2 of the group's rows, and no row.
        var (weight, scale, shift) = (Floats(4 * 2 * 9), Floats(4), Floats(4));
        var original = Normalise(
            Start().Floats("w", [4, 2, 3, 3], weight).Node("ConvTranspose", "x w", "h", ("group", 2)), "h", scale, shift, 4).Output("y");
        var folded = weight.Select((value, i) => value * scale[isRight ? (i / 36 * 2) + (i / 9 % 2) : i / 18]).ToArray();
        var other = Start().Floats("w2", [4, 2, 3, 3], folded).Floats("b2", [4], shift)
            .Node("ConvTranspose", "x w2 b2", "y", ("group", 2)).Output("y");

        if (isRight) Judged.Compare(original, other, _allowed).Agrees();
        else Judged.Compare(original, other, _allowed).DiffersAt("y");

        static Net Start() => new Net().Input("x", 2, 4, 5, 5);
    }

    [Fact]
    public void Factor_along_the_width_taken_for_one_per_channel()
    {
        // As many columns as channels, and a factor of shape [4]: it goes along the last axis.
        var (weight, factor) = (Floats(4 * 3 * 9), Floats(4));
        Net Start() => new Net().Input("x", 2, 3, 6, 6);
        var original = Start().Floats("w", [4, 3, 3, 3], weight).Floats("f", [4], factor)
            .Node("Conv", "x w", "h").Node("Mul", "h f", "y").Output("y");
        var other = Start().Floats("w2", [4, 3, 3, 3], [.. weight.Select((value, i) => value * factor[i / 27])]).Node("Conv", "x w2", "y").Output("y");

        Judged.Compare(original, other, _allowed).DiffersAt("y");
    }

    [Fact]
    public void Matrix_product_scaled_along_its_columns_although_a_Transpose_lies_between()
    {
        var (weight, scale, shift) = (Floats(16), Floats(4), Floats(4));
        Net Start() => new Net().Input("x", 2, 4, 4);
        var original = Normalise(
            Start().Floats("w", [4, 4], weight).Node("MatMul", "x w", "h").Node("Transpose", "h", "t", ("perm", new long[] { 0, 2, 1 })),
            "t", scale, shift, 4).Node("Relu", "y", "z").Output("z");
        // BatchNormalization's channels are the rows of y, so the columns of h: right for [0, 2, 1], wrong without the Transpose.
        var other = Start().Floats("w2", [4, 4], [.. weight.Select((value, i) => value * scale[i / 4])]).Floats("b2", [4, 1], shift)
            .Node("MatMul", "x w2", "h").Node("Transpose", "h", "u", ("perm", new long[] { 0, 2, 1 })).Node("Add", "u b2", "y")
            .Node("Relu", "y", "z").Output("z");

        Assert.Equal(VerificationVerdict.Differs, Judged.Compare(original, other, _allowed).Verdict);
    }

    [Fact]
    public void Weights_shared_with_a_branch_that_has_no_normalisation()
    {
        var block = new ConvBatchNorm();
        var original = block.AddOriginal(new Net().Input("x", 2, 3, 8, 8)).Node("Conv", "x w cb", "plain").Output("y").Output("plain");
        var other = block.AddFolded(new Net().Input("x", 2, 3, 8, 8)).Node("Conv", "x w_bn b_bn", "plain").Output("y").Output("plain");
        original.Graph.Node[^1].Attribute.Add(original.Graph.Node[0].Attribute);
        other.Graph.Node[^1].Attribute.Add(original.Graph.Node[0].Attribute);

        Judged.Compare(original, other, _allowed).DiffersAt("plain");
    }

    /// <summary>A BatchNormalization with mean 0 and variance 1 − ε, so that scale and shift are its affine.</summary>
    private static Net Normalise(Net net, string input, float[] scale, float[] shift, int channels) => net
        .Floats("s", [channels], scale).Floats("b", [channels], shift)
        .Floats("m", [channels], new float[channels]).Floats("v", [channels], [.. Enumerable.Repeat(0.5f, channels)])
        .Node("BatchNormalization", $"{input} s b m v", "y", ("epsilon", 0.5f));

    private float[] Floats(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(0.7 + (0.4 * _noise.Normal())))];
}
