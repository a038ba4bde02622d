namespace BnFold.Graphs.Inference;

/// <summary>Operators that keep the shape of an operand, or broadcast several.</summary>
internal static class Elementwise
{
    public static Dim?[]? SameAsInput(Operands x) => x.Dims(0);

    /// <summary>Y is as X, with as many channels as there are scales; the statistics that follow it in training are as the scale.</summary>
    public static Dim?[]? BatchNormalization(Operands x)
    {
        var dims = x.Dims(x.Output == 0 ? 0 : 1);
        if (x.Output == 0 && dims is { Length: >= 2 } && dims[1]?.Size is null && x.Dim(1, 0) is { Size: not null } channels) dims[1] = channels;
        return dims;
    }

    /// <summary>Mean and inverse deviation keep the normalised axes as 1.</summary>
    public static Dim?[]? LayerNormalization(Operands x)
    {
        var dims = x.Dims(0);
        if (dims is null || x.Output == 0) return dims;
        if (Axes.Index(x.Node.Int("axis") ?? -1, dims.Length) is not { } axis) return null;
        dims.AsSpan(axis).Fill((Dim)1);
        return dims;
    }

    /// <summary>Before operator set 7 the first operand gave the shape, and with <c>broadcast</c> the second was fitted to it.</summary>
    public static Dim?[]? Binary(Operands x)
    {
        if (x.Opset >= 7) return Variadic(x);
        if (x.Node.Int("broadcast") is not (null or 0)) return x.Dims(0);
        return x.Dims(0) is { } a ? Broadcast.Same(a, x.Dims(1)) : x.Dims(1);
    }

    /// <summary>Before operator set 8 all operands had one shape.</summary>
    public static Dim?[]? Several(Operands x)
    {
        if (x.Opset >= 8) return Variadic(x);
        Dim?[]? result = null;
        for (var i = 0; i < x.Count; i++) result = result is null ? x.Dims(i) : Broadcast.Same(result, x.Dims(i));
        return result;
    }

    public static Dim?[]? Variadic(Operands x)
    {
        var dims = new Dim?[]?[x.Count];
        for (var i = 0; i < dims.Length; i++) dims[i] = x.Dims(i);
        return Broadcast.Shapes(dims);
    }

    /// <summary>Quantized data, and scale and zero point of the whole tensor.</summary>
    public static Dim?[]? DynamicQuantize(Operands x) => x.Output == 0 ? x.Dims(0) : [];
}
