using System.Globalization;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>Whether a Resize or Upsample leaves an axis as it is. That the sizes are equal is no proof where the scale is given: 1.2 × 3 is 3.</summary>
internal static class ResizedAxes
{
    /// <summary>Null where the axis is proven to be left alone.</summary>
    public static Obstacle? Obstacle(Node node, int axis, int rank)
    {
        var place = axis;
        if (node.Ints("axes") is { Count: > 0 } list)
        {
            if (IntegerInputs.DistinctAxes(list, rank) is not { } axes) return new(SkipReason.MalformedNode, $"but its axes=[{string.Join(',', list)}] don't fit");
            place = Array.IndexOf(axes, axis);
            if (place < 0) return null;
        }
        // It looks half a pixel behind the place itself, so what is nearest depends on the rounding.
        if (node.String("coordinate_transformation_mode") is "tf_half_pixel_for_nn" && node.String("nearest_mode") is "ceil" or "round_prefer_ceil")
            return new(SkipReason.WrongAxis, "and its rounding moves every axis");
        if (Sizes(node) is { } sizes) return BySizes(node, sizes, axis, place);
        if (!TryScales(node, out var scales, out var obstacle)) return obstacle;
        if (place >= scales.Length) return new(SkipReason.MalformedNode, $"but it has {scales.Length} scales");
        return scales[place] == 1 ? null : new(SkipReason.WrongAxis, string.Create(CultureInfo.InvariantCulture, $"which is resized by {scales[place]:g6}"));
    }

    private static Value? Sizes(Node node) => node.Input(3) is { } sizes && !IsEmpty(sizes) ? sizes : null;

    private static bool IsEmpty(Value value) => value.Scope.View.Constants.Find(value) is { Count: 0 };

    private static Obstacle? BySizes(Node node, Value sizes, int axis, int place)
    {
        if (node.String("keep_aspect_ratio_policy") is not (null or "stretch"))
            return new(SkipReason.WrongAxis, "which keep_aspect_ratio_policy may resize");
        var shapes = node.Scope.View.Shapes;
        var before = shapes.Of(node.Input(0)!);
        var after = shapes.Of(node.Output(0)!);
        if (before is not null && after is not null && axis < before.Rank && axis < after.Rank && before[axis] == after[axis]) return null;
        var wanted = shapes.Integers(sizes);
        if (before is null || axis >= before.Rank || before[axis].Size is not { } size || wanted is null || place >= wanted.Length)
            return new(SkipReason.ShapeUnknown, "and that its size stays is not proven");
        return wanted[place] == size ? null : new(SkipReason.WrongAxis, string.Create(CultureInfo.InvariantCulture, $"which is resized from {size} to {wanted[place]}"));
    }

    /// <summary>The scales: input 2 of Resize, input 1 before operator set 11, attributes of the first Upsamples.</summary>
    private static bool TryScales(Node node, out double[] scales, out Obstacle? obstacle)
    {
        obstacle = null;
        scales = [];
        if (node.Proto.Floats("scales") is { } list)
        {
            scales = [.. list.Select(s => (double)s)];
            return true;
        }
        if (node.Float("height_scale") is { } height && node.Float("width_scale") is { } width)
        {
            scales = [1, 1, height, width];
            return true;
        }
        var input = node.Is("Resize") && node.Opset >= 11 ? 2 : 1;
        if (node.Input(input) is not { } value)
        {
            obstacle = new(SkipReason.MalformedNode, "but it has neither scales nor sizes");
            return false;
        }
        if (!node.Scope.View.Constants.TryGet(value, out var constant, out var why))
        {
            obstacle = new(why.Reason, $"and the scale of that is not known: {why.Detail}");
            return false;
        }
        if (TensorCodec.IsFloating(constant.Type)) scales = constant.ToDoubles();
        return true;
    }
}
