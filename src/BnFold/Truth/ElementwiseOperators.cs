using BnFold.Onnx;

namespace BnFold.Truth;

/// <summary>Operators that make each element from the elements at the same place.</summary>
internal static class ElementwiseOperators
{
    private static readonly Dictionary<string, Func<double, double>> _functions = new(StringComparer.Ordinal)
    {
        ["Abs"] = Math.Abs,
        ["Exp"] = Math.Exp,
        ["HardSwish"] = x => x * Math.Clamp((x / 6) + 0.5, 0, 1),
        ["Identity"] = x => x,
        ["Log"] = Math.Log,
        ["Neg"] = x => -x,
        ["Reciprocal"] = x => 1 / x,
        ["Relu"] = x => Math.Max(x, 0),
        ["Sigmoid"] = x => 1 / (1 + Math.Exp(-x)),
        ["Softplus"] = x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        ["Softsign"] = x => x / (1 + Math.Abs(x)),
        ["Sqrt"] = Math.Sqrt,
        ["Tanh"] = Math.Tanh,
    };

    private static readonly Dictionary<string, Func<double, double, double>> _pairs = new(StringComparer.Ordinal)
    {
        ["Add"] = (a, b) => a + b,
        ["Div"] = (a, b) => a / b,
        ["Max"] = Math.Max,
        ["Min"] = Math.Min,
        ["Mul"] = (a, b) => a * b,
        ["Pow"] = Math.Pow,
        ["PRelu"] = (x, slope) => x < 0 ? slope * x : x,
        ["Sub"] = (a, b) => a - b,
        ["Sum"] = (a, b) => a + b,
    };

    private static readonly Dictionary<string, Func<NodeFields, Field>> _others = new(StringComparer.Ordinal)
    {
        ["Cast"] = Cast,
        ["Clip"] = Clip,
        ["DequantizeLinear"] = DequantizeLinear,
        ["Dropout"] = Dropout,
        ["Elu"] = node => Parametric(node, 1, (x, alpha) => x < 0 ? alpha * (Math.Exp(x) - 1) : x),
        ["HardSigmoid"] = HardSigmoid,
        ["LeakyRelu"] = node => Parametric(node, 0.01f, (x, alpha) => x < 0 ? alpha * x : x),
    };

    public static Func<NodeFields, Field>? Find(string name)
    {
        if (_functions.TryGetValue(name, out var function)) return node => new MapField(node.Input(0), function);
        if (_pairs.TryGetValue(name, out var pair)) return node => Fold(node, pair);
        return _others.GetValueOrDefault(name);
    }

    private static Field Fold(NodeFields node, Func<double, double, double> pair)
    {
        if (node.Opset < 7 && node.Int("broadcast") is 1) throw new NoDefinitionException("broadcasting of before operator set 7");
        return node.Inputs.Aggregate((one, two) => new PairField(one, two, pair));
    }

    private static MapField Parametric(NodeFields node, float otherwise, Func<double, double, double> function)
    {
        var alpha = node.Float("alpha", otherwise);
        return new(node.Input(0), x => function(x, alpha));
    }

    private static MapField HardSigmoid(NodeFields node)
    {
        var (alpha, beta) = (node.Float("alpha", 0.2f), node.Float("beta", 0.5f));
        return new(node.Input(0), x => Math.Clamp((alpha * x) + beta, 0, 1));
    }

    private static MapField Clip(NodeFields node)
    {
        var min = node.InputOrNull(1)?.At(0) ?? node.Float("min", float.NegativeInfinity);
        var max = node.InputOrNull(2)?.At(0) ?? node.Float("max", float.PositiveInfinity);
        return new(node.Input(0), x => Math.Min(Math.Max(x, min), max));
    }

    private static Field Dropout(NodeFields node)
    {
        var trains = node.InputOrNull(2) is { } mode ? mode.At(0) != 0 : node.Opset < 7 && (node.Int("is_test") ?? 0) == 0;
        return trains || node.Output > 0 ? throw new NoDefinitionException("Dropout in training mode") : node.Input(0);
    }

    /// <summary>To floating-point types, exact here; to integers, towards zero.</summary>
    private static Field Cast(NodeFields node)
    {
        var type = (ElementType)(node.Int("to") ?? 0);
        if (TensorCodec.IsFloating(type)) return node.Input(0);
        if (TensorCodec.IsInteger(type)) return new MapField(node.Input(0), Math.Truncate);
        return type == ElementType.Bool
            ? new MapField(node.Input(0), x => x == 0 ? 0 : 1)
            : throw new NoDefinitionException($"a Cast to {type}");
    }

    /// <summary>(x − zero point) · scale, for the whole tensor or along an axis.</summary>
    private static PairField DequantizeLinear(NodeFields node)
    {
        if (node.Int("block_size") is > 0) throw new NoDefinitionException("DequantizeLinear in blocks");
        var (x, scale, zero) = (node.Input(0), node.Input(1), node.InputOrNull(2));
        var shifted = zero is null ? x : new PairField(x, Along(zero), (a, b) => a - b);
        return new(shifted, Along(scale), (a, b) => a * b);

        Field Along(Field parameter)
        {
            if (parameter.Count == 1) return StridedField.Reshaped(parameter, []);
            var axis = Coordinates.Axis(node.Int("axis") ?? 1, x.Rank);
            return StridedField.Reshaped(parameter, [parameter.Count, .. Enumerable.Repeat(1L, x.Rank - axis - 1)]);
        }
    }
}
