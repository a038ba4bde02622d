using System.Collections.Immutable;
using BnFold.Affines;
using BnFold.Onnx;

namespace BnFold.Graphs.Inference;

/// <summary>The elements of a small tensor, as far as they are known: a shape, a list of axes, scales.</summary>
internal sealed class Content
{
    /// <summary>More than any shape has; large tensors are data, not shapes.</summary>
    public const int MaximumCount = 256;

    private Content(ImmutableArray<int> dims, ImmutableArray<Scalar> elements, ElementKind kind)
    {
        Dims = dims;
        Elements = elements;
        Kind = kind;
    }

    public ImmutableArray<int> Dims { get; }

    /// <summary>Row-major.</summary>
    public ImmutableArray<Scalar> Elements { get; }

    public ElementKind Kind { get; }

    public int Rank => Dims.Length;

    /// <summary>Null unless there are as many elements as the dims ask for, and no more than shapes have.</summary>
    public static Content? Create(ReadOnlySpan<int> dims, IEnumerable<Scalar> elements, ElementKind kind)
    {
        ImmutableArray<Scalar> list = [.. elements];
        return list.Length <= MaximumCount && list.Length == BroadcastIndex.Count(dims) ? new([.. dims], list, kind) : null;
    }

    public static Content? Of(Constant constant)
    {
        // Sizes are computed in these; narrower types wrap around or round.
        if (constant.Type is not (ElementType.Int32 or ElementType.Int64 or ElementType.Bool or ElementType.Float or ElementType.Double)
            || SmallDims([.. constant.Dims.Select(static d => (Dim?)d)]) is not { } dims) return null;
        return constant.IsFloating
            ? Create(dims, constant.ToDoubles().Select(Scalar.Of), ElementKind.Floating)
            : Create(dims, constant.ToIntegers().Select(static v => Scalar.Of((Dim)v)), ElementKind.Integer);
    }

    /// <summary>The known sizes among the dims; null when one is not known, or all of them make too large a tensor.</summary>
    public static int[]? SmallDims(ReadOnlySpan<Dim?> dims)
    {
        var small = new int[dims.Length];
        var count = 1L;
        for (var i = 0; i < small.Length; i++)
        {
            if (dims[i]?.Size is not { } size || size is < 0 or > MaximumCount || (count *= size) > MaximumCount) return null;
            small[i] = (int)size;
        }
        return small;
    }

    /// <summary>The same elements in other dims.</summary>
    public Content? WithDims(ReadOnlySpan<int> dims) => Create(dims, Elements, Kind);

    public Content? Map(Func<Scalar, Scalar> change) => Map(change, Kind);

    public Content? Map(Func<Scalar, Scalar> change, ElementKind kind) => Create(Dims.AsSpan(), Elements.Select(change), kind);

    /// <summary>Element by element in the order of a result whose axes have these strides here.</summary>
    public Content? Walk(int[] dims, long[] strides)
    {
        var index = new BroadcastIndex(dims, strides);
        var elements = new Scalar[BroadcastIndex.Count(dims)];
        for (var i = 0; i < elements.Length; i++) elements[i] = Elements[(int)index.Next()];
        return Create(dims, elements, Kind);
    }

    /// <summary>Repeated along axes of one element; null unless the dims broadcast to those.</summary>
    public Content? Broadcast(int[] dims)
    {
        var leading = dims.Length - Rank;
        if (leading < 0 || Elements.Length == 0) return null;
        var strides = new long[dims.Length];
        var own = BroadcastIndex.Strides(Dims);
        for (var i = 0; i < Rank; i++)
        {
            if (Dims[i] != 1 && Dims[i] != dims[leading + i]) return null;
            strides[leading + i] = Dims[i] == 1 ? 0 : own[i];
        }
        return Walk(dims, strides);
    }

    /// <summary>The slices along an axis that have these numbers, in this order.</summary>
    public Content? Pick(int axis, IReadOnlyList<int> slices)
    {
        if (slices.Any(s => s < 0 || s >= Dims[axis])) return null;
        int[] dims = [.. Dims.SetItem(axis, slices.Count)];
        var inner = BroadcastIndex.Strides(Dims)[axis];
        var elements = new List<Scalar>();
        for (var outer = 0L; outer < Elements.Length; outer += inner * Dims[axis])
        {
            foreach (var slice in slices)
            {
                for (var i = 0L; i < inner; i++) elements.Add(Elements[(int)(outer + (slice * inner) + i)]);
            }
        }
        return Create(dims, elements, Kind);
    }
}

/// <summary>Whether division keeps a fraction.</summary>
internal enum ElementKind
{
    Integer,
    Floating,
}
