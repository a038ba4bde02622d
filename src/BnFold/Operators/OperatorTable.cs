using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>The operators an affine can go into or through, by operator type of the ai.onnx domain. Every other one blocks.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, Operator> _known = new()
    {
        ["Conv"] = new Conv(),
        ["ConvTranspose"] = new ConvTranspose(),
        ["DeformConv"] = new DeformConv(),
        ["Gemm"] = new Gemm(),
        ["MatMul"] = new MatMul(),
        ["Einsum"] = new Einsum(),
        ["Add"] = new Elementwise(),
        ["Sub"] = new Elementwise(),
        ["Mul"] = new Elementwise(),
        ["Div"] = new Elementwise(),
        ["Sum"] = new Elementwise(),
        ["Neg"] = new Negation(),
        ["BatchNormalization"] = new BatchNormalization(),
        ["Identity"] = new PassThrough(),
        ["Dropout"] = new Dropout(),
        ["Cast"] = new Cast(),
        ["Transpose"] = new Transpose(),
        ["Reshape"] = new Reshape(),
        ["Flatten"] = new Reshape(),
        ["Unsqueeze"] = new Unsqueeze(Squeezing.In),
        ["Squeeze"] = new Unsqueeze(Squeezing.Out),
        ["Concat"] = new Concat(),
        ["Split"] = new Split(),
        ["Slice"] = new Slice(),
        ["Gather"] = new Gather(),
        ["Relu"] = new Activation(),
        ["LeakyRelu"] = new Activation(),
        ["PRelu"] = new Activation(),
        ["Abs"] = Magnitude.OfElements,
        ["AveragePool"] = new AveragePool(),
        ["GlobalAveragePool"] = new AveragePool(),
        ["MaxPool"] = new MaxPool(),
        ["GlobalMaxPool"] = new MaxPool(),
        ["LpPool"] = Magnitude.OfWindows,
        ["GlobalLpPool"] = Magnitude.OfWindows,
        ["ReduceMean"] = new Reduction(ReductionKind.Mean),
        ["ReduceSum"] = new Reduction(ReductionKind.Sum),
        ["ReduceMax"] = new Reduction(ReductionKind.Extremum),
        ["ReduceMin"] = new Reduction(ReductionKind.Extremum),
        ["ReduceL1"] = new Reduction(ReductionKind.Norm),
        ["ReduceL2"] = new Reduction(ReductionKind.Norm),
        ["Resize"] = new Resize(),
        ["Upsample"] = new Resize(),
        ["Pad"] = new Pad(),
        ["DepthToSpace"] = new DepthToSpace(),
        ["SpaceToDepth"] = new DepthToSpace(),
        ["Expand"] = new Expand(),
        ["Tile"] = new Tile(),
        ["InstanceNormalization"] = new InstanceNormalization(),
        ["GroupNormalization"] = new GroupNormalization(),
        ["LayerNormalization"] = new LayerNormalization(),
        ["LSTM"] = new RecurrentNetwork(),
        ["GRU"] = new RecurrentNetwork(),
        ["RNN"] = new RecurrentNetwork(),
        ["QuantizeLinear"] = new QuantizationNode(),
        ["DequantizeLinear"] = new QuantizationNode(),
        ["DynamicQuantizeLinear"] = new QuantizationNode(),
    };

    public static IEnumerable<string> Names => _known.Keys;

    public static Operator? For(Node node) => node.IsStandard ? _known.GetValueOrDefault(node.OpType) : null;
}
