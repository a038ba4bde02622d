using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// The operators an affine can go into or through, by operator type of the ai.onnx domain, each with the number of inputs that are never
/// left out. Every other one blocks.
/// </summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, (Operator Rule, int Inputs)> _known = new()
    {
        ["Conv"] = (new Conv(), 2),
        ["ConvTranspose"] = (new ConvTranspose(), 2),
        ["DeformConv"] = (new DeformConv(), 3),
        ["Gemm"] = (new Gemm(), 2),
        ["MatMul"] = (new MatMul(), 2),
        ["Einsum"] = (new Einsum(), 1),
        ["Add"] = (new Elementwise(), 2),
        ["Sub"] = (new Elementwise(), 2),
        ["Mul"] = (new Elementwise(), 2),
        ["Div"] = (new Elementwise(), 2),
        ["Sum"] = (new Elementwise(), 1),
        ["Neg"] = (new Negation(), 1),
        ["BatchNormalization"] = (new BatchNormalization(), 5),
        ["Identity"] = (new PassThrough(), 1),
        ["Dropout"] = (new Dropout(), 1),
        ["Cast"] = (new Cast(), 1),
        ["Transpose"] = (new Transpose(), 1),
        ["Reshape"] = (new Reshape(), 1),
        ["Flatten"] = (new Reshape(), 1),
        ["Unsqueeze"] = (new Unsqueeze(Squeezing.In), 1),
        ["Squeeze"] = (new Unsqueeze(Squeezing.Out), 1),
        ["Concat"] = (new Concat(), 1),
        ["Split"] = (new Split(), 1),
        ["Slice"] = (new Slice(), 1),
        ["Gather"] = (new Gather(), 2),
        ["Relu"] = (new Activation(), 1),
        ["LeakyRelu"] = (new Activation(), 1),
        ["PRelu"] = (new Activation(), 2),
        ["Abs"] = (Magnitude.OfElements, 1),
        ["AveragePool"] = (new AveragePool(), 1),
        ["GlobalAveragePool"] = (new AveragePool(), 1),
        ["MaxPool"] = (new MaxPool(), 1),
        ["GlobalMaxPool"] = (new MaxPool(), 1),
        ["LpPool"] = (Magnitude.OfWindows, 1),
        ["GlobalLpPool"] = (Magnitude.OfWindows, 1),
        ["ReduceMean"] = (new Reduction(ReductionKind.Mean), 1),
        ["ReduceSum"] = (new Reduction(ReductionKind.Sum), 1),
        ["ReduceMax"] = (new Reduction(ReductionKind.Extremum), 1),
        ["ReduceMin"] = (new Reduction(ReductionKind.Extremum), 1),
        ["ReduceL1"] = (new Reduction(ReductionKind.Norm), 1),
        ["ReduceL2"] = (new Reduction(ReductionKind.Norm), 1),
        ["Resize"] = (new Resize(), 1),
        ["Upsample"] = (new Resize(), 1),
        ["Pad"] = (new Pad(), 1),
        ["DepthToSpace"] = (new DepthToSpace(), 1),
        ["SpaceToDepth"] = (new DepthToSpace(), 1),
        ["Expand"] = (new Expand(), 2),
        ["Tile"] = (new Tile(), 2),
        ["InstanceNormalization"] = (new InstanceNormalization(), 3),
        ["GroupNormalization"] = (new GroupNormalization(), 3),
        ["LayerNormalization"] = (new LayerNormalization(), 2),
        ["LSTM"] = (new RecurrentNetwork(), 3),
        ["GRU"] = (new RecurrentNetwork(), 3),
        ["RNN"] = (new RecurrentNetwork(), 3),
        ["QuantizeLinear"] = (new QuantizationNode(), 2),
        ["DequantizeLinear"] = (new QuantizationNode(), 2),
        ["DynamicQuantizeLinear"] = (new QuantizationNode(), 1),
    };

    public static IEnumerable<string> Names => _known.Keys;

    public static Operator? For(Node node) => Find(node)?.Rule;

    /// <summary>The first input that must be there and isn't; null when all are.</summary>
    public static int? MissingInput(Node node)
    {
        for (var i = 0; i < Find(node)?.Inputs; i++)
        {
            if (node.Input(i) is null) return i;
        }
        return null;
    }

    private static (Operator Rule, int Inputs)? Find(Node node) => node.IsStandard && _known.TryGetValue(node.OpType, out var entry) ? entry : null;
}
