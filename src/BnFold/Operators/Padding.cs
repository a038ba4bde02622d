using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Whether a windowed operator (Conv, pooling) adds zeros around its input.</summary>
internal static class Padding
{
    /// <summary>What is padded, in words; null when nothing is.</summary>
    public static string? Describe(Node node, int spatialRank, Constant? filters = null)
    {
        var automatic = node.String("auto_pad");
        if (automatic is "SAME_UPPER" or "SAME_LOWER")
        {
            var kernel = node.Ints("kernel_shape") ?? filters?.Dims.Skip(2).ToArray();
            return kernel?.Count == spatialRank && FitsByItself(node, kernel) ? null : $"auto_pad={automatic}";
        }
        if (automatic is "VALID") return null;
        var pads = node.Ints("pads");
        return pads is null || pads.All(static p => p == 0) ? null : $"pads=[{string.Join(',', pads)}]";
    }

    /// <summary>SAME wants ⌈size / stride⌉ windows, and pads nothing where these find room: those of one element, or as long as their stride.</summary>
    private static bool FitsByItself(Node node, IReadOnlyList<long> kernel)
    {
        var (strides, dilations) = (node.Ints("strides"), node.Ints("dilations"));
        var shape = node.Input(0) is { } input ? node.Scope.View.Shapes.Of(input) : null;
        for (var i = 0; i < kernel.Count; i++)
        {
            if (kernel[i] == 1) continue;
            var stride = strides is not null && i < strides.Count ? strides[i] : 1;
            var length = ((kernel[i] - 1) * (dilations is not null && i < dilations.Count ? dilations[i] : 1)) + 1;
            if (stride < 1 || shape is null || i + 2 >= shape.Rank || shape[i + 2].Size is not { } size) return false;
            if (((((size + stride - 1) / stride) - 1) * stride) + length > size) return false;
        }
        return true;
    }
}
