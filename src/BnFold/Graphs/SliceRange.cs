namespace BnFold.Graphs;

/// <summary>What Slice takes of one axis.</summary>
internal static class SliceRange
{
    // Exporters write the largest or smallest integer of 32 or 64 bits for "to the end".
    private const long Far = int.MaxValue;

    /// <summary>First index, number of elements; null when malformed.</summary>
    public static (long First, long Count)? Known(long size, long start, long end, long step)
    {
        if (step is 0 or < -Far or > Far || size is < 0 or > long.MaxValue - Far) return null;
        // Backwards, the largest integer is beyond the data to the specification, and to ONNX Runtime the end at its front.
        if (step < 0 && end >= Far) return null;
        var first = Clamp(start, size, 0, step > 0 ? size : size - 1);
        var last = Clamp(end, size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        var span = step > 0 ? last - first : first - last;
        return (first, span <= 0 ? 0 : (span + Math.Abs(step) - 1) / Math.Abs(step));
    }

    /// <summary>Number of elements; null when not proven.</summary>
    public static Dim? Count(Dim? size, Dim? start, Dim? end, Dim? step)
    {
        if (step?.Size is not { } stride) return null;
        if (size?.Size is { } length && start?.Size is { } from && end?.Size is { } to) return Known(length, from, to, stride)?.Count;
        if (stride == -1) return start?.Size is -1 or >= Far && end?.Size <= -Far ? size : null;
        if (stride < 1) return null;
        var first = start?.Size < 0 ? DimArithmetic.Add(size, start) : start;
        var last = end?.Size >= Far ? size : end?.Size < 0 ? DimArithmetic.Add(size, end) : end;
        if (first?.Size == 0 && stride == 1 && end?.Size >= Far) return size;
        // Out of range the bounds would be clamped.
        var span = DimArithmetic.Subtract(last, first);
        var isInside = first?.Minimum >= 0 && span?.Minimum >= 0 && DimArithmetic.Subtract(size, last)?.Minimum >= 0;
        return isInside ? DimArithmetic.FloorDivide(DimArithmetic.Add(span, stride - 1), stride) : null;
    }

    private static long Clamp(long index, long size, long low, long high)
    {
        if (index < 0) index = index < -size ? -1 : index + size;
        return Math.Min(Math.Max(index, low), high);
    }
}
