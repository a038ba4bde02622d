namespace BnFold.Truth;

/// <summary>Reads strides, dilations and pads from a node's attributes.</summary>
internal static class WindowReader
{
    /// <summary>Of Conv and the pools, with the sizes of the output.</summary>
    public static (Window Window, long[] Output) Read(NodeFields node, long[] kernel, long[] plane)
    {
        var window = Plain(node, kernel);
        var isSame = IsSame(node);
        var output = new long[window.Rank];
        for (var axis = 0; axis < output.Length; axis++)
        {
            if (isSame)
            {
                output[axis] = CeilingDivide(plane[axis], window.Strides[axis]);
                var total = Math.Max(0, ((output[axis] - 1) * window.Strides[axis]) + window.Extent(axis) - plane[axis]);
                Distribute(window, axis, total, atEnd: node.AutoPad == "SAME_UPPER");
            }
            var room = plane[axis] + window.PaddingOf(axis) - window.Extent(axis);
            output[axis] = 1 + (room / window.Strides[axis]);
            // Rounding up adds no window that would begin in the padding behind the data.
            if (node.Int("ceil_mode") is 1 && room % window.Strides[axis] > 0 && output[axis] * window.Strides[axis] < plane[axis] + window.Pads[axis]) output[axis]++;
            if (room < 0) throw new NoDefinitionException("a kernel larger than what it moves over");
        }
        return (window, output);
    }

    /// <summary>Of ConvTranspose.</summary>
    public static (Window Window, long[] Output) ReadTransposed(NodeFields node, long[] kernel, long[] plane)
    {
        var window = Plain(node, kernel);
        var padding = node.Ints("output_padding") ?? new long[window.Rank];
        var wanted = node.Ints("output_shape");
        var isSame = IsSame(node);
        var output = new long[window.Rank];
        for (var axis = 0; axis < output.Length; axis++)
        {
            var full = (window.Strides[axis] * (plane[axis] - 1)) + padding[axis] + window.Extent(axis);
            if (isSame || wanted is not null)
            {
                output[axis] = wanted is null ? plane[axis] * window.Strides[axis] : wanted[wanted.Length - window.Rank + axis];
                if (full < output[axis]) throw new NoDefinitionException("pads below zero");
                Distribute(window, axis, full - output[axis], atEnd: node.AutoPad == "SAME_UPPER");
            }
            output[axis] = full - window.PaddingOf(axis);
        }
        return (window, output);
    }

    private static Window Plain(NodeFields node, long[] kernel)
    {
        var ones = Enumerable.Repeat(1L, kernel.Length).ToArray();
        var pads = (node.AutoPad == "NOTSET" ? node.Ints("pads") : null) ?? new long[2 * kernel.Length];
        var window = new Window(kernel, node.Ints("strides") ?? ones, node.Ints("dilations") ?? ones, pads);
        return window.Strides.Length == window.Rank && window.Dilations.Length == window.Rank && pads.Length == 2 * window.Rank
            ? window
            : throw new NoDefinitionException("attributes that do not fit the kernel");
    }

    private static bool IsSame(NodeFields node) => node.AutoPad is "SAME_UPPER" or "SAME_LOWER";

    /// <summary>An odd one out goes to the end, or to the beginning.</summary>
    private static void Distribute(Window window, int axis, long total, bool atEnd)
    {
        window.Pads[axis] = atEnd ? total / 2 : total - (total / 2);
        window.Pads[axis + window.Rank] = total - window.Pads[axis];
    }

    private static long CeilingDivide(long value, long by) => (value + by - 1) / by;
}
