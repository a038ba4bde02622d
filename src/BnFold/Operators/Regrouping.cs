using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Carries coefficients from one shape to another of the same elements in the same order. Needed is a block of axes around those the
/// affine varies on whose sizes are known, a block of the other shape with the same number of elements, and proof that as many elements
/// lie behind (or before) both blocks: then element k of one block is element k of the other, whatever the other axes are.
/// </summary>
internal static class Regrouping
{
    public static Affine? Move(Affine affine, Shape from, Shape to)
    {
        if (affine.Scale.Values.IsEmpty || affine.Shift.Values.IsEmpty) return null;
        var varying = Enumerable.Range(0, from.Rank).Where(affine.VariesOn).ToArray();
        if (varying.Length == 0) return new(Coefficients.Uniform(to.Rank, affine.Scale.Values[0]), Coefficients.Uniform(to.Rank, affine.Shift.Values[0]));
        if (from.Dims.Concat(to.Dims).Any(static d => d.Size == 0)) return null;
        for (var first = varying[0]; first >= 0 && from[first].Size is not null; first--)
        {
            for (var last = varying[^1]; last < from.Rank; last++)
            {
                if (Size(from, first, last) is not { } size) break;
                if (Find(from, first, last, size, to) is { } block) return Move(affine, from, first, last, to.Rank, block.Dims, block.First);
            }
        }
        return null;
    }

    private static long? Size(Shape shape, int first, int last)
    {
        var size = 1L;
        for (var i = first; i <= last; i++)
        {
            if (shape[i].Size is not { } dim) return null;
            size *= dim;
        }
        return size;
    }

    /// <summary>The axes of the other shape that hold the same elements as axes first to last of this one.</summary>
    private static (int First, int[] Dims)? Find(Shape from, int first, int last, long size, Shape to)
    {
        for (var end = to.Rank; end >= 0; end--)
        {
            for (var start = end; start >= 0; start--)
            {
                if (Size(to, start, end - 1) is not { } product) break;
                if (product < size) continue;
                if (product > size) break;
                if (SameProduct(from, last + 1, from.Rank, to, end, to.Rank) || SameProduct(from, 0, first, to, 0, start))
                    return (start, [.. to.Dims[start..end].Select(static d => (int)d.Size!.Value)]);
            }
        }
        return null;
    }

    private static bool SameProduct(Shape a, int aStart, int aEnd, Shape b, int bStart, int bEnd) =>
        Dim.Product(a.Dims.AsSpan()[aStart..aEnd]) is { } left && Dim.Product(b.Dims.AsSpan()[bStart..bEnd]) is { } right && left == right;

    private static Affine? Move(Affine affine, Shape from, int first, int last, int rank, int[] block, int start)
    {
        int[] sizes = [.. Enumerable.Range(0, from.Rank).Select(i => i >= first && i <= last ? (int)from[i].Size!.Value : 1)];
        int[] dims = [.. Enumerable.Repeat(1, start), .. block, .. Enumerable.Repeat(1, rank - start - block.Length)];
        return affine.Scale.Expand(sizes) is { } scale && affine.Shift.Expand(sizes) is { } shift
            ? new(Coefficients.Create(dims, scale), Coefficients.Create(dims, shift))
            : null;
    }
}
