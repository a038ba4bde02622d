using System.Collections.Immutable;

namespace BnFold.Affines;

/// <summary>Walks the elements of a row-major result and yields, for each, the index into an operand broadcast to it.</summary>
internal struct BroadcastIndex
{
    private readonly int[] _dims;
    private readonly long[] _strides;
    private readonly int[] _position;
    private long _index;

    /// <summary>An operand of the same rank whose dims are 1 or those of the result.</summary>
    public BroadcastIndex(ReadOnlySpan<int> dims, ImmutableArray<int> operandDims)
        : this(dims, BroadcastStrides(operandDims)) { }

    /// <summary>An operand addressed by explicit strides, one for each axis of the result.</summary>
    public BroadcastIndex(ReadOnlySpan<int> dims, long[] strides)
    {
        _dims = dims.ToArray();
        _strides = strides;
        _position = new int[dims.Length];
    }

    public static long Count(ReadOnlySpan<int> dims)
    {
        var count = 1L;
        foreach (var dim in dims) count = checked(count * dim);
        return count;
    }

    /// <summary>The broadcast of two dims; null when they don't go together.</summary>
    public static int? Dim(int a, int b) => a == b ? a : a == 1 ? b : b == 1 ? a : null;

    public static long[] Strides(ImmutableArray<int> dims)
    {
        var strides = new long[dims.Length];
        var stride = 1L;
        for (var i = dims.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= dims[i];
        }
        return strides;
    }

    public long Next()
    {
        var current = _index;
        for (var axis = _dims.Length - 1; axis >= 0; axis--)
        {
            _index += _strides[axis];
            if (++_position[axis] < _dims[axis]) break;
            _index -= _strides[axis] * _dims[axis];
            _position[axis] = 0;
        }
        return current;
    }

    private static long[] BroadcastStrides(ImmutableArray<int> dims)
    {
        var strides = Strides(dims);
        for (var i = 0; i < strides.Length; i++)
        {
            if (dims[i] == 1) strides[i] = 0;
        }
        return strides;
    }
}
