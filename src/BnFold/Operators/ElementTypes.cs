using BnFold.Graphs;
using BnFold.Graphs.Inference;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>Element types of values: as declared, or those of what they are computed from.</summary>
internal static class ElementTypes
{
    /// <summary>Of the operators whose shapes are known, those whose first output need not have the type of the first input.</summary>
    private static readonly HashSet<string> _ownType =
    [
        "ArgMax", "ArgMin", "Bernoulli", "CastLike", "Constant", "ConstantOfShape", "ConvInteger", "DynamicQuantizeLinear", "Equal", "EyeLike", "Greater",
        "GreaterOrEqual", "IsInf", "IsNaN", "Less", "LessOrEqual", "MatMulInteger", "NonMaxSuppression", "NonZero", "OneHot", "QLinearConv", "QLinearMatMul",
        "QuantizeLinear", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Shape", "Size",
    ];

    /// <summary>Null where nothing up to the graph's inputs tells, or something on the way may change the type.</summary>
    public static ElementType? Of(Value? value)
    {
        var asked = value;
        while (value is not null)
        {
            if (value.ElementType is { } known) return Keep(known);
            if (value.Type?.TensorType is { ElemType: not 0 } declared) return Keep((ElementType)declared.ElemType);
            if (value.Scope.View.Constants.Find(value) is { } constant) return Keep(constant.Type);
            if (value.Producer is { } producer && producer.Is("Cast")) return producer.Proto.CastTo() is not 0 and var to ? Keep(to) : null;
            if (value.Producer is { } dequantize && dequantize.Is("DequantizeLinear") && dequantize.Int("output_dtype") is { } wanted and not 0)
                return Keep((ElementType)wanted);
            value = SameTypeAs(value);
        }
        return null;

        // A chain without declared types would else be walked from each of its nodes to its beginning.
        ElementType Keep(ElementType type)
        {
            for (var passed = asked; passed is not null && passed != value; passed = SameTypeAs(passed)) passed.ElementType = type;
            return type;
        }
    }

    /// <summary>A value whose type this one has; null where it has a type of its own.</summary>
    private static Value? SameTypeAs(Value value)
    {
        if (value.Producer is not { } producer) return null;
        var output = producer.IndexOfOutput(value);
        if (producer.Is("If") || producer.Is("Loop") || producer.Is("Scan")) return value.Scope.View.ResultsFor(producer, output).FirstOrDefault();
        if (output != 0) return null;
        if (producer.Is("DequantizeLinear") || producer.Is("Where")) return producer.Input(1);
        return ShapeRules.Knows(producer) && !_ownType.Contains(producer.OpType) ? producer.Input(0) : null;
    }
}
