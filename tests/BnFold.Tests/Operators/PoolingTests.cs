using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class PoolingTests
{
    [Theory]
    [InlineData("AveragePool")]
    [InlineData("GlobalAveragePool")]
    [InlineData("MaxPool")]
    [InlineData("GlobalMaxPool")]
    public void Lets_affines_through_that_are_the_same_all_over_the_window(string opType)
    {
        Folding.Of(Behind(opType).PositiveAffine("p", "y", 4).Output("y")).IsFoldedTo("Conv", opType);
        Folding.Of(Before(opType, m => m.PositiveAffine("x", "y", 4))).IsFoldedTo(opType, "Conv");
    }

    [Theory]
    [InlineData("AveragePool")]
    [InlineData("GlobalAveragePool")]
    public void Lets_negative_scales_through_a_mean(string opType)
    {
        Folding.Of(Behind(opType).BatchNorm("p", "y", 4).Output("y")).IsFoldedTo("Conv", opType);
        Folding.Of(Before(opType, m => m.BatchNorm("x", "y", 4))).IsFoldedTo(opType, "Conv");
    }

    [Theory]
    [InlineData("MaxPool")]
    [InlineData("GlobalMaxPool")]
    public void Keeps_batch_norm_with_a_negative_scale_at_a_maximum(string opType)
    {
        double[] scale = [1, -0.25, 1, 1];
        Folding.Of(Behind(opType).Affine("p", "y", scale, new double[4]).Output("y")).IsKept(SkipReason.NegativeScale, "scale[1] is -0.25");
        Folding.Of(Before(opType, m => m.Affine("x", "y", scale, new double[4]))).IsKept(SkipReason.GraphInput, "scale[1] is -0.25");
    }

    [Fact]
    public void Lets_a_scale_of_zero_through_a_maximum_unless_its_place_is_read()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 7, 7).Conv("x", "c", 4, 3).Node("MaxPool", "c", "p i", Ints("kernel_shape", 2, 2)).Rank("p", 4).PositiveScale("p", "y", 4).Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "MaxPool");
        Folding.Of(model.Node("Cast", "i", "j", Int("to", 1)).Output("j")).IsKept(SkipReason.NegativeScale, "where its Indices are read, but scale[0] is 0");
    }

    [Fact]
    public void Lets_scales_above_zero_through_a_maximum_whose_place_is_read() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 7, 7).Conv("x", "c", 4, 3).Node("MaxPool", "c", "p i", Ints("kernel_shape", 2, 2)).Rank("p", 4)
            .PositiveAffine("p", "y", 4).Output("y").Node("Cast", "i", "j", Int("to", 1)).Output("j")).IsFoldedTo("Conv", "MaxPool", "Cast");

    [Theory]
    [InlineData("LpPool")]
    [InlineData("GlobalLpPool")]
    public void Lets_scales_through_a_norm_but_negative_ones_only_forward(string opType)
    {
        double[] scale = [1, -0.25, 0, 2];
        Folding.Of(Behind(opType).PositiveScale("p", "y", 4).Output("y")).IsFoldedTo("Conv", opType);
        Folding.Of(Before(opType, m => m.Affine("x", "y", scale, new double[4]))).IsFoldedTo(opType, "Conv");
        Folding.Of(Behind(opType).Affine("p", "y", scale, new double[4]).Output("y")).IsKept(SkipReason.NegativeScale, "scale[1] is -0.25");
        Folding.Of(Before(opType, m => m.PositiveAffine("x", "y", 4))).IsKept(SkipReason.GraphInput, "passes no shift");
    }

    [Theory]
    [InlineData(null, 0, false)]
    [InlineData("SAME_UPPER", 0, false)]
    [InlineData("SAME_LOWER", 0, false)]
    [InlineData("VALID", 0, false)]
    [InlineData("VALID", 1, false)]
    [InlineData(null, 0, true)]
    public void Lets_shifts_through_a_mean_that_does_not_count_padding(string? autoPad, int counts, bool pads) =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 9, 8).Conv("x", "c", 4, 3).Node("AveragePool", "c", "p", [.. Window(autoPad, pads), Int("count_include_pad", counts)])
            .Rank("p", 4).BatchNorm("p", "y", 4).Output("y")).IsFoldedTo("Conv", "AveragePool");

    [Theory]
    [InlineData("SAME_UPPER", false, "auto_pad=SAME_UPPER, and count_include_pad=1")]
    [InlineData("SAME_LOWER", false, "auto_pad=SAME_LOWER, and count_include_pad=1")]
    [InlineData(null, true, "pads=[1,1,1,1], and count_include_pad=1")]
    public void Keeps_batch_norm_with_a_shift_at_a_mean_that_counts_padding(string? autoPad, bool pads, string because)
    {
        AttributeProto[] attributes = [.. Window(autoPad, pads), Int("count_include_pad", 1)];
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 9, 8).Conv("x", "c", 4, 3).Node("AveragePool", "c", "p", attributes).Rank("p", 4).BatchNorm("p", "y", 4).Output("y"))
            .IsKept(SkipReason.Padding, because);
        Folding.Of(new ModelBuilder().Input("x", 2, 4, 9, 8).BatchNorm("x", "y", 4).Node("AveragePool", "y", "p", attributes).Conv("p", "c", 3, 4).Output("c"))
            .IsKept(SkipReason.GraphInput, because);
    }

    [Fact]
    public void Lets_scales_through_a_mean_that_counts_padding() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 9, 8).Conv("x", "c", 4, 3)
            .Node("AveragePool", "c", "p", [.. Window(null, pads: true), Int("count_include_pad", 1), Int("ceil_mode", 1)])
            .Rank("p", 4).Affine("p", "y", [1, -2, 0, 3], new double[4]).Output("y")).IsFoldedTo("Conv", "AveragePool");

    [Fact]
    public void Keeps_batch_norm_with_a_shift_at_a_mean_that_counts_what_lies_beyond_the_end()
    {
        AttributeProto[] attributes = [Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Int("ceil_mode", 1)];
        var model = () => new ModelBuilder(19).Input("x", 2, 3, 8, 8).Conv("x", "c", 4, 3);
        Folding.Of(model().Node("AveragePool", "c", "p", [.. attributes, Int("count_include_pad", 1)]).Rank("p", 4).BatchNorm("p", "y", 4).Output("y")).IsKept(SkipReason.Padding, "ceil_mode=1");
        Folding.Of(model().Node("AveragePool", "c", "p", attributes).Rank("p", 4).BatchNorm("p", "y", 4).Output("y")).IsFoldedTo("Conv", "AveragePool");
    }

    [Fact]
    public void Counts_a_window_of_one_element_as_unpadded_whatever_auto_pad_says() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 9, 8).Conv("x", "c", 4, 3)
            .Node("AveragePool", "c", "p", Ints("kernel_shape", 1, 1), Text("auto_pad", "SAME_UPPER"), Int("count_include_pad", 1))
            .Rank("p", 4).BatchNorm("p", "y", 4).Output("y")).IsFoldedTo("Conv", "AveragePool");

    [Theory]
    [InlineData("AveragePool")]
    [InlineData("GlobalAveragePool")]
    [InlineData("MaxPool")]
    [InlineData("GlobalMaxPool")]
    [InlineData("GlobalLpPool")]
    public void Keeps_batch_norm_with_parameters_for_each_element(string opType)
    {
        // Operator set 8 still has spatial = 0.
        var model = new ModelBuilder(opset: 8).Input("x", 2, 4, 6, 6);
        foreach (var (name, value) in new[] { ("mean", 0.0), ("bias", 0.0), ("var", 1.0) }) model.Tensor(name, [4, 6, 6], [.. Enumerable.Repeat(value, 144)]);
        model.Tensor("scale", [4, 6, 6], [.. Enumerable.Range(1, 144).Select(i => i * 0.1)]);
        model.Node("BatchNormalization", "x scale bias mean var", "y", Int("spatial", 0));
        Pool(model, opType, "y").Conv("p", "c", 3, 4, kernel: 1).Output("c");
        Assert.Contains("the affine varies on axis 2, along which it pools", Folding.Of(model).Outcome.ForwardDetail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(19)]
    [InlineData(22)]
    public void Knows_the_operator_sets(long opset)
    {
        Folding.Of(Pool(new ModelBuilder(opset).Input("x", 2, 3, 9, 8).Conv("x", "c", 4, 3), "AveragePool", "c").BatchNorm("p", "y", 4).Output("y")).IsFoldedTo("Conv", "AveragePool");
        Folding.Of(Pool(new ModelBuilder(opset).Input("x", 2, 3, 9, 8).Conv("x", "c", 4, 3), "MaxPool", "c").PositiveAffine("p", "y", 4).Output("y")).IsFoldedTo("Conv", "MaxPool");
    }

    [Fact]
    public void Agrees_with_ONNX_Runtime_on_windows_of_all_kinds()
    {
        var random = new Random(7);
        var folded = 0;
        for (var i = 0; i < 60; i++)
        {
            var spatial = random.Next(1, 4);
            long[] Draw(int count, int low, int high) => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(low, high))];
            var kernel = Draw(spatial, 1, 4);
            List<AttributeProto> window = [Ints("kernel_shape", kernel)];
            if (random.Next(2) == 0)
                window.AddRange(Text("auto_pad", random.Next(2) == 0 ? "SAME_UPPER" : "SAME_LOWER"), Ints("strides", [.. kernel.Select(k => 1 + random.NextInt64(k))]));
            else
                window.AddRange(Ints("pads", [.. kernel.Concat(kernel).Select(k => random.NextInt64(k))]), Ints("strides", Draw(spatial, 1, 4)));
            if (random.Next(3) == 0) window.Add(Int("ceil_mode", 1));
            var opType = random.Next(2) == 0 ? "MaxPool" : "AveragePool";
            if (opType == "AveragePool") window.Add(Int("count_include_pad", random.Next(2)));
            var model = new ModelBuilder(22).Input("x", [2, 3, .. Draw(spatial, 6, 10)]).Conv("x", "c", 3, 3, kernel: 2, spatial).Node(opType, ["c"], ["p"], [.. window]).Rank("p", spatial + 2);
            var folding = Folding.Of(model.PositiveAffine("p", "y", 3).Output("y")).ComputesTheSame();
            if (folding.Outcome.IsFolded) folded++;
        }
        Assert.InRange(folded, 30, 59);
    }

    private static AttributeProto[] Window(string? autoPad, bool pads)
    {
        AttributeProto[] window = [Ints("kernel_shape", 3, 2), Ints("strides", 2, 1)];
        if (autoPad is not null) return [.. window, Text("auto_pad", autoPad)];
        return pads ? [.. window, Ints("pads", 1, 1, 1, 1)] : window;
    }

    private static ModelBuilder Pool(ModelBuilder model, string opType, string input) => opType.StartsWith("Global", StringComparison.Ordinal)
        ? model.Rank("p", 4).Node(opType, input, "p")
        : model.Rank("p", 4).Node(opType, input, "p", Ints("kernel_shape", 3, 2), Ints("strides", 2, 1), Ints("pads", 1, 0, 1, 1));

    private static ModelBuilder Behind(string opType) => Pool(new ModelBuilder().Input("x", 2, 3, 9, 8).Conv("x", "c", 4, 3), opType, "c");

    private static ModelBuilder Before(string opType, Func<ModelBuilder, ModelBuilder> norm) =>
        Pool(norm(new ModelBuilder().Input("x", 2, 4, 9, 8)), opType, "y").Conv("p", "c", 3, 4, kernel: 1).Output("c");
}
