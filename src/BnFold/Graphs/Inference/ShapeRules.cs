namespace BnFold.Graphs.Inference;

/// <summary>
/// What each standard operator implies about the dims of its outputs. An operator that is not listed implies
/// nothing.
/// </summary>
internal static class ShapeRules
{
    private static readonly Dictionary<string, ShapeRule> _ofFirstOutput = Table(
        // Activations and other functions of one element.
        ("Relu LeakyRelu PRelu ThresholdedRelu Elu Selu Celu Gelu Erf Sigmoid HardSigmoid HardSwish Swish Mish Tanh ScaledTanh Softplus "
            + "ParametricSoftplus Softsign Shrink Clip Identity Cast CastLike Bernoulli", Elementwise.SameAsInput),
        ("Abs Neg Sign Reciprocal Sqrt Exp Log Floor Ceil Round IsInf IsNaN Not BitwiseNot "
            + "Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh", Elementwise.SameAsInput),
        // Normalisations, and what else looks at neighbours but keeps the shape.
        ("InstanceNormalization GroupNormalization RMSNormalization LRN LpNormalization MeanVarianceNormalization ImageScaler Affine "
            + "Softmax LogSoftmax Hardmax CumSum ReverseSequence", Elementwise.SameAsInput),
        ("Trilu EyeLike RandomNormalLike RandomUniformLike Scatter ScatterElements ScatterND", Elementwise.SameAsInput),
        ("QuantizeLinear DequantizeLinear", Elementwise.SameAsInput),
        ("Add Sub Mul Div Pow And Or Xor Equal Less Greater", Elementwise.Binary),
        ("Mod BitShift BitwiseAnd BitwiseOr BitwiseXor LessOrEqual GreaterOrEqual Where", Elementwise.Variadic),
        ("Sum Min Max Mean", Elementwise.Several),
        ("Conv ConvInteger DeformConv", Convolution.Conv),
        ("QLinearConv", Convolution.QLinearConv),
        ("ConvTranspose", Convolution.ConvTranspose),
        ("AveragePool LpPool", Pooling.Sliding),
        ("GlobalAveragePool GlobalMaxPool GlobalLpPool", Pooling.Global),
        ("RoiAlign", Pooling.RoiAlign),
        ("MaxRoiPool", Pooling.MaxRoiPool),
        ("GridSample", Pooling.GridSample),
        ("Gemm", MatrixProduct.Gemm),
        ("MatMul MatMulInteger", MatrixProduct.MatMul),
        ("QLinearMatMul", MatrixProduct.QLinearMatMul),
        ("Einsum", Einsum.Infer),
        ("Reshape", Reshaping.Reshape),
        ("Flatten", Reshaping.Flatten),
        ("Squeeze", Reshaping.Squeeze),
        ("Unsqueeze", Reshaping.Unsqueeze),
        ("Transpose", Reshaping.Transpose),
        ("DepthToSpace", Reshaping.DepthToSpace),
        ("SpaceToDepth", Reshaping.SpaceToDepth),
        ("Concat", Cutting.Concat),
        ("Slice", Cutting.Slice),
        ("Gather", Cutting.Gather),
        ("GatherElements", Cutting.SameAsIndices),
        ("GatherND", Cutting.GatherND),
        ("Compress", Cutting.Compress),
        ("Expand", Growing.Expand),
        ("Tile", Growing.Tile),
        ("Pad", Growing.Pad),
        ("OneHot", Growing.OneHot),
        ("ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare",
            Reduction.Reduce),
        ("ArgMax ArgMin", Reduction.ArgMax),
        ("Resize Upsample", Resizing.Resize),
        ("Constant", Making.Constant),
        ("ConstantOfShape", Making.ConstantOfShape),
        ("RandomNormal RandomUniform", Making.Random),
        ("Shape", Making.Shape),
        ("Size", Making.Scalar),
        ("Range", Making.Range),
        ("NonZero", Making.NonZero),
        ("NonMaxSuppression", Making.NonMaxSuppression));

    private static readonly Dictionary<string, ShapeRule> _ofEveryOutput = Table(
        ("BatchNormalization", Elementwise.BatchNormalization),
        ("LayerNormalization", Elementwise.LayerNormalization),
        ("Dropout", Elementwise.SameAsInput),
        ("DynamicQuantizeLinear", Elementwise.DynamicQuantize),
        ("MaxPool", Pooling.Sliding),
        ("Split", Cutting.Split),
        ("TopK", Cutting.TopK),
        ("LSTM GRU RNN", Recurrent.Infer),
        ("If", Bodies.If),
        ("Loop", Bodies.Loop),
        ("Scan", Bodies.Scan));

    /// <summary>Whether a rule exists, so that it is worth while to look at the inputs.</summary>
    public static bool Knows(Node node) => node.IsStandard && (_ofFirstOutput.ContainsKey(node.OpType) || _ofEveryOutput.ContainsKey(node.OpType));

    public static Dim?[]? Infer(Operands x)
    {
        if (!x.Node.IsStandard) return null;
        if (_ofEveryOutput.TryGetValue(x.Node.OpType, out var rule)) return rule(x);
        return x.Output == 0 && _ofFirstOutput.TryGetValue(x.Node.OpType, out rule) ? rule(x) : null;
    }

    private static Dictionary<string, ShapeRule> Table(params (string Operators, ShapeRule Rule)[] rows)
    {
        var table = new Dictionary<string, ShapeRule>(StringComparer.Ordinal);
        foreach (var (operators, rule) in rows)
        {
            foreach (var name in operators.Split(' ')) table.Add(name, rule);
        }
        return table;
    }
}

/// <summary>What a node implies about the dims of one output; a null dim is an unknown size, null alone an unknown rank.</summary>
internal delegate Dim?[]? ShapeRule(Operands x);
