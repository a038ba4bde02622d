using BnFold.Onnx;
using BnFold.Verification;

namespace BnFold.Tests.Verification;

/// <summary>
/// A convolution with a BatchNormalization behind it, and the same folded by hand: x → conv → c → bn → y, and x → conv → y. Numbers are
/// seeded; every test may spoil the folded ones.
/// </summary>
internal sealed class ConvBatchNorm
{
    private readonly Noise _noise;

    public ConvBatchNorm(int inputs = 3, int outputs = 4, int kernel = 3, int seed = 7)
    {
        _noise = new(seed);
        Dims = [outputs, inputs, kernel, kernel];
        Weight = Normal(outputs * inputs * kernel * kernel, 0, 0.3);
        ConvBias = Normal(outputs, 0, 0.5);
        Scale = Normal(outputs, 0.2, 1);
        Bias = Normal(outputs, 0, 1);
        Mean = Normal(outputs, 0.5, 1);
        Variance = [.. Normal(outputs, 0, 1).Select(x => (x * x) + 0.3f)];
        Fold();
    }

    public long[] Dims { get; }

    public float[] Weight { get; }

    public float[] ConvBias { get; }

    public float[] Scale { get; }

    public float[] Bias { get; }

    public float[] Mean { get; }

    public float[] Variance { get; }

    public float Epsilon { get; init; } = 1e-3f;

    /// <summary>The weights of the folded form.</summary>
    public float[] FoldedWeight { get; private set; } = [];

    public float[] FoldedBias { get; private set; } = [];

    public int Outputs => Scale.Length;

    public int PerOutput => Weight.Length / Outputs;

    /// <summary>Computes the folded form from what the properties hold now.</summary>
    public void Fold() => Fold(Epsilon);

    public void Fold(double epsilon)
    {
        FoldedWeight = new float[Weight.Length];
        FoldedBias = new float[Outputs];
        for (var o = 0; o < Outputs; o++)
        {
            var scale = Scale[o] / Math.Sqrt(Variance[o] + epsilon);
            for (var i = 0; i < PerOutput; i++) FoldedWeight[(o * PerOutput) + i] = (float)(scale * Weight[(o * PerOutput) + i]);
            FoldedBias[o] = (float)((scale * (ConvBias[o] - Mean[o])) + Bias[o]);
        }
    }

    /// <summary>The filters of one output channel.</summary>
    public Span<float> FoldedFilter(int output) => FoldedWeight.AsSpan(output * PerOutput, PerOutput);

    public Net AddOriginal(Net net, string input = "x", string output = "y", string name = "") => net
        .Floats($"{name}w", Dims, Weight).Floats($"{name}cb", [Outputs], ConvBias)
        .Floats($"{name}s", [Outputs], Scale).Floats($"{name}b", [Outputs], Bias)
        .Floats($"{name}m", [Outputs], Mean).Floats($"{name}v", [Outputs], Variance)
        .Node("Conv", $"{input} {name}w {name}cb", $"{name}c", Pads)
        .Node("BatchNormalization", $"{name}c {name}s {name}b {name}m {name}v", output, ("epsilon", Epsilon));

    public Net AddFolded(Net net, string input = "x", string output = "y", string name = "") => net
        .Floats($"{name}w_bn", Dims, FoldedWeight).Floats($"{name}b_bn", [Outputs], FoldedBias)
        .Node("Conv", $"{input} {name}w_bn {name}b_bn", output, Pads);

    /// <summary>As <see cref="AddOriginal"/>, in float16.</summary>
    public Net AddOriginalHalf(Net net) => net
        .Halves("w", Dims, Halves(Weight)).Halves("cb", [Outputs], Halves(ConvBias))
        .Halves("s", [Outputs], Halves(Scale)).Halves("b", [Outputs], Halves(Bias))
        .Halves("m", [Outputs], Halves(Mean)).Halves("v", [Outputs], Halves(Variance))
        .Node("Conv", "x w cb", "c", Pads)
        .Node("BatchNormalization", "c s b m v", "y", ("epsilon", Epsilon));

    public Net AddFoldedHalf(Net net) => net
        .Halves("w_bn", Dims, Halves(FoldedWeight)).Halves("b_bn", [Outputs], Halves(FoldedBias))
        .Node("Conv", "x w_bn b_bn", "y", Pads);

    /// <summary>A model with nothing but one, folded or not.</summary>
    public Net Original(params object[] dims) => AddOriginal(Start(dims)).Output("y");

    public Net Folded(params object[] dims) => AddFolded(Start(dims)).Output("y");

    public static Half[] Halves(float[] values) => [.. values.Select(value => (Half)value)];

    private (string, object) Pads => ("pads", Enumerable.Repeat(Dims[2] / 2, 4).ToArray());

    private Net Start(object[] dims) => new Net().Input("x", ElementType.Float, dims.Length > 0 ? dims : [2, (int)Dims[1], 8, 8]);

    private float[] Normal(int count, double mean, double deviation)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = (float)(mean + (deviation * _noise.Normal()));
        return values;
    }
}
