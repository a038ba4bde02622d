using System.Collections.Immutable;

namespace BnFold.Data;

/// <summary>Arrays whose first index varies fastest.</summary>
internal static class ColumnMajor
{
    /// <summary>Writes the elements so that the last index varies fastest.</summary>
    public static void Turn(ReadOnlySpan<byte> source, int size, ImmutableArray<long> dims, Span<byte> destination)
    {
        var strides = new long[dims.Length];
        var stride = 1L;
        for (var axis = 0; axis < dims.Length; axis++)
        {
            strides[axis] = stride;
            stride *= dims[axis];
        }

        var index = new long[dims.Length];
        var at = 0L;
        for (; !destination.IsEmpty; destination = destination[size..])
        {
            source.Slice((int)(at * size), size).CopyTo(destination);
            for (var axis = dims.Length - 1; axis >= 0; axis--)
            {
                at += strides[axis];
                if (++index[axis] < dims[axis]) break;
                at -= strides[axis] * dims[axis];
                index[axis] = 0;
            }
        }
    }
}
