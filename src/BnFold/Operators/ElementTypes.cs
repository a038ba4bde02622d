using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>Element types of values: as declared, or those of what they are computed from.</summary>
internal static class ElementTypes
{
    /// <summary>Null where nothing up to the graph's inputs tells, or something on the way may change the type.</summary>
    public static ElementType? Of(Value? value)
    {
        var asked = value;
        while (value is not null)
        {
            if (value.ElementType is { } known) return Keep(known);
            if (value.Type?.TensorType is { ElemType: not 0 } declared) return Keep((ElementType)declared.ElemType);
            if (value.Scope.View.Constants.Find(value) is { } constant) return Keep(constant.Type);
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

    /// <summary>Every operator an affine passes makes its first output of the type of its first input, but those of quantization.</summary>
    private static Value? SameTypeAs(Value value)
    {
        if (value.Producer is not { } producer || OperatorTable.For(producer) is not { } rule || producer.IndexOfOutput(value) != 0) return null;
        if (rule is QuantizationNode) return producer.Is("DequantizeLinear") ? producer.Input(1) : null;
        return producer.Input(0);
    }
}
