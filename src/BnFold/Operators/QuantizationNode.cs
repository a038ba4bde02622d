using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// QuantizeLinear, DequantizeLinear and their like on the way: scale and zero point of activations were measured for the numbers that
/// come by, and what is rounded does not scale. Quantized weights are no way but constants, and stay quantized (<see cref="Quantization"/>).
/// </summary>
internal sealed class QuantizationNode : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) => [Block(node)];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) => [Block(node)];

    private static Passage Block(Node node) => Passage.Blocked(node, SkipReason.Quantized, "its scale was measured for the numbers as they are");
}
