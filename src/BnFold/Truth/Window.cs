namespace BnFold.Truth;

/// <summary>How a kernel moves over the spatial axes; one entry for each axis, two for pads: all begins, then all ends.</summary>
internal sealed record Window(long[] Kernel, long[] Strides, long[] Dilations, long[] Pads)
{
    public int Rank => Kernel.Length;

    /// <summary>What the kernel covers along an axis, with its gaps.</summary>
    public long Extent(int axis) => ((Kernel[axis] - 1) * Dilations[axis]) + 1;

    public long PaddingOf(int axis) => Pads[axis] + Pads[axis + Rank];

    /// <summary>
    /// For one position of the output: each element of the kernel that meets the input, as indices within kernel and plane.
    /// </summary>
    public List<(long Kernel, long Input)> Taps(ReadOnlySpan<long> at, ReadOnlySpan<long> plane)
    {
        var taps = new List<(long, long)> { (0, 0) };
        for (var axis = 0; axis < Rank; axis++)
        {
            var longer = new List<(long, long)>();
            foreach (var (kernel, input) in taps)
            {
                for (var k = 0L; k < Kernel[axis]; k++)
                {
                    var i = (at[axis] * Strides[axis]) - Pads[axis] + (k * Dilations[axis]);
                    if (i >= 0 && i < plane[axis]) longer.Add(((kernel * Kernel[axis]) + k, (input * plane[axis]) + i));
                }
            }
            taps = longer;
        }
        return taps;
    }

    /// <summary>The same where the kernel moves over the output, as in ConvTranspose.</summary>
    public List<(long Kernel, long Input)> TransposedTaps(ReadOnlySpan<long> at, ReadOnlySpan<long> plane)
    {
        var taps = new List<(long, long)> { (0, 0) };
        for (var axis = 0; axis < Rank; axis++)
        {
            var longer = new List<(long, long)>();
            foreach (var (kernel, input) in taps)
            {
                for (var k = 0L; k < Kernel[axis]; k++)
                {
                    var reached = at[axis] + Pads[axis] - (k * Dilations[axis]);
                    var i = reached / Strides[axis];
                    if (reached >= 0 && reached % Strides[axis] == 0 && i < plane[axis])
                        longer.Add(((kernel * Kernel[axis]) + k, (input * plane[axis]) + i));
                }
            }
            taps = longer;
        }
        return taps;
    }
}
