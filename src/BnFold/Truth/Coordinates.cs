namespace BnFold.Truth;

/// <summary>Row-major indices and what they stand for.</summary>
internal static class Coordinates
{
    public static long Product(ReadOnlySpan<long> dims)
    {
        var product = 1L;
        foreach (var dim in dims) product = checked(product * dim);
        return product;
    }

    /// <summary>How far apart neighbours along each axis are.</summary>
    public static long[] Strides(ReadOnlySpan<long> dims)
    {
        var strides = new long[dims.Length];
        var stride = 1L;
        for (var axis = dims.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        return strides;
    }

    /// <summary>The coordinates of an index.</summary>
    public static void Split(long index, ReadOnlySpan<long> dims, Span<long> at)
    {
        for (var axis = dims.Length - 1; axis >= 0; axis--)
        {
            at[axis] = index % dims[axis];
            index /= dims[axis];
        }
    }

    /// <summary>An axis that may be counted from the end.</summary>
    /// <exception cref="NoDefinitionException">There is no such axis.</exception>
    public static int Axis(long axis, int rank)
    {
        var counted = axis < 0 ? axis + rank : axis;
        return counted >= 0 && counted < rank ? (int)counted : throw new NoDefinitionException($"axis {axis} in rank {rank}");
    }

    /// <summary>The shape that several shapes have in common when each is repeated along axes of size 1.</summary>
    /// <exception cref="NoDefinitionException">They have none.</exception>
    public static long[] Broadcast(ReadOnlySpan<long> one, ReadOnlySpan<long> two)
    {
        var dims = new long[Math.Max(one.Length, two.Length)];
        for (var axis = 1; axis <= dims.Length; axis++)
        {
            var (a, b) = (axis <= one.Length ? one[^axis] : 1, axis <= two.Length ? two[^axis] : 1);
            if (a != b && a != 1 && b != 1) throw new NoDefinitionException("shapes that do not fit");
            dims[^axis] = a == 1 ? b : a;
        }
        return dims;
    }

    /// <summary>Strides to read a tensor of <paramref name="dims"/> as if it had the shape <paramref name="wanted"/>.</summary>
    public static long[] BroadcastStrides(ReadOnlySpan<long> dims, ReadOnlySpan<long> wanted)
    {
        var own = Strides(dims);
        var strides = new long[wanted.Length];
        for (var axis = 1; axis <= dims.Length; axis++) strides[^axis] = dims[^axis] == 1 ? 0 : own[^axis];
        return strides;
    }
}
