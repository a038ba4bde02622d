namespace BnFold.Graphs.Inference;

/// <summary>Resize and the Upsample before it: sizes are given, or ⌊size·scale⌋.</summary>
internal static class Resizing
{
    public static Dim?[]? Resize(Operands x)
    {
        if (x.Dims(0) is not { } dims) return null;
        if (Axes.Indices(x.Node.Ints("axes") ?? Axes.All(dims.Length), dims.Length) is not { } axes) return null;
        var sizes = x.Opset >= 11 && x.List(3) is { Length: > 0 } list ? Operands.Sizes(list) : null;
        var scales = sizes is null ? Scales(x) : null;
        if ((sizes?.Length ?? scales?.Length) != axes.Length || !IsPlain(x.Node, scales)) return new Dim?[dims.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            if (scales is not null) dims[axes[i]] = Scaled(dims[axes[i]], scales[i]);
            else dims[axes[i]] = sizes![i];
        }
        return dims;
    }

    /// <summary>Other policies and coordinates take more than sizes or scales into account.</summary>
    private static bool IsPlain(Node node, object? scales) => scales is not null
        ? node.String("coordinate_transformation_mode") != "tf_crop_and_resize"
        : node.String("keep_aspect_ratio_policy") is null or "" or "stretch";

    private static Scalar[]? Scales(Operands x)
    {
        if (x.Opset >= 11 || x.Count > 1) return x.Content(x.Opset >= 11 ? 2 : 1)?.Elements.ToArray();
        if (x.Node.Float("height_scale") is { } height && x.Node.Float("width_scale") is { } width)
            return [Scalar.Of(1.0), Scalar.Of(1.0), Scalar.Of(height), Scalar.Of(width)];
        var scales = x.Node.Proto.Attribute.FirstOrDefault(static a => a.Name == "scales")?.Floats;
        return scales is null ? null : [.. scales.Select(static s => Scalar.Of(s))];
    }

    private static Dim? Scaled(Dim? size, Scalar scale) => ContentArithmetic.Multiply(Scalar.Of(size), scale).Round(Math.Floor).Integer;
}
