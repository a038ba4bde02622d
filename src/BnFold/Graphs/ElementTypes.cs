using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>The element type of a value, as far as the file tells: declared, or that of a constant its producer computes with.</summary>
internal static class ElementTypes
{
    private const int MaxSteps = 64;

    public static ElementType? Of(Value value)
    {
        for (var step = 0; step < MaxSteps; step++)
        {
            if (value.Type?.TensorType is { HasElemType: true } declared) return (ElementType)declared.ElemType;
            if (value.Producer is not { IsStandard: true } node) return null;
            if (node.Is("Cast")) return (ElementType?)node.Int("to");
            // Operators that compute in one type: a constant operand has it too.
            if (node.OpType is not ("Conv" or "ConvTranspose" or "Gemm" or "MatMul" or "Add" or "Sub" or "Mul" or "Div" or "Relu" or "Identity"
                or "BatchNormalization" or "Concat" or "Transpose" or "Reshape" or "Flatten" or "MaxPool" or "AveragePool" or "GlobalAveragePool")) return null;
            if (node.OpType is not ("BatchNormalization" or "Reshape") && node.Inputs.Select(node.Scope.View.Constants.Find).FirstOrDefault(c => c is not null) is { } constant)
                return constant.Type;
            if (node.Input(0) is not { } input) return null;
            value = input;
        }
        return null;
    }
}
