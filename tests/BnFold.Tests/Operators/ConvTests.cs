using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class ConvTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, true)]
    [InlineData(2, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(2, 4, false)]
    [InlineData(3, 2, true)]
    public void Folds_batch_norm_behind_it(int spatial, int groups, bool hasBias) =>
        Folding.Of(Before(spatial, groups, hasBias)).IsFoldedTo("Conv");

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(2, 4, false)]
    [InlineData(3, 2, true)]
    public void Folds_batch_norm_before_it_when_nothing_is_padded(int spatial, int groups, bool hasBias) =>
        Folding.Of(Behind(spatial, groups, hasBias)).IsFoldedTo("Conv");

    [Fact]
    public void Keeps_batch_norm_before_it_when_padding_would_meet_the_shift() =>
        Folding.Of(Behind(2, 1, true, Ints("pads", 0, 1, 0, 0))).IsKept(SkipReason.GraphInput, "pads=[0,1,0,0]");

    [Fact]
    public void Keeps_batch_norm_before_it_when_auto_pad_pads() =>
        Folding.Of(Behind(2, 1, true, Text("auto_pad", "SAME_UPPER"))).IsKept(SkipReason.GraphInput, "auto_pad=SAME_UPPER");

    [Theory, InlineData(6, true), InlineData(7, false)]
    public void Folds_batch_norm_before_patches_that_auto_pad_leaves_alone(long size, bool folds)
    {
        var folding = Folding.Of(new ModelBuilder().Input("x", 1, 3, size, size).BatchNorm("x", "y", 3)
            .Conv("y", "z", 4, 3, kernel: 2, attributes: [Text("auto_pad", "SAME_UPPER"), Ints("strides", 2, 2)]).Output("z"));
        if (folds) folding.IsFoldedTo("Conv");
        else folding.IsKept(SkipReason.GraphInput, "auto_pad=SAME_UPPER");
    }

    [Fact]
    public void Folds_batch_norm_without_shift_before_it_whatever_is_padded()
    {
        var model = new ModelBuilder().Input("x", 1, 3, 6, 6)
            .Vector("scale", 2, -0.5, 1).Vector("bias", 0.5, 1, -2).Vector("mean", 0.5, 1, -2).Vector("var", 1, 1, 1)
            .Node("BatchNormalization", "x scale bias mean var", "y", Float("epsilon", 0))
            .Conv("y", "z", filters: 4, channels: 3, attributes: Ints("pads", 1, 1, 1, 1)).Output("z");
        model.Tensor("bias2", [3], [1, -0.5, -2]);
        model.Graph.Node[0].Input[2] = "bias2";
        Folding.Of(model).IsFoldedTo("Conv");
    }

    [Fact]
    public void Treats_an_empty_bias_name_as_no_bias()
    {
        var model = Before(2, 1, hasBias: false);
        model.Graph.Node[0].Input.Add("");
        Folding.Of(model).IsFoldedTo("Conv");
    }

    [Fact]
    public void Leaves_weights_alone_that_another_conv_shares()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 6, 6).Conv("x", "c", filters: 4, channels: 3)
            .Node("Conv", "x c.weight c.bias", "d").BatchNorm("c", "y", 4).Output("y").Output("d");
        var folding = Folding.Of(model).IsFoldedTo("Conv", "Conv");
        Assert.Contains(folding.Model.Graph.Initializer, t => t.Name == "c.weight");
    }

    [Fact]
    public void Folds_two_convs_with_one_weight_and_one_set_of_statistics()
    {
        var model = new ModelBuilder().Input("x", 2, 4, 6, 6).Conv("x", "c", filters: 4, channels: 4, kernel: 1)
            .BatchNorm("c", "y", 4).Node("Conv", "y c.weight c.bias", "d")
            .Node("BatchNormalization", "d bn_y.scale bn_y.bias bn_y.mean bn_y.var", "z").Output("z");
        Folding.Of(model).IsFoldedTo("Conv", "Conv");
    }

    [Fact]
    public void Keeps_batch_norm_when_another_node_reads_the_conv() =>
        Folding.Of(Before(2, 1, true).Node("Relu", "c", "r").Output("r")).IsKept(SkipReason.OtherReaders, "value 'c' is also read by Relu 'r_node'");

    [Fact]
    public void Does_not_count_a_reader_of_the_shape() =>
        Folding.Of(Before(2, 1, true).Node("Shape", "c", "s").Node("Cast", "s", "t", Int("to", 1)).Output("t")).IsFoldedTo("Conv", "Shape", "Cast");

    [Fact]
    public void Keeps_batch_norm_when_the_conv_is_an_output() =>
        Folding.Of(Before(2, 1, true).Output("c")).IsKept(SkipReason.GraphOutput);

    [Fact]
    public void Keeps_batch_norm_when_the_weight_is_an_input()
    {
        var model = new ModelBuilder().Input("x", 1, 3, 6, 6).Input("w", 4, 3, 3, 3).Node("Conv", "x w", "c").BatchNorm("c", "y", 4).Output("y");
        Folding.Of(model).IsKept(SkipReason.NotConstant, "'w'");
    }

    [Fact]
    public void Keeps_batch_norm_of_another_length_than_the_channels() =>
        Folding.Of(new ModelBuilder().Input("x", 1, 3, 6, 6).Conv("x", "c", 4, 3).BatchNorm("c", "y", 1).Output("y")).IsKept(SkipReason.ChannelMismatch);

    [Theory]
    [InlineData((int)ElementType.Float16, 2e-2)]
    [InlineData((int)ElementType.Float, 2e-6)]
    public void Folds_in_the_float_types_of_Conv(int type, double tolerance)
    {
        var model = new ModelBuilder { Type = (ElementType)type }.Input("x", 2, 3, 6, 6).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        var folding = Folding.Of(model).ComputesTheSame(tolerance);
        Assert.Equal(["Conv"], folding.OpTypes);
    }

    [Theory]
    [InlineData((int)ElementType.Double)]
    [InlineData((int)ElementType.BFloat16)]
    public void Folds_types_that_ONNX_Runtime_has_no_kernel_for(int type)
    {
        var model = new ModelBuilder { Type = (ElementType)type }.Input("x", 2, 3, 6, 6).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        Assert.Equal(["Conv"], Folding.Of(model).OpTypes);
    }

    [Theory]
    [InlineData((int)ElementType.Float16, 1e-3, 1e-2)]
    [InlineData((int)ElementType.Float16, 1e-3, 1e-6)]
    [InlineData((int)ElementType.Float, 1e-30, 1e-10)]
    public void Keeps_batch_norm_that_would_take_all_digits_from_the_weights(int type, double weight, double scale) =>
        Folding.Of(Small((ElementType)type, [weight, weight / 2], scale)).IsKept(SkipReason.NotFinite, "too small for");

    [Theory]
    [InlineData((int)ElementType.Float16, 1e-3, 0.5)]
    [InlineData((int)ElementType.Float16, 1e-3, 0)]
    [InlineData((int)ElementType.Float, 1e-30, 1e-5)]
    public void Folds_batch_norm_that_leaves_weights_their_digits(int type, double weight, double scale) =>
        Assert.Equal(["Conv"], Folding.Of(Small((ElementType)type, [weight, weight / 2], scale)).OpTypes);

    [Fact]
    public void Folds_batch_norm_that_takes_digits_from_a_few_weights() =>
        Assert.Equal(["Conv"], Folding.Of(Small(ElementType.Float16, [1, 1e-6], 0.5)).OpTypes);

    [Fact]
    public void Keeps_batch_norm_whose_one_large_scale_meets_nothing() =>
        Folding.Of(Small(ElementType.Float16, [0, 1], 2, 1e-6)).IsKept(SkipReason.NotFinite, "too small for");

    private static ModelBuilder Small(ElementType type, double[] weights, params double[] scales) => new ModelBuilder { Type = type }.Input("x", 1, 1, 2, 2)
        .Tensor("w", [2, 1, 1, 1], weights).Node("Conv", "x w", "c")
        .Vector("s", scales[0], scales[^1]).Vector("b", 0, 0).Vector("m", 0, 0).Vector("v", 1, 1).Node("BatchNormalization", "c s b m v", "y").Output("y");

    [Fact]
    public void Takes_parameters_of_another_type_than_the_data()
    {
        var model = new ModelBuilder { Type = ElementType.Float16 }.Input("x", 2, 3, 6, 6).Conv("x", "c", 4, 3);
        model.Type = ElementType.Float;
        model.BatchNorm("c", "y", 4);
        model.Type = ElementType.Float16;
        var folding = Folding.Of(model.Output("y"));
        Assert.Equal(["Conv"], folding.OpTypes);
        Assert.All(folding.Model.Graph.Initializer, t => Assert.Equal((int)ElementType.Float16, t.DataType));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Rounds_every_folded_weight_once_however_many_folds_it_takes_in(int furtherFolds)
    {
        var model = new ModelBuilder().Input("x", 2, 4, 6, 6).Conv("x", "c", filters: 8, channels: 4).BatchNorm("c", "y0", 8);
        for (var i = 0; i < furtherFolds; i++) model.Weight($"k{i}", 8, 1, 1).Node("Mul", $"y{i} k{i}", $"y{i + 1}");
        model.Output($"y{furtherFolds}");
        var weights = Numbers(model, "c.weight");
        var (scale, variance) = (Numbers(model, "bn_y0.scale"), Numbers(model, "bn_y0.var"));
        double[][] further = [.. Enumerable.Range(0, furtherFolds).Select(i => Numbers(model, $"k{i}"))];

        var folding = Folding.Of(model).IsFoldedTo("Conv");

        var folded = folding.Initializer(folding.Node("Conv").Input[1]);
        for (var i = 0; i < weights.Length; i++)
        {
            var channel = i / (weights.Length / scale.Length);
            var exact = further.Aggregate(weights[i] * (scale[channel] / Math.Sqrt(variance[channel] + 1e-5f)), (product, k) => product * k[channel]);
            var ulp = Math.Max(MathF.BitIncrement(MathF.Abs((float)exact)) - MathF.Abs((float)exact), float.Epsilon);
            Assert.True(Math.Abs(folded[i] - exact) <= 0.5000001 * ulp, $"weight {i}: {folded[i]:r} for {exact:r}");
        }
    }

    [Fact]
    public void Rounds_a_bias_once_where_a_scale_follows_a_shift()
    {
        var model = new ModelBuilder().Input("x", 2, 4, 6, 6).Conv("x", "c", filters: 8, channels: 4).BatchNorm("c", "n", 8)
            .Weight("k", 8, 1, 1).Node("Mul", "n k", "y").Output("y");
        var (scale, shift, mean, variance) = (Numbers(model, "bn_n.scale"), Numbers(model, "bn_n.bias"), Numbers(model, "bn_n.mean"), Numbers(model, "bn_n.var"));
        var (bias, k) = (Numbers(model, "c.bias"), Numbers(model, "k"));

        var folding = Folding.Of(model).IsFoldedTo("Conv");

        var folded = folding.Initializer(folding.Node("Conv").Input[2]);
        for (var c = 0; c < folded.Length; c++)
        {
            var gain = scale[c] / Math.Sqrt(variance[c] + 1e-5f);
            var exact = (gain * (bias[c] - mean[c]) + shift[c]) * k[c];
            var ulp = Math.Max(MathF.BitIncrement(MathF.Abs((float)exact)) - MathF.Abs((float)exact), float.Epsilon);
            Assert.True(Math.Abs(folded[c] - exact) <= 0.5000001 * ulp, $"bias {c}: {folded[c]:r} for {exact:r}");
        }
    }

    private static double[] Numbers(ModelBuilder model, string name)
    {
        var raw = model.Graph.Initializer.Single(t => t.Name == name).RawData.Span;
        var values = new double[raw.Length / sizeof(float)];
        TensorCodec.ReadDoubles(raw, ElementType.Float, values);
        return values;
    }

    private static ModelBuilder Before(int spatial, int groups, bool hasBias) =>
        new ModelBuilder().Input("x", [2, 4, .. Enumerable.Repeat(6L, spatial)])
            .Conv("x", "c", filters: 8, channels: 4 / groups, kernel: 3, spatial, hasBias, Int("group", groups), Ints("pads", [.. Enumerable.Repeat(1L, 2 * spatial)]))
            .BatchNorm("c", "y", 8).Output("y");

    private static ModelBuilder Behind(int spatial, int groups, bool hasBias, params AttributeProto[] attributes) =>
        new ModelBuilder().Input("x", [2, 4, .. Enumerable.Repeat(6L, spatial)]).BatchNorm("x", "y", 4)
            .Conv("y", "z", filters: 8, channels: 4 / groups, kernel: 3, spatial, hasBias, [Int("group", groups), .. attributes]).Output("z");
}
