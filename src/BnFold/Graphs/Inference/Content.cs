using System.Collections.Immutable;
using BnFold.Affines;
using BnFold.Onnx;

namespace BnFold.Graphs.Inference;

/// <summary>The elements of a small tensor, as far as they are known: a shape, a list of axes, scales.</summary>
internal sealed class Content
{
    /// <summary>More than any shape has; large tensors are data, not shapes.</summary>
    public const int MaximumCount = 256;

    private Content(ImmutableArray<int> dims, ImmutableArray<Scalar> elements, bool isFloating)
    {
        Dims = dims;
        Elements = elements;
        IsFloating = isFloating;
    }

    public ImmutableArray<int> Dims { get; }

    /// <summary>Row-major.</summary>
    public ImmutableArray<Scalar> Elements { get; }

    public bool IsFloating { get; }

    public int Rank => Dims.Length;

    public static Content? Create(ReadOnlySpan<int> dims, IEnumerable<Scalar> elements, ElementKind kind)
    {
        ImmutableArray<Scalar> list = [.. elements];
        return list.Length == BroadcastIndex.Count(dims) && list.Length <= MaximumCount ? new([.. dims], list, kind == ElementKind.Floating) : null;
    }

    public static Content? Of(Constant constant)
    {
        if (!TensorCodec.IsReadable(constant.Type) || constant.Dims.Any(static d => d > MaximumCount) || constant.Count > MaximumCount) return null;
        var floating = constant.IsFloating;
        var elements = constant.ToDoubles().Select(v => floating ? Scalar.Of(v) : Scalar.Of((Dim)(long)v));
        return Create(constant.SmallDims(), elements, floating ? ElementKind.Floating : ElementKind.Integer);
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
    public Content? WithDims(ReadOnlySpan<int> dims) => Create(dims, Elements, IsFloating ? ElementKind.Floating : ElementKind.Integer);

    public Content? Map(Func<Scalar, Scalar> change) => Map(change, IsFloating ? ElementKind.Floating : ElementKind.Integer);

    public Content? Map(Func<Scalar, Scalar> change, ElementKind kind) => Create(Dims.AsSpan(), Elements.Select(change), kind);

    /// <summary>Element by element in the order of a result whose axes have these strides here.</summary>
    public Content? Walk(int[] dims, long[] strides)
    {
        var index = new BroadcastIndex(dims, strides);
        var elements = new Scalar[BroadcastIndex.Count(dims)];
        for (var i = 0; i < elements.Length; i++) elements[i] = Elements[(int)index.Next()];
        return Create(dims, elements, IsFloating ? ElementKind.Floating : ElementKind.Integer);
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
        return Create(dims, elements, IsFloating ? ElementKind.Floating : ElementKind.Integer);
    }
}

/// <summary>Whether division keeps a fraction.</summary>
internal enum ElementKind
{
    Integer,
    Floating,
}
