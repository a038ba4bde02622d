using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Whether a windowed operator (Conv, pooling) adds zeros around its input.</summary>
internal static class Padding
{
    /// <summary>What is padded, in words; null when nothing is. SAME pads nothing only where every window is one element wide.</summary>
    public static string? Describe(Node node, int spatialRank, Constant? filters = null)
    {
        var automatic = node.String("auto_pad");
        if (automatic is "SAME_UPPER" or "SAME_LOWER")
        {
            var kernel = node.Ints("kernel_shape") ?? filters?.Dims.Skip(2).ToArray();
            return kernel is not null && kernel.Count == spatialRank && kernel.All(static k => k == 1) ? null : $"auto_pad={automatic}";
        }
        if (automatic is "VALID") return null;
        var pads = node.Ints("pads");
        return pads is null || pads.All(static p => p == 0) ? null : $"pads=[{string.Join(',', pads)}]";
    }
}
