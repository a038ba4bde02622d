using BnFold.Affines;
using BnFold.Onnx;

namespace BnFold.Graphs.Inference;

/// <summary>How the elements of small tensors move, are joined and are combined. Each rule gets the dims of its result.</summary>
internal static class ContentMovement
{
    public static Content? Relabel(Operands x, int[] dims) => x.PlainContent(0)?.WithDims(dims);

    /// <summary>To types in which sizes are computed as they are; narrower ones wrap around or round.</summary>
    public static Content? Cast(Operands x, int[] dims) => x.PlainContent(0) is not { } content ? null : x.Node.Proto.CastTo() switch
    {
        ElementType.Float => content.Map(static e => e.Within(Scalar.ExactFloats), ElementKind.Floating),
        ElementType.Double => content.Map(static e => e, ElementKind.Floating),
        ElementType.Int32 => content.Map(static e => e.Round(Math.Truncate).Within(int.MaxValue), ElementKind.Integer),
        ElementType.Int64 => content.Map(static e => e.Round(Math.Truncate), ElementKind.Integer),
        ElementType.Bool => content.Map(static e => ContentArithmetic.Truth(!ContentArithmetic.IsEqual(e, Scalar.Of((Dim)0))), ElementKind.Integer),
        _ => null,
    };

    public static Content? Fill(Operands x, int[] dims)
    {
        var value = x.Node.Tensor("value") is { } tensor && x.Node.Scope.View.Model.Read(tensor) is var fill
            ? Content.Of(new(fill.Type, fill.Dims, fill.Payload))
            : Content.Create([], [Scalar.Of((Dim)0)], ElementKind.Floating);
        return value?.Elements is [var element]
            ? Content.Create(dims, Enumerable.Repeat(element, (int)BroadcastIndex.Count(dims)), value.Kind)
            : null;
    }

    public static Content? Range(Operands x, int[] dims)
    {
        if (x.PlainContent(0) is not { Kind: ElementKind.Integer, Elements: [var start] } || x.PlainContent(2)?.Elements is not [var step]) return null;
        return Content.Create(dims, Enumerable.Range(0, dims[0]).Select(Element), ElementKind.Integer);

        Scalar Element(int i) => ContentArithmetic.Add(start, ContentArithmetic.Multiply(step, Scalar.Of((Dim)i)));
    }

    public static Content? Transpose(Operands x, int[] dims)
    {
        if (x.PlainContent(0) is not { } content || Reshaping.Permutation(x) is not { } order) return null;
        var strides = BroadcastIndex.Strides(content.Dims);
        return content.Walk(dims, [.. order.Select(i => strides[i])]);
    }

    public static Content? Concat(Operands x, int[] dims)
    {
        if (!Enumerable.Range(0, x.Count).All(x.MayHaveContent) || Cutting.ConcatAxis(x, dims.Length) is not { } axis) return null;
        var parts = Enumerable.Range(0, x.Count).Select(x.PlainContent).ToArray();
        if (parts.Any(p => p is null || p.Rank != dims.Length)) return null;
        var outer = BroadcastIndex.Count(dims.AsSpan(0, axis));
        var elements = new List<Scalar>();
        for (var i = 0L; i < outer; i++)
        {
            foreach (var part in parts)
            {
                var block = part!.Elements.Length / (int)outer;
                elements.AddRange(part.Elements.AsSpan((int)i * block, block));
            }
        }
        return Content.Create(dims, elements, parts[0]!.Kind);
    }

    public static Content? Slice(Operands x, int[] dims)
    {
        var content = x.PlainContent(0);
        if (content is null || Cutting.Ranges(x, dims.Length) is not { } ranges) return null;
        foreach (var (axis, start, end, step) in ranges)
        {
            if (content is null || start?.Size is not { } from || end?.Size is not { } to || step?.Size is not { } stride) return null;
            if (SliceRange.Known(content.Dims[axis], from, to, stride) is not var (first, count)) return null;
            content = content.Pick(axis, [.. Enumerable.Range(0, (int)count).Select(i => (int)(first + (i * stride)))]);
        }
        return content;
    }

    public static Content? Split(Operands x, int[] dims)
    {
        if (x.PlainContent(0) is not { } content || Axes.Index(x.Node.Int("axis") ?? 0, dims.Length) is not { } axis) return null;
        if (!x.TryIntegers("split", 1, out var parts)) return null;
        // Without sizes every part but the last, which ends where the input does, has that of this one.
        var first = parts is not null ? parts.Take(x.Output).Sum()
            : x.Output == x.Node.Outputs.Count - 1 ? content.Dims[axis] - dims[axis]
            : dims[axis] * x.Output;
        return content.Pick(axis, [.. Enumerable.Range(checked((int)first), dims[axis])]);
    }

    public static Content? Gather(Operands x, int[] dims)
    {
        if (x.PlainContent(0) is not { Rank: > 0 } content || Axes.Index(x.Node.Int("axis") ?? 0, content.Rank) is not { } axis) return null;
        if (x.Content(1)?.Elements is not { } indices || indices.Any(static i => i.Integer?.Size is null)) return null;
        int[] slices = [.. indices.Select(i => Axes.Index(i.Integer!.Size!.Value, content.Dims[axis]) ?? -1)];
        return content.Pick(axis, slices)?.WithDims(dims);
    }

    public static Content? Where(Operands x, int[] dims)
    {
        if (x.PlainContent(0)?.Broadcast(dims) is not { } condition || !x.MayHaveContent(1) || !x.MayHaveContent(2)) return null;
        if (x.PlainContent(1)?.Broadcast(dims) is not { } then || x.PlainContent(2)?.Broadcast(dims) is not { } otherwise) return null;
        var elements = condition.Elements.Select((c, i) => c.Integer?.Size switch
        {
            null => then.Elements[i] == otherwise.Elements[i] ? then.Elements[i] : Scalar.Unknown,
            0 => otherwise.Elements[i],
            _ => then.Elements[i],
        });
        return Content.Create(dims, elements, then.Kind);
    }

    public static Content? Zip(Operands x, int[] dims, Func<Scalar, Scalar, Scalar> f)
    {
        // Before operator set 7 an attribute could align the second operand elsewhere than at the last axis.
        if (!Enumerable.Range(0, x.Count).All(x.MayHaveContent) || (x.Opset < 7 && x.Node.Int("axis") is not null)) return null;
        Content? result = null;
        for (var i = 0; i < x.Count; i++)
        {
            if (x.PlainContent(i)?.Broadcast(dims) is not { } operand) return null;
            result = result is null ? operand : Content.Create(dims, result.Elements.Zip(operand.Elements, f), operand.Kind);
        }
        return result;
    }

    public static Content? Divide(Operands x, int[] dims) =>
        Zip(x, dims, x.PlainContent(0)?.Kind == ElementKind.Floating ? ContentArithmetic.DivideFloats : ContentArithmetic.DivideIntegers);

    /// <summary>Over all elements; shapes have one axis.</summary>
    public static ContentRule Reduce(Func<Scalar, Scalar, Scalar> f) => (x, dims) =>
        x.PlainContent(0) is { Elements.IsEmpty: false } content && BroadcastIndex.Count(dims) == 1
            ? Content.Create(dims, [content.Elements.Aggregate(f)], content.Kind)
            : null;
}
