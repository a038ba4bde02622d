using BnFold.Onnx;
using BnFold.Tests.Support;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Verification;

/// <summary>Small nets of every kind that a BatchNormalization folds into; each makes y, and nothing behind it.</summary>
internal static class FoldableNets
{
    public static IReadOnlyDictionary<string, Func<ModelBuilder>> All { get; } = new Dictionary<string, Func<ModelBuilder>>
    {
        ["conv"] = Conv,
        ["conv without bias"] = () => new ModelBuilder().Input("x", 2, 3, 7, 7).Conv("x", "c", 4, 3, hasBias: false).BatchNorm("c", "y", 4),
        ["grouped conv"] = GroupedConv,
        ["depthwise conv"] = () => new ModelBuilder().Input("x", 2, 4, 7, 7).Conv("x", "c", 4, 1, attributes: [Int("group", 4)]).BatchNorm("c", "y", 4),
        ["conv 1D"] = () => new ModelBuilder().Input("x", 2, 3, 12).Conv("x", "c", 4, 3, spatial: 1).BatchNorm("c", "y", 4),
        ["conv 3D"] = () => new ModelBuilder().Input("x", 1, 2, 4, 5, 6).Conv("x", "c", 3, 2, spatial: 3).BatchNorm("c", "y", 3),
        ["conv transpose"] = ConvTranspose,
        ["gemm"] = Gemm,
        ["matmul"] = () => new ModelBuilder().Input("x", 6, 5).Weight("w", 5, 4).Weight("b", 4)
            .Node("MatMul", "x w", "p").Node("Add", "p b", "c").BatchNorm("c", "y", 4),
        ["forward into conv"] = () => new ModelBuilder().Input("x", 2, 3, 7, 7).BatchNorm("x", "n", 3).Conv("n", "y", 4, 3),
        ["forward into gemm"] = () => new ModelBuilder().Input("x", 6, 5).BatchNorm("x", "n", 5).Weight("w", 5, 4).Weight("b", 4).Node("Gemm", "n w b", "y"),
        ["conv and arithmetic"] = ConvAndArithmetic,
        ["padded forward"] = PaddedForward,
        ["quantized conv"] = QuantizedConv,
        ["float16 conv"] = () => new ModelBuilder { Type = ElementType.Float16 }.Input("x", 2, 3, 7, 7).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4),
    };

    public static ModelBuilder Conv() => new ModelBuilder().Input("x", 2, 3, 7, 7)
        .Conv("x", "c", 4, 3, attributes: [Ints("pads", 1, 1, 1, 1)]).BatchNorm("c", "y", 4);

    public static ModelBuilder GroupedConv() => new ModelBuilder().Input("x", 2, 4, 7, 7)
        .Conv("x", "c", 6, 2, attributes: [Int("group", 2)]).BatchNorm("c", "y", 6);

    /// <summary>4 channels in 2 groups become 6.</summary>
    public static ModelBuilder ConvTranspose() => new ModelBuilder().Input("x", 2, 4, 5, 5).Weight("w", 4, 3, 3, 3).Weight("b", 6)
        .Node("ConvTranspose", "x w b", "c", Int("group", 2), Ints("strides", 2, 2)).BatchNorm("c", "y", 6);

    public static ModelBuilder Gemm() => new ModelBuilder().Input("x", 6, 4).Weight("w", 4, 4).Weight("b", 4)
        .Node("Gemm", "x w b", "c", Float("beta", 0.5f), Float("alpha", 0.8f), Int("transB", 1)).BatchNorm("c", "y", 4);

    public static ModelBuilder ConvAndArithmetic() => new ModelBuilder().Input("x", 2, 3, 7, 7).Conv("x", "c", 4, 3)
        .Scalar("k", 1.7).Scalar("d", -0.4).Node("Mul", "c k", "m").Node("Add", "m d", "n").BatchNorm("n", "y", 4);

    public static ModelBuilder PaddedForward() => new ModelBuilder().Input("x", 2, 3, 7, 7)
        .BatchNorm("x", "n", 3).Conv("n", "y", 4, 3, attributes: [Ints("pads", 1, 1, 1, 1)]);

    public static ModelBuilder ConvAndRelu() => new ModelBuilder().Input("x", 2, 3, 7, 7).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Node("Relu", "y", "r");

    /// <summary>Weights in eight bits, with a scale for each filter.</summary>
    public static ModelBuilder QuantizedConv()
    {
        var net = new ModelBuilder().Input("x", 2, 3, 7, 7).Vector("scales", 0.01, 0.02, 0.015, 0.03);
        net.Graph.Initializer.Add(MakeTensor("q", ElementType.Int8, [4, 3, 3, 3], [.. Enumerable.Range(0, 108).Select(_ => Math.Round(40 * net.Normal()))]));
        return net.Node("DequantizeLinear", "q scales", "w", Int("axis", 0)).Node("Conv", "x w", "c").BatchNorm("c", "y", 4);
    }

    /// <summary>Two of the same shape, y1 and y2, with a Relu, r, between.</summary>
    public static ModelBuilder TwoLayers() => new ModelBuilder().Input("x", 2, 4, 8, 8)
        .Conv("x", "c1", 4, 4).BatchNorm("c1", "y1", 4).Node("Relu", "y1", "r").Conv("r", "c2", 4, 4).BatchNorm("c2", "y2", 4);
}
