namespace BnFold.Branches;

/// <summary>
/// The sum of two branches over one input as one Conv: the smaller filters are laid into the larger ones where their windows meet the
/// same elements, so the algebra is exact. All in double; the new filters are rounded once, when they are written.
/// </summary>
internal static class BranchSum
{
    /// <summary>The filters and bias of the sum, with the attributes of <paramref name="large"/>; null where the two don't go together.</summary>
    public static (double[] Filters, double[] Bias)? Add(LinearBranch large, LinearBranch small)
    {
        if (large.Filters is not { } filters || large.Bias is not { } bias || large.Input != small.Input) return null;
        if (Offsets(large, small) is not { } offsets) return null;
        var sum = filters.ToDoubles();
        var shift = (double[])bias.Clone();
        return (small.Filters is null ? AddDiagonal(large, small, offsets, sum, shift) : AddFilters(large, small, offsets, sum, shift)) ? (sum, shift) : null;
    }

    /// <summary>Where the small kernel begins inside the large one, for each spatial axis; null where windows or output sizes differ.</summary>
    private static int[]? Offsets(LinearBranch large, LinearBranch small)
    {
        var spatial = large.Kernel.Length;
        var isBare = small.Filters is null;
        if (isBare ? large.Strides.Any(static s => s != 1) : !large.Strides.SequenceEqual(small.Strides) || large.Groups != small.Groups || small.Kernel.Length != spatial) return null;
        var offsets = new int[spatial];
        for (var i = 0; i < spatial; i++)
        {
            var (dilation, kernel) = (large.Dilations[i], isBare ? 1 : small.Kernel[i]);
            if (kernel > 1 && small.Dilations[i] != dilation) return null;
            var (before, after) = isBare ? (0, 0) : (small.Pads[i], small.Pads[spatial + i]);
            // Both windows reach equally far beyond the input, so both outputs are of one size whatever the input's.
            if (before + after - dilation * (kernel - 1) != large.Pads[i] + large.Pads[spatial + i] - dilation * (large.Kernel[i] - 1)) return null;
            var (offset, rest) = Math.DivRem(large.Pads[i] - before, dilation);
            if (rest != 0 || offset < 0 || offset + kernel > large.Kernel[i]) return null;
            offsets[i] = offset;
        }
        return offsets;
    }

    private static bool AddFilters(LinearBranch large, LinearBranch small, int[] offsets, double[] sum, double[] shift)
    {
        if (!large.Filters!.Dims.AsSpan()[..2].SequenceEqual(small.Filters!.Dims.AsSpan()[..2]) || large.Filters.Type != small.Filters.Type) return false;
        var values = small.Filters.ToDoubles();
        var (smallKernel, largeKernel) = (small.Kernel, large.Kernel);
        var (planes, size) = ((int)(small.Filters.Dims[0] * small.Filters.Dims[1]), Product(largeKernel));
        int[] places = [.. Enumerable.Range(0, Product(smallKernel)).Select(k => Place(k, smallKernel, largeKernel, offsets))];
        for (var plane = 0; plane < planes; plane++)
        {
            for (var k = 0; k < places.Length; k++) sum[plane * size + places[k]] += values[plane * places.Length + k];
        }
        for (var o = 0; o < shift.Length; o++) shift[o] += small.Bias![o];
        return true;
    }

    /// <summary>One number for each channel, which is its own input channel: M = C.</summary>
    private static bool AddDiagonal(LinearBranch large, LinearBranch small, int[] offsets, double[] sum, double[] shift)
    {
        var (outputs, perGroup) = ((int)large.Filters!.Dims[0], (int)large.Filters.Dims[1]);
        if (outputs != perGroup * large.Groups) return false;
        if (small.Diagonal!.Scale.Vector(1, outputs) is not { } scale || small.Diagonal.Shift.Vector(1, outputs) is not { } plus) return false;
        var place = Place(0, [.. Enumerable.Repeat(1, offsets.Length)], large.Kernel, offsets);
        var size = Product(large.Kernel);
        for (var o = 0; o < outputs; o++)
        {
            sum[(o * perGroup + o % perGroup) * size + place] += scale[o];
            shift[o] += plus[o];
        }
        return true;
    }

    /// <summary>Element k of the small kernel as an element of the large one.</summary>
    private static int Place(int k, int[] small, int[] large, int[] offsets)
    {
        var (place, stride) = (0, 1);
        for (var axis = small.Length - 1; axis >= 0; axis--)
        {
            place += (k % small[axis] + offsets[axis]) * stride;
            k /= small[axis];
            stride *= large[axis];
        }
        return place;
    }

    private static int Product(int[] sizes) => sizes.Aggregate(1, static (a, b) => a * b);
}
