using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>What the judge wants to know of operators.</summary>
internal static class OperatorTraits
{
    private static readonly HashSet<string> _layers =
    [
        "Conv", "ConvTranspose", "DeformConv", "Einsum", "Gemm", "GRU", "If", "InstanceNormalization", "LayerNormalization", "Loop", "LSTM", "MatMul",
        "RNN", "Scan", "Softmax",
    ];

    private static readonly HashSet<string> _transparent =
    [
        "Add", "AveragePool", "BatchNormalization", "Cast", "Concat", "Constant", "ConstantOfShape", "Conv", "ConvTranspose",
        "DequantizeLinear", "Div", "Flatten", "Gemm", "GlobalAveragePool", "Identity", "MatMul", "Mul", "Neg", "Pad", "Reshape", "Shape",
        "Squeeze", "Sub", "Transpose", "Unsqueeze",
    ];

    extension(NodeProto node)
    {
        /// <summary>Whether its rounding errors are those of sums, and so add to those of the layers before it.</summary>
        public bool IsLayer => _layers.Contains(node.OpType);

        /// <summary>Whether a difference in what it reads may not show in what it makes, as with a Relu where all is negative.</summary>
        public bool CanHide => !_transparent.Contains(node.OpType);
    }
}
