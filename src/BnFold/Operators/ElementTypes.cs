using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>Element types of values: as declared, or those of what they are computed from.</summary>
internal static class ElementTypes
{
    /// <summary>Null where nothing up to the graph's inputs tells, or something on the way may change the type.</summary>
    public static ElementType? Of(Value? value)
    {
        while (value is not null)
        {
            if (value.Type?.TensorType is { ElemType: not 0 } declared) return (ElementType)declared.ElemType;
            if (value.Scope.View.Constants.Find(value) is { } constant) return constant.Type;
            // Every operator an affine passes makes its first output of the type of its first input.
            if (value.Producer is not { } producer || OperatorTable.For(producer) is null || producer.IndexOfOutput(value) != 0) return null;
            value = producer.Input(0);
        }
        return null;
    }
}
