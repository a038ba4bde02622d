namespace BnFold.Graphs.Inference;

/// <summary>How a kernel slides along one spatial axis. It fits into the padded data, or there would be nothing to compute.</summary>
internal readonly record struct Window(long? Kernel, long Stride, long Dilation, long Padding, string AutoPad)
{
    /// <summary>Reads axis number <paramref name="axis"/> of the attributes of a convolution or pooling; null where they are malformed.</summary>
    public static Window? Read(Node node, int axis, int count, long? kernel)
    {
        if (node.Ints("kernel_shape") is { } kernels) kernel = axis < kernels.Count ? kernels[axis] : null;
        var autoPad = node.String("auto_pad") is { Length: > 0 } text ? text : "NOTSET";
        long? padding = 0;
        if (autoPad == "NOTSET" && node.Ints("pads") is { } pads)
            padding = pads.Count == 2 * count ? DimArithmetic.Add(pads[axis], pads[axis + count])?.Size : null;
        if (At(node.Ints("strides"), axis) is not (> 0 and { } stride)) return null;
        if (At(node.Ints("dilations"), axis) is not (> 0 and { } dilation)) return null;
        return padding is { } total && kernel is null or > 0 ? new(kernel, stride, dilation, total, autoPad) : null;
    }

    public bool IsSame => AutoPad is "SAME_UPPER" or "SAME_LOWER";

    /// <summary>Elements from the first tap of the kernel to the last.</summary>
    public Dim? Extent => DimArithmetic.Add(DimArithmetic.Multiply(Kernel - 1, Dilation), 1);

    /// <summary>Number of positions: ⌊(size + padding − extent) / stride⌋ + 1, or one for each stride begun where the padding is chosen so.</summary>
    public Dim? Positions(Dim? size)
    {
        if (IsSame) return DimArithmetic.FloorDivide(DimArithmetic.Add(size, Stride - 1), Stride);
        var room = DimArithmetic.Subtract(DimArithmetic.Add(size, Padding), Extent);
        return room?.Size < 0 ? null : DimArithmetic.Add(DimArithmetic.FloorDivide(room, Stride), 1);
    }

    private static long? At(IReadOnlyList<long>? list, int axis) => list is null ? 1 : axis < list.Count ? list[axis] : null;
}
