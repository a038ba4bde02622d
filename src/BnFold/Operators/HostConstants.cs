using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>Reading and making the constants of a host node, with the reason where that can't be done.</summary>
internal static class HostConstants
{
    /// <summary>A floating-point constant at an input that must be there.</summary>
    public static bool TryWeight(Node node, int input, [NotNullWhen(true)] out Constant? weight, [NotNullWhen(false)] out Passage? blocked)
    {
        weight = null;
        if (node.Input(input) is not { } value)
        {
            blocked = Passage.Blocked(node, SkipReason.MalformedNode, string.Create(CultureInfo.InvariantCulture, $"input {input} is missing"));
            return false;
        }
        if (!node.Scope.View.Constants.TryGet(value, out weight, out var obstacle))
        {
            blocked = Passage.Blocked(node, obstacle.Reason, obstacle.Detail);
            return false;
        }
        if (!weight.IsFloating)
        {
            blocked = Passage.Blocked(node, SkipReason.UnsupportedType, $"{value} holds {weight.Type}, not floating-point numbers");
            return false;
        }
        blocked = null;
        return true;
    }

    /// <summary>The constant one of two operands, the second if both are; that of the second says why where neither is.</summary>
    public static bool TryEitherWeight(Node node, [NotNullWhen(true)] out Constant? weight, out int input, [NotNullWhen(false)] out Passage? blocked)
    {
        input = 1;
        if (TryWeight(node, 1, out weight, out blocked)) return true;
        input = 0;
        return TryWeight(node, 0, out weight, out _);
    }

    /// <summary>A constant vector at an input that may be left out; zeros then.</summary>
    public static bool TryBias(Node node, int input, int length, [NotNullWhen(true)] out double[]? bias, [NotNullWhen(false)] out Passage? blocked)
    {
        bias = null;
        blocked = null;
        if (node.Input(input) is null)
        {
            bias = new double[length];
            return true;
        }
        if (!TryWeight(node, input, out var constant, out blocked)) return false;
        if (constant.Count != length)
        {
            blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"{node.Input(input)} has {constant.Count} elements, expected {length}");
            return false;
        }
        bias = constant.ToDoubles();
        return true;
    }

    /// <summary>A new constant from doubles; false where one of them isn't finite once rounded to the element type.</summary>
    public static bool TryMake(
        Node node, int input, ElementType type, ImmutableArray<long> dims, double[] values, string hint,
        [NotNullWhen(true)] out NewConstant? constant, [NotNullWhen(false)] out Passage? blocked)
    {
        constant = null;
        blocked = null;
        var rounded = new byte[values.Length * TensorCodec.ByteSize(type)];
        if (!TensorCodec.WriteDoubles(values, type, rounded))
        {
            blocked = Passage.Blocked(node, SkipReason.NotFinite, NotFinite(type, values));
            return false;
        }
        constant = new(input, Constant.OfDoubles(type, dims, values), hint);
        return true;
    }

    /// <summary>A new bias from doubles, next to the weight as it will be: quantized where that keeps integer kernels at work.</summary>
    public static bool TryMakeBias(
        Node node, int input, Constant weight, ImmutableArray<long> dims, double[] values,
        [NotNullWhen(true)] out NewConstant? constant, [NotNullWhen(false)] out Passage? blocked)
    {
        var hint = Hint(node, input, "bias");
        if (dims.Length != 1 || !QuantizedBias.TryMake(node, input, weight, values, out var bias))
            return TryMake(node, input, weight.Type, dims, values, hint, out constant, out blocked);
        constant = new(input, bias, hint);
        blocked = null;
        return true;
    }

    /// <summary>The name new constants are made from: that of the one replaced, or what it would be called.</summary>
    public static string Hint(Node node, int input, string role) => node.Input(input)?.Name ?? $"{node.Name}.{role}";

    private static string NotFinite(ElementType type, double[] values)
    {
        var one = new byte[TensorCodec.ByteSize(type)];
        var channel = Array.FindIndex(values, v => !TensorCodec.WriteDoubles([v], type, one));
        return string.Create(CultureInfo.InvariantCulture, $"element {channel} would become {values[channel]:g6}, beyond the range of {type}");
    }
}
