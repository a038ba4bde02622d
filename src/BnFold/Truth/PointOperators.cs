using BnFold.BatchNorm;

namespace BnFold.Truth;

/// <summary>The operators that are defined here, by name.</summary>
internal static class PointOperators
{
    private static readonly Dictionary<string, Func<NodeFields, Field>> _table = new(StringComparer.Ordinal)
    {
        ["AveragePool"] = PoolField.Average,
        ["BatchNormalization"] = BatchNormalization,
        ["Conv"] = ConvField.Of,
        ["ConvTranspose"] = ConvTransposeField.Of,
        ["DeformConv"] = DeformConvField.Of,
        ["Einsum"] = EinsumField.Of,
        ["Gemm"] = Gemm,
        ["GlobalAveragePool"] = node => ReduceField.Global(node, values => values.Average()),
        ["GlobalMaxPool"] = node => ReduceField.Global(node, values => values.Max()),
        ["MatMul"] = MatMulField.Of,
        ["MaxPool"] = node => node.Output == 0 ? PoolField.Max(node) : throw new NoDefinitionException("the indices of MaxPool"),
        ["ReduceMax"] = node => ReduceField.Of(node, values => values.Max()),
        ["ReduceMean"] = node => ReduceField.Of(node, values => values.Average()),
        ["ReduceMin"] = node => ReduceField.Of(node, values => values.Min()),
        ["ReduceSum"] = node => ReduceField.Of(node, values => values.Sum()),
    };

    /// <summary>How an operator makes its outputs; null if it is none of these.</summary>
    public static Func<NodeFields, Field>? Find(string name) =>
        _table.GetValueOrDefault(name) ?? ElementwiseOperators.Find(name) ?? LayoutOperators.Find(name);

    private static BatchNormField BatchNormalization(NodeFields node)
    {
        var mode = new BatchNormMode(node.Opset, node.Int("is_test"), node.Int("training_mode"), node.FurtherOutputs);
        if (mode.IsTraining) throw new NoDefinitionException("BatchNormalization in training mode");
        double[] Parameter(int input) => node.Input(input).ToArray();
        var parameters = new BatchNormParameters(Parameter(1), Parameter(2), Parameter(3), Parameter(4));
        return new(node.Input(0), parameters with { Epsilon = node.Float("epsilon", 1e-5f) });
    }

    /// <summary>alpha · A' · B' + beta · C.</summary>
    private static Field Gemm(NodeFields node)
    {
        var (alpha, beta) = (node.Float("alpha", 1), node.Float("beta", 1));
        var product = MatMulField.Of(Matrix(node, 0, "transA"), Matrix(node, 1, "transB"), node.Effort);
        var scaled = new MapField(product, value => alpha * value);
        return node.InputOrNull(2) is { } c ? new PairField(scaled, c, (y, bias) => y + (beta * bias)) : scaled;
    }

    private static Field Matrix(NodeFields node, int input, string transposed)
    {
        var matrix = node.Input(input);
        if (matrix.Rank != 2) throw new NoDefinitionException("a Gemm of what is no matrix");
        if (node.Int(transposed) is null or 0) return matrix;
        return new StridedField(matrix, [matrix.Dims[1], matrix.Dims[0]], 0, [1, matrix.Dims[1]]);
    }
}
