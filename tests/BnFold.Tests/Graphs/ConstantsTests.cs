using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Graphs;

public sealed class ConstantsTests
{
    [Fact]
    public void Reads_Constant_nodes() =>
        Folding.Of(WithMean(m => m.Node("Constant", [], ["mean"], Tensor("value", MakeTensor("", ElementType.Float, [4], [1, 2, 3, 4]))))).IsFoldedTo("Conv");

    [Fact]
    public void Reads_Constant_nodes_with_a_list_of_floats()
    {
        var list = new AttributeProto { Name = "value_floats", Type = (int)AttributeKind.Floats, Floats = { 1, 2, 3, 4 } };
        Folding.Of(WithMean(m => m.Node("Constant", [], ["mean"], list))).IsFoldedTo("Conv");
    }

    [Fact]
    public void Reads_float_data()
    {
        var tensor = new TensorProto { Name = "mean", DataType = (int)ElementType.Float, Dims = { 4 }, FloatData = { 1, 2, 3, 4 } };
        Folding.Of(WithMean(m => m.Graph.Initializer.Add(tensor))).IsFoldedTo("Conv");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Reads_sparse_tensors(bool isNode, bool isByAxis)
    {
        var folding = Folding.Of(WithMean(m => AddSparse(m, isNode, isByAxis, 1, 3)));
        folding.IsFoldedTo("Conv");
        Assert.Empty(folding.Model.Graph.SparseInitializer);
    }

    [Fact]
    public void Refuses_a_sparse_tensor_whose_index_is_beyond_it() =>
        Assert.Throws<OnnxFormatException>(() => Folding.Of(WithMean(m => AddSparse(m, isNode: true, isByAxis: false, 1, 4))));

    private static void AddSparse(ModelBuilder model, bool isNode, bool isByAxis, params long[] positions)
    {
        var indices = new TensorProto { Name = "at", DataType = (int)ElementType.Int64, Int64Data = { positions } };
        indices.Dims.Add(isByAxis ? [positions.Length, 1] : [positions.Length]);
        var sparse = new SparseTensorProto { Values = MakeTensor("mean", ElementType.Float, [2], [0.5, -2]), Indices = indices, Dims = { 4 } };
        if (!isNode) model.Graph.SparseInitializer.Add(sparse);
        else model.Node("Constant", [], ["mean"], new AttributeProto { Name = "sparse_value", SparseTensor = sparse, Type = (int)AttributeKind.SparseTensor });
    }

    [Fact]
    public void Evaluates_Identity() => Folding.Of(WithMean(m => m.Vector("k", 1, 2, 3, 4).Node("Identity", "k", "mean"))).IsFoldedTo("Conv");

    [Fact]
    public void Evaluates_ConstantOfShape()
    {
        var fill = Tensor("value", MakeTensor("", ElementType.Float, [1], [0.7]));
        Folding.Of(WithMean(m => m.Integers("k", 4).Node("ConstantOfShape", "k", "mean", fill))).IsFoldedTo("Conv");
    }

    [Fact]
    public void Evaluates_Cast_with_the_rounding_it_has()
    {
        Folding.Of(WithMean(m =>
        {
            m.Graph.Initializer.Add(MakeTensor("k", ElementType.Double, [4], [1 / 3.0, 2 / 3.0, 3, 4]));
            m.Node("Cast", "k", "h", Int("to", (int)ElementType.Float16)).Node("Cast", "h", "mean", Int("to", (int)ElementType.Float));
        })).IsFoldedTo("Conv");
    }

    [Fact]
    public void Evaluates_Reshape_Unsqueeze_Squeeze_and_Transpose() => Folding.Of(WithMean(m => m
        .Tensor("k", [2, 2], [1, 2, 3, 4]).Integers("flat", 1, -1).Integers("axis", 0)
        .Node("Transpose", "k", "t").Node("Reshape", "t flat", "r").Node("Unsqueeze", "r axis", "u").Integers("axes", 0, 1).Node("Squeeze", "u axes", "mean"))).IsFoldedTo("Conv");

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    [InlineData("Pow")]
    public void Evaluates_arithmetic(string opType) =>
        Folding.Of(WithMean(m => m.Vector("k", 1, 2, 3, 4).Scalar("two", 2).Node(opType, "k two", "mean"))).IsFoldedTo("Conv");

    [Theory]
    [InlineData("Neg")]
    [InlineData("Sqrt")]
    [InlineData("Reciprocal")]
    [InlineData("Exp")]
    public void Evaluates_functions_by_hand_or_with_ONNX_Runtime(string opType) =>
        Folding.Of(WithMean(m => m.Vector("k", 1, 2, 3, 4).Node(opType, "k", "mean"))).IsFoldedTo("Conv");

    [Fact]
    public void Keeps_batch_norm_whose_expression_nobody_can_evaluate() =>
        Folding.Of(WithMean(m => m.Vector("k", 1, 2, 3, 4).Node("Exp", "k", "mean")), new() { Evaluator = null }).IsKept(SkipReason.NeedsOnnxRuntime, "Exp");

    [Fact]
    public void Keeps_batch_norm_whose_expression_is_absurdly_long() => Folding.Of(WithMean(m => m
        .Integers("count", 1 << 30).Node("ConstantOfShape", "count", "shape").Vector("k", 1, 2, 3, 4).Node("Reshape", "k shape", "mean")))
        .IsKept(SkipReason.NotConstant);

    [Fact]
    public void Keeps_batch_norm_with_random_parameters() =>
        Folding.Of(WithMean(m => m.Node("RandomNormal", [], ["mean"], Ints("shape", 4)))).IsKept(SkipReason.NotConstant);

    [Fact]
    public void Keeps_batch_norm_with_computed_parameters() =>
        Folding.Of(WithMean(m => m.Input("k", 4).Node("Exp", "k", "mean"))).IsKept(SkipReason.NotConstant, "Exp");

    [Fact]
    public void Keeps_batch_norm_with_overridable_parameters() =>
        Folding.Of(WithMean(m => m.Vector("mean", 1, 2, 3, 4).Input("mean", 4))).IsKept(SkipReason.OverridableInitializer, "'mean'");

    [Fact]
    public void Keeps_batch_norm_behind_an_overridable_weight() =>
        Folding.Of(WithMean(m => m.Vector("mean", 1, 2, 3, 4).Input("c.weight", 4, 3, 3, 3))).IsKept(SkipReason.OverridableInitializer, "'c.weight'");

    [Fact]
    public void Freezes_overridable_initializers_on_request()
    {
        var folding = Folding.Of(WithMean(m => m.Vector("mean", 1, 2, 3, 4).Input("mean", 4).Input("c.weight", 4, 3, 3, 3)), new() { FreezeInputs = true });
        folding.IsFoldedTo("Conv");
        Assert.Equal("x", Assert.Single(folding.Model.Graph.Input).Name);
        Assert.Equal(["c.weight", "mean"], folding.Report.FrozenInputs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Takes_initializers_for_constants_before_IR_version_4()
    {
        var model = WithMean(m => m.Vector("mean", 1, 2, 3, 4), irVersion: 3);
        foreach (var tensor in model.Graph.Initializer)
            model.Input(tensor.Name, [.. tensor.Dims]);
        var folding = Folding.Of(model).IsFoldedTo("Conv");
        Assert.Equal(folding.Model.Graph.Initializer.Select(t => t.Name).Prepend("x"), folding.Model.Graph.Input.Select(i => i.Name));
    }

    private static ModelBuilder WithMean(Action<ModelBuilder> addMean, long irVersion = 8)
    {
        var model = new ModelBuilder(irVersion: irVersion).Input("x", 2, 3, 5, 5);
        addMean(model);
        return model.Conv("x", "c", 4, 3).Vector("scale", 1, -2, 3, 0.5).Vector("bias", 0, 1, 2, 3).Vector("var", 1, 2, 3, 4)
            .Node("BatchNormalization", "c scale bias mean var", "y").Output("y");
    }
}
