using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

/// <summary>Weights of integers behind a DequantizeLinear: they stay integers.</summary>
public sealed class QuantizationTests
{
    private static readonly double[] _positive = [2, 0.5, 1, 0.25];
    private static readonly double[] _mixed = [2, -0.5, 0, -0.25];
    private static readonly double[] _shift = [0.5, -1, 2, 0.25];

    [Theory]
    [InlineData((int)ElementType.Int8, 13)]
    [InlineData((int)ElementType.UInt8, 13)]
    [InlineData((int)ElementType.Int8, 21)]
    [InlineData((int)ElementType.Int16, 21)]
    public void Gives_one_scale_for_all_a_scale_for_each_channel(int type, long opset)
    {
        var folding = Folding.Of(Convolved((ElementType)type, opset, 1).Affine("c", "y", _positive, _shift).Output("y")).IsFoldedTo("DequantizeLinear", "Conv");
        var node = folding.Node("DequantizeLinear");
        Assert.Equal("q", node.Input[0]);
        Assert.Equal(0, node.Attribute.Single(a => a.Name == "axis").I);
        Assert.Equal(4, folding.Initializer(node.Input[1]).Length);
        Assert.Equal(["Conv"], folding.Outcome.Hosts.Select(h => h.OpType));
    }

    [Theory]
    [InlineData((int)ElementType.Int8, 1)]
    [InlineData((int)ElementType.Int8, 4)]
    [InlineData((int)ElementType.UInt8, 1)]
    [InlineData((int)ElementType.UInt8, 4)]
    public void Puts_signs_into_the_integers_and_leaves_the_zero_point(int type, int scales)
    {
        var folding = Folding.Of(Convolved((ElementType)type, 17, scales).Affine("c", "y", _mixed, _shift).Output("y")).IsFoldedTo("DequantizeLinear", "Conv");
        var node = folding.Node("DequantizeLinear");
        var integers = folding.Initializer(node.Input[0]);
        Assert.NotEqual("q", node.Input[0]);
        Assert.All(folding.Initializer(node.Input[1]), s => Assert.True(s > 0));
        Assert.All(folding.Initializer(node.Input[2]), z => Assert.Equal(type == (int)ElementType.UInt8 ? 128 : 0, z));
        Assert.DoesNotContain(folding.Model.Graph.Initializer, t => t.Name == "q");
        Assert.Equal(108, integers.Length);
    }

    [Theory]
    [InlineData((int)ElementType.Int8, -128, "would make 128 of the integer -128, beyond the range of Int8")]
    [InlineData((int)ElementType.UInt8, 0, "would make 256 of the integer 0, beyond the range of UInt8")]
    public void Keeps_batch_norm_where_an_integer_has_no_mirror_image(int type, double odd, string because)
    {
        var model = (double[] scale) => Convolved((ElementType)type, 17, 1, at27: odd).Affine("c", "y", scale, _shift).Output("y");
        Folding.Of(model(_mixed)).IsKept(SkipReason.Quantized, because);
        Folding.Of(model([-1, 0.5, -1, -1])).IsFoldedTo("DequantizeLinear", "Conv");
    }

    [Fact]
    public void Keeps_batch_norm_where_the_scale_would_be_too_small_for_its_type()
    {
        var model = Convolved(ElementType.Int8, 17, 1).Affine("c", "y", [1, 1e-30, 1, 1], _shift).Output("y").Vector("variance", 1, 1e26, 1, 1);
        model.Graph.Node[^1].Input[4] = "variance";
        Folding.Of(model).IsKept(SkipReason.Quantized, "in channel 1 would become 1e-45, which is 1.4013e-45 in Float");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    public void Keeps_one_scale_for_all_before_operator_set_13(long opset)
    {
        Folding.Of(Convolved(ElementType.Int8, opset, 1).Affine("c", "y", _positive, _shift).Output("y")).IsKept(SkipReason.Quantized, "before operator set 13");
        Folding.Of(Convolved(ElementType.Int8, opset, 1).Affine("c", "y", [-2, -2, -2, -2], _shift).Output("y")).IsFoldedTo("DequantizeLinear", "Conv");
    }

    [Fact]
    public void Keeps_batch_norm_where_scales_lie_on_another_axis()
    {
        var model = Quantized(new ModelBuilder().Input("x", 2, 3, 5, 5), ElementType.Int8, 3, axis: 1, 4, 3, 3, 3).Node("Conv", "x w", "c").BatchNorm("c", "y", 4).Output("y");
        Folding.Of(model).IsKept(SkipReason.Quantized, "have a scale for each index of axis 1, but would need one for each of axis 0");
    }

    [Fact]
    public void Leaves_the_weight_to_its_other_readers()
    {
        var model = Convolved(ElementType.Int8, 17, 1).Node("Conv", "x w", "d").Output("d").Affine("c", "y", _mixed, _shift).Output("y");
        Folding.Of(model).IsFoldedTo("DequantizeLinear", "DequantizeLinear", "Conv", "Conv");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Folds_into_Gemm_of_either_layout(long transposed)
    {
        var model = Quantized(new ModelBuilder().Input("x", 3, 5), ElementType.Int8, 1, axis: null, transposed == 1 ? [4, 5] : [5, 4]).Weight("b", 4)
            .Node("Gemm", "x w b", "c", Int("transB", transposed)).Affine("c", "y", _mixed, _shift).Output("y");
        var folding = Folding.Of(model).IsFoldedTo("DequantizeLinear", "Gemm");
        Assert.Equal(1 - transposed, folding.Node("DequantizeLinear").Attribute.Single(a => a.Name == "axis").I);
    }

    [Fact]
    public void Folds_into_MatMul_from_the_right_only()
    {
        var right = Quantized(new ModelBuilder().Input("x", 3, 5), ElementType.Int8, 1, axis: null, 5, 4).Node("MatMul", "x w", "c").Rank("c", 2).Affine("c", "y", _mixed, _shift).Output("y");
        Folding.Of(right).IsFoldedTo("DequantizeLinear", "Gemm");
        var left = Quantized(new ModelBuilder().Input("x", 2, 5, 3), ElementType.Int8, 1, axis: null, 4, 5).Node("MatMul", "w x", "c").Rank("c", 3).Affine("c", "y", _mixed, new double[4]).Output("y");
        Folding.Of(left).IsKept(SkipReason.Quantized, "one scale only for the integers of a left factor");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Folds_into_ConvTranspose_without_groups(int groups)
    {
        var model = Quantized(new ModelBuilder().Input("x", 2, 4, 5, 5), ElementType.Int8, 1, axis: null, 4, 4 / groups, 3, 3)
            .Node("ConvTranspose", "x w", "c", Int("group", groups)).Affine("c", "y", _mixed, _shift).Output("y");
        if (groups == 1)
            Folding.Of(model).IsFoldedTo("DequantizeLinear", "ConvTranspose");
        else
            Folding.Of(model).IsKept(SkipReason.Quantized, "a scale for each index of axes 0 and 1");
    }

    [Fact]
    public void Keeps_a_bias_of_integers_one_in_steps_that_grow_with_the_scales()
    {
        var folding = Folding.Of(QuantizedData(Bias(true)).Affine("c", "y", [2, -0.5, 1, -0.25], _shift).Output("y")).ComputesTheSame(2e-5);
        Assert.Equal(["QuantizeLinear", "DequantizeLinear", "DequantizeLinear", "DequantizeLinear", "Conv"], folding.OpTypes);
        var bias = folding.Model.Graph.Node.Single(n => n.Output[0] == folding.Node("Conv").Input[2]);
        Assert.Equal((int)ElementType.Int32, folding.Model.Graph.Initializer.Single(t => t.Name == bias.Input[0]).DataType);
        double step = 0.02f * 0.01f;
        Assert.Equal([2 * step, 0.5 * step, step, 0.25 * step], folding.Initializer(bias.Input[1]), (a, b) => Math.Abs(a - b) < 1e-6 * a);
    }

    [Fact]
    public void Makes_a_new_bias_of_integers_next_to_quantized_data()
    {
        var folding = Folding.Of(QuantizedData(Bias(null)).Affine("c", "y", _mixed, _shift).Output("y")).ComputesTheSame(2e-5);
        Assert.Equal(["QuantizeLinear", "DequantizeLinear", "DequantizeLinear", "DequantizeLinear", "Conv"], folding.OpTypes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public void Stays_right_where_the_runtime_makes_an_integer_kernel_of_it(bool? hasBias)
    {
        // At its default level ONNX Runtime computes such a Conv in integers, and takes the bias for one in steps of scale(x)·scale(w).
        var model = QuantizedData(Bias(hasBias)).Affine("c", "y", _mixed, _shift).Scalar("sy", 0.05);
        model.Graph.Initializer.Add(Integers("zy", ElementType.UInt8, [], [100]));
        var folding = Folding.Of(model.Node("QuantizeLinear", "y sy zy", "qy").Node("DequantizeLinear", "qy sy zy", "out").Output("out"));
        Assert.True(folding.Outcome.IsFolded);
        var expected = Run(model.Model, OrtOptimizationLevel.None, out _);
        var found = Run(folding.Model, OrtOptimizationLevel.Default, out var profile);
        Assert.Contains("QLinearConv", profile, StringComparison.Ordinal);
        Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second, pair.First - 0.0501, pair.First + 0.0501));
        Assert.True(expected.Distinct().Count() > 20);
    }

    [Fact]
    public void Keeps_a_plain_bias_plain() =>
        Folding.Of(QuantizedData(Bias(false)).Affine("c", "y", _mixed, _shift).Output("y")).IsFoldedTo("QuantizeLinear", "DequantizeLinear", "DequantizeLinear", "Conv");

    [Fact]
    public void Makes_a_bias_plain_that_no_integer_reaches() =>
        Folding.Of(QuantizedData(Bias(true)).Affine("c", "y", [1, 1e-9, 1, 1], [0, 100, 0, 0]).Output("y")).IsFoldedTo("QuantizeLinear", "DequantizeLinear", "DequantizeLinear", "Conv");

    [Fact]
    public void Makes_a_bias_plain_that_is_coarser_than_the_sums() =>
        Folding.Of(QuantizedData(Bias(true, step: 0.03)).Affine("c", "y", _mixed, _shift).Output("y")).IsFoldedTo("QuantizeLinear", "DequantizeLinear", "DequantizeLinear", "Conv");

    [Fact]
    public void Makes_a_bias_plain_where_the_data_is_no_integers()
    {
        var (model, _) = Bias(true)(Quantized(new ModelBuilder().Input("x", 2, 3, 5, 5), ElementType.Int8, 1, axis: null, 4, 3, 3, 3));
        Folding.Of(model.Node("Conv", "x w b", "c").Affine("c", "y", _mixed, _shift).Output("y")).IsFoldedTo("DequantizeLinear", "Conv");
    }

    [Fact]
    public void Keeps_batch_norm_before_a_quantized_weight_unless_one_factor_fits_all()
    {
        var model = (double[] scale) => Quantized(new ModelBuilder().Input("x", 2, 3, 5, 5).Affine("x", "y", scale, [1, 2, 3]), ElementType.Int8, 4, axis: 0, 4, 3, 3, 3)
            .Node("Conv", "y w", "c").Output("c");
        Folding.Of(model([1, 2, 3])).IsKept(SkipReason.GraphInput, "have a scale for each index of axis 0, but would need one for each of axis 1");
        Folding.Of(model([-2, -2, -2])).IsFoldedTo("DequantizeLinear", "Conv");
        var one = Quantized(new ModelBuilder().Input("x", 2, 3, 5, 5).Affine("x", "y", [1, 2, 3], [1, 2, 3]), ElementType.Int8, 1, axis: null, 4, 3, 3, 3).Node("Conv", "y w", "c").Output("c");
        Folding.Of(one).IsKept(SkipReason.GraphInput, "a scale for each input channel");
    }

    [Fact]
    public void Folds_where_the_integers_are_computed_from_plain_weights()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Weight("plain", 4, 3, 3, 3).Scalar("s", 0.01);
        model.Graph.Initializer.Add(Integers("z", ElementType.Int8, [], [0]));
        model.Node("QuantizeLinear", "plain s z", "q").Node("DequantizeLinear", "q s z", "w").Node("Conv", "x w", "c");
        Folding.Of(model.Affine("c", "y", _positive, _shift).Output("y")).IsFoldedTo("QuantizeLinear", "DequantizeLinear", "Conv");
    }

    [Fact]
    public void Keeps_batch_norm_where_integers_are_out_of_reach()
    {
        var turned = Quantized(new ModelBuilder().Input("x", 3, 5), ElementType.Int8, 1, axis: null, 4, 5).Node("Transpose", "w", "t").Node("MatMul", "x t", "c").Rank("c", 2).BatchNorm("c", "y", 4).Output("y");
        Folding.Of(turned, new() { StandIns = StandIns.Never }).IsKept(SkipReason.Quantized, "computed from quantized numbers");

        var blocks = new ModelBuilder(21).Input("x", 3, 4).Weight("s", 2, 5);
        blocks.Graph.Initializer.Add(Integers("q", ElementType.Int8, [4, 5], [.. Enumerable.Range(0, 20).Select(i => (double)i)]));
        blocks.Node("DequantizeLinear", "q s", "w", Int("axis", 0), Int("block_size", 2)).Node("MatMul", "x w", "c").Rank("c", 2).BatchNorm("c", "y", 5).Output("y");
        Folding.Of(blocks, new() { StandIns = StandIns.Never }).IsKept(SkipReason.Quantized, "its scales are for blocks of an axis");

        var small = new ModelBuilder(21).Input("x", 3, 4).Scalar("s", 0.1);
        small.Graph.Initializer.Add(new TensorProto { Name = "q", DataType = (int)ElementType.Int4, Dims = { 4, 5 }, RawData = ByteString.CopyFrom(new byte[10]) });
        small.Node("DequantizeLinear", "q s", "w").Node("MatMul", "x w", "c").Rank("c", 2).BatchNorm("c", "y", 5).Output("y");
        Folding.Of(small, new() { StandIns = StandIns.Never }).IsKept(SkipReason.Quantized, "numbers quantized as Int4");
    }

    [Fact]
    public void Keeps_batch_norm_where_a_quantized_constant_would_become_plain() =>
        Folding.Of(Quantized(new ModelBuilder(), ElementType.Int8, 1, axis: null, 2, 4, 3, 3).Node("Relu", "w", "r").Rank("r", 4).BatchNorm("w", "y", 4).Output("y").Output("r"))
            .IsKept(SkipReason.Quantized, "constant 'w' is quantized");

    [Fact]
    public void Reads_parameters_of_batch_norm_that_are_quantized()
    {
        var model = Quantized(new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3), ElementType.Int8, 1, axis: null, 4).BatchNorm("c", "y", 4).Output("y");
        model.Graph.Node[^1].Input[1] = "w";
        Folding.Of(model).IsFoldedTo("Conv");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Folds_inside_a_body(bool isWeightInside)
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5);
        model.Graph.Initializer.Add(new TensorProto { Name = "condition", DataType = (int)ElementType.Bool, RawData = ByteString.CopyFrom(1) });
        if (!isWeightInside) Quantized(model, ElementType.Int8, 1, axis: null, 4, 3, 3, 3);
        var (main, yes, no) = (model.Graph, new GraphProto { Name = ByteString.CopyFromUtf8("yes") }, new GraphProto { Name = ByteString.CopyFromUtf8("no") });
        model.Graph = yes;
        if (isWeightInside) Quantized(model, ElementType.Int8, 1, axis: null, 4, 3, 3, 3);
        model.Node("Conv", "x w", "c").Affine("c", "y", _mixed, _shift).Output("y");
        model.Graph = no;
        model.Node("Neg", "x", "n").Output("n");
        model.Graph = main;
        model.Node("If", "condition", "out", Body("then_branch", yes), Body("else_branch", no)).Output("out");
        Folding.Of(model).IsFoldedTo(isWeightInside ? ["If"] : ["DequantizeLinear", "If"]);
    }

    [Fact]
    public void Keeps_batch_norm_next_to_quantized_data()
    {
        var pair = (ModelBuilder model, string input) => model.Scalar("s", 0.05).Node("QuantizeLinear", [input, "s"], ["q"]).Node("DequantizeLinear", "q s", "d").Rank("d", 4);
        Folding.Of(pair(new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3), "c").BatchNorm("d", "y", 4).Output("y")).IsKept(SkipReason.Quantized, "DequantizeLinear 'd_node'");
        Folding.Of(pair(new ModelBuilder().Input("x", 2, 3, 5, 5).BatchNorm("x", "y", 3), "y").Conv("d", "c", 4, 3).Output("c")).IsKept(SkipReason.GraphInput, "QuantizeLinear 'q_node'");
    }

    private static double[] Run(ModelProto model, OrtOptimizationLevel level, out string profile)
    {
        using var folder = new TemporaryFolder();
        using var session = OrtSession.Open(model.ToByteArray(), new() { OptimizationLevel = level, ProfileFilePrefix = folder.File("profile") });
        using var x = OrtTensor.Create((int)ElementType.Float, [2, 3, 5, 5]);
        var random = new Random(3);
        TensorCodec.WriteDoubles([.. Enumerable.Range(0, 150).Select(_ => random.NextDouble() * 5 - 2.5)], ElementType.Float, x.Bytes);
        using var result = session.Run([new NamedTensor("x", x)], ["out"])[0];
        var values = new double[result.Bytes.Length / sizeof(float)];
        TensorCodec.ReadDoubles(result.Bytes, ElementType.Float, values);
        profile = File.ReadAllText(session.EndProfiling());
        return values;
    }

    private static ModelBuilder Convolved(ElementType type, long opset, int scales, double at27 = 1) =>
        Quantized(new ModelBuilder(opset).Input("x", 2, 3, 5, 5), type, scales, axis: opset < 13 ? null : 0, [4, 3, 3, 3], at27).Node("Conv", "x w", "c");

    /// <summary>Data, weight and, if true, bias of integers, as quantizers leave a Conv; null for no bias.</summary>
    private static ModelBuilder QuantizedData(Func<ModelBuilder, (ModelBuilder, string)> bias)
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Scalar("sx", 0.02);
        model.Graph.Initializer.Add(Integers("zx", ElementType.UInt8, [], [128]));
        model.Node("QuantizeLinear", "x sx zx", "qx").Node("DequantizeLinear", "qx sx zx", "dx");
        var (next, inputs) = bias(Quantized(model, ElementType.Int8, 1, axis: null, 4, 3, 3, 3));
        return next.Node("Conv", inputs, "c");
    }

    private static Func<ModelBuilder, (ModelBuilder, string)> Bias(bool? isQuantized, double step = 0.02f * 0.01f) => model =>
    {
        if (isQuantized is null) return (model, "dx w");
        if (isQuantized is false) return (model.Weight("b", 4), "dx w b");
        model.Graph.Initializer.Add(Integers("qb", ElementType.Int32, [4], [1000, -2000, 30, 4]));
        return (model.Scalar("sb", step).Node("DequantizeLinear", "qb sb", "b"), "dx w b");
    };

    private static ModelBuilder Quantized(ModelBuilder model, ElementType type, int scales, int? axis, params long[] dims) => Quantized(model, type, scales, axis, dims, 1);

    /// <summary>A weight w of noise, quantized around the middle of the type; element 27, the first of channel 1 of a [4,3,3,3], is given.</summary>
    private static ModelBuilder Quantized(ModelBuilder model, ElementType type, int scales, int? axis, long[] dims, double at27)
    {
        var middle = type == ElementType.UInt8 ? 128 : 0;
        var values = Enumerable.Range(0, (int)dims.Aggregate(1L, static (a, b) => a * b)).Select(_ => Math.Clamp(Math.Round(model.Normal() * 40), -127, 127) + middle).ToArray();
        if (values.Length > 27) values[27] = at27 == 1 ? middle + 1 : at27;
        model.Graph.Initializer.Add(Integers("q", type, dims, values));
        long[] each = scales == 1 ? [] : [scales];
        model.Tensor("s", each, [.. Enumerable.Range(1, scales).Select(i => 0.01 * i)]);
        model.Graph.Initializer.Add(Integers("z", type, each, [.. Enumerable.Repeat((double)middle, scales)]));
        return model.Node("DequantizeLinear", "q s z", "w", axis is { } a ? [Int("axis", a)] : []);
    }

    private static TensorProto Integers(string name, ElementType type, long[] dims, double[] values) => MakeTensor(name, type, dims, values);
}
