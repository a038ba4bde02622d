using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class PadTests
{
    private static readonly long[] _around = [0, 0, 1, 2, 0, 0, 2, 1];

    [Theory]
    [InlineData("reflect", 10)]
    [InlineData("reflect", 11)]
    [InlineData("edge", 10)]
    [InlineData("edge", 13)]
    [InlineData("wrap", 19)]
    public void Lets_affines_through_borders_that_are_copies(string mode, long opset)
    {
        Folding.Of(Padded(Convolved(opset), "c", _around, mode).BatchNorm("p", "y", 4).Output("y")).IsFoldedTo("Conv", "Pad");
        Folding.Of(Padded(Normed(opset), "y", _around, mode).Conv("p", "c", 3, 4).Output("c")).IsFoldedTo("Pad", "Conv");
    }

    [Fact]
    public void Keeps_batch_norm_where_channels_are_copied()
    {
        Folding.Of(Padded(new ModelBuilder().Input("x", 2, 3, 5, 6).Conv("x", "c", 3, 3), "c", [0, 1, 0, 0, 0, 0, 0, 0], "reflect").BatchNorm("p", "y", 4).Output("y"))
            .IsKept(SkipReason.WrongAxis, "axis 1, along which it copies");
        Folding.Of(Padded(Normed(17), "y", [0, 1, 0, 0, 0, 0, 0, 0], "edge").Conv("p", "c", 3, 5).Output("c")).IsKept(SkipReason.GraphInput, "axis 1, along which it copies");
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(10, 1.5)]
    [InlineData(11, 0)]
    [InlineData(11, 1.5)]
    [InlineData(21, -2)]
    public void Gives_the_border_the_affine_where_it_is_one_for_all_channels(long opset, double fill)
    {
        // fill · scale + shift is 3 for every channel.
        double[] scale = [2, -1, 0, 0.5];
        var folding = Folding.Of(Padded(Convolved(opset), "c", _around, "constant", fill).Affine("p", "y", scale, [.. scale.Select(s => 3 - s * fill)]).Output("y")).IsFoldedTo("Conv", "Pad");
        if (opset < 11)
            Assert.Equal(3f, folding.Node("Pad").Attribute.Single(a => a.Name == "value").F);
        else
            Assert.Equal([3], folding.Initializer(folding.Node("Pad").Input[2]));
        Assert.Equal(["c_node"], folding.Outcome.Hosts.Select(h => h.Node));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(17)]
    public void Keeps_batch_norm_where_the_border_would_differ_between_channels(long opset) =>
        Folding.Of(Padded(Convolved(opset), "c", _around, "constant", 0).BatchNorm("p", "y", 4).Output("y")).IsKept(SkipReason.Padding, "its border of 0 would have to differ");

    [Fact]
    public void Leaves_a_border_of_zeros_alone_where_nothing_is_shifted()
    {
        double[] scale = [2, -1, 0, 0.5];
        var folding = Folding.Of(Padded(Convolved(17), "c", _around).Affine("p", "y", scale, new double[4]).Output("y")).IsFoldedTo("Conv", "Pad");
        Assert.Equal(2, folding.Node("Pad").Input.Count);
        Folding.Of(Padded(new ModelBuilder().Input("x", 2, 4, 5, 6).Affine("x", "y", scale, new double[4]), "y", _around).Conv("p", "c", 3, 4).Output("c")).IsFoldedTo("Pad", "Conv");
    }

    [Fact]
    public void Leaves_a_border_alone_that_the_affine_leaves_alone()
    {
        double[] scale = [2, -1, 0, 0.5];
        Folding.Of(Padded(new ModelBuilder().Input("x", 2, 4, 5, 6).Affine("x", "y", scale, [.. scale.Select(s => 4 - 4 * s)]), "y", _around, "constant", 4).Conv("p", "c", 3, 4).Output("c"))
            .IsFoldedTo("Pad", "Conv");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Keeps_batch_norm_before_a_border_that_the_affine_would_change(double fill)
    {
        Folding.Of(Padded(Normed(17), "y", _around, "constant", fill).Conv("p", "c", 3, 4).Output("c")).IsKept(SkipReason.GraphInput, $"would not leave its border of {fill} as it is");
        Folding.Of(Padded(new ModelBuilder().Input("x", 2, 4, 5, 6).PositiveScale("x", "y", 4), "y", _around, "constant", 2).Conv("p", "c", 3, 4).Output("c"))
            .IsKept(SkipReason.GraphInput, "would not leave its border of 2 as it is");
    }

    [Fact]
    public void Keeps_batch_norm_whose_border_has_no_finite_number()
    {
        double[] scale = [1e30, 1e30, 1e30, 1e30];
        Folding.Of(Padded(Convolved(10), "c", _around, "constant", 1e20).Affine("p", "y", scale, new double[4]).Output("y")).IsKept(SkipReason.NotFinite, "its border would become");
        Folding.Of(Padded(Convolved(17), "c", _around, "constant", 1e20).Affine("p", "y", scale, new double[4]).Output("y")).IsKept(SkipReason.NotFinite);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(17)]
    public void Lets_everything_through_that_pads_nothing(long opset)
    {
        foreach (var pads in new long[][] { new long[8], [0, 0, -1, 0, 0, 0, 0, -2] })
        {
            foreach (var mode in new[] { "constant", "edge" })
            {
                Folding.Of(Padded(Convolved(opset), "c", pads, mode).BatchNorm("p", "y", 4).Output("y")).IsFoldedTo("Conv", "Pad");
                Folding.Of(Padded(Normed(opset), "y", pads, mode).Conv("p", "c", 3, 4).Output("c")).IsFoldedTo("Pad", "Conv");
            }
        }
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -2)]
    [InlineData(-1, -1)]
    public void Follows_the_channels_that_are_not_cut_off(long before, long after)
    {
        long[] pads = [0, before, 0, 0, 0, after, 0, 0];
        var left = 5 + before + after;
        Folding.Of(Padded(new ModelBuilder().Input("x", 2, 3, 5, 6).Conv("x", "c", 5, 3), "c", pads).BatchNorm("p", "y", left).Output("y")).IsFoldedTo("Conv", "Pad");
        Folding.Of(Padded(new ModelBuilder().Input("x", 2, 5, 5, 6).BatchNorm("x", "y", 5), "y", pads).Conv("p", "c", 3, left).Output("c")).IsFoldedTo("Pad", "Conv");
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 0)]
    [InlineData(1, -1)]
    public void Pads_channels(long before, long after)
    {
        long[] pads = [0, before, 0, 0, 0, after, 0, 0];
        var all = 4 + before + after;
        // The new channels are constants, whatever the others were scaled and shifted by.
        Folding.Of(Padded(Normed(17), "y", pads, "constant", 0.5).Conv("p", "c", 3, all).Output("c")).IsFoldedTo("Pad", "Conv");
        // Backward the new channels all become one number.
        var scale = Enumerable.Range(0, (int)all).Select(c => c < before || c >= all - Math.Max(after, 0) ? 2.0 : c).ToArray();
        Folding.Of(Padded(Convolved(17), "c", pads, "constant", 0.5).Affine("p", "y", scale, scale).Output("y")).IsFoldedTo("Conv", "Pad");
        scale[0] = 3;
        if (before + after > 1)
            Folding.Of(Padded(Convolved(17), "c", pads, "constant", 0.5).Affine("p", "y", scale, scale).Output("y")).IsKept(SkipReason.Padding, "differ from channel to channel");
    }

    [Fact]
    public void Keeps_batch_norm_where_channels_and_pixels_are_padded_with_a_shift() =>
        Folding.Of(Padded(Normed(17), "y", [0, 1, 1, 0, 0, 0, 0, 0]).Conv("p", "c", 3, 5).Output("c")).IsKept(SkipReason.GraphInput, "would not leave its border of 0 as it is");

    [Fact]
    public void Reads_axes()
    {
        var model = (ModelBuilder model, string input) => model.Integers("pads", 1, 2, 2, 1).Integers("axes", -1, 2).Node("Pad", [input, "pads", "", "axes"], ["p"], Text("mode", "edge")).Rank("p", 4);
        Folding.Of(model(Convolved(18), "c").BatchNorm("p", "y", 4).Output("y")).IsFoldedTo("Conv", "Pad");
        var channels = new ModelBuilder(18).Input("x", 2, 3, 5, 6).Conv("x", "c", 3, 3).Integers("pads", 1, 0).Integers("axes", 1)
            .Node("Pad", ["c", "pads", "", "axes"], ["p"], Text("mode", "edge")).Rank("p", 4).BatchNorm("p", "y", 4).Output("y");
        Folding.Of(channels).IsKept(SkipReason.WrongAxis, "along which it copies");
    }

    [Fact]
    public void Keeps_batch_norm_where_pads_or_border_are_computed()
    {
        Folding.Of(Convolved(17).Input("pads", ElementType.Int64, 8).Node("Pad", "c pads", "p").Rank("p", 4).BatchNorm("p", "y", 4).Output("y")).IsKept(SkipReason.NotConstant, "'pads'");
        Folding.Of(Convolved(17).Integers("pads", _around).Input("v").Node("Pad", "c pads v", "p").Rank("p", 4).PositiveScale("p", "y", 4).Output("y")).IsKept(SkipReason.NotConstant, "'v'");
    }

    [Fact]
    public void Makes_a_border_of_the_type_of_the_value()
    {
        var model = Padded(new ModelBuilder { Type = ElementType.Float16 }.Input("x", 2, 3, 7, 8).Conv("x", "c", 4, 3), "c", _around).Affine("p", "y", [1, 2, 0.5, 1], [3, 3, 3, 3]);
        var folding = Folding.Of(model.Output("y")).ComputesTheSame(2e-3);
        Assert.Equal((int)ElementType.Float16, folding.Model.Graph.Initializer.Single(t => t.Name == folding.Node("Pad").Input[2]).DataType);
    }

    [Fact]
    public void Agrees_with_ONNX_Runtime_on_borders_of_all_kinds()
    {
        var random = new Random(11);
        var folded = 0;
        for (var i = 0; i < 80; i++)
        {
            var mode = random.Next(3) switch { 0 => "reflect", 1 => "edge", _ => "constant" };
            long[] pads = [0, random.Next(3) == 0 ? random.Next(-1, 3) : 0, random.Next(-1, 3), random.Next(-1, 3), 0, random.Next(3) == 0 ? random.Next(-1, 3) : 0, random.Next(-1, 3), random.Next(-1, 3)];
            var channels = 4 + pads[1] + pads[5];
            var fill = random.Next(2) * 0.75;
            var scale = Enumerable.Range(0, random.Next(2) == 0 ? 4 : (int)Math.Max(channels, 3)).Select(_ => random.Next(-2, 3) * 0.5).ToArray();
            double[] shift = [.. scale.Select(s => random.Next(3) == 0 ? 1.5 : fill - s * fill)];
            var model = scale.Length == channels && random.Next(2) == 0
                ? Padded(Convolved(17), "c", pads, mode, fill).Affine("p", "y", scale, shift).Output("y")
                : Padded(new ModelBuilder().Input("x", 2, scale.Length, 5, 6).Affine("x", "y", scale, shift), "y", pads, mode, fill).Conv("p", "c", 3, scale.Length + pads[1] + pads[5], kernel: 1).Output("c");
            if (Folding.Of(model).ComputesTheSame().Outcome.IsFolded) folded++;
        }
        Assert.InRange(folded, 30, 79);
    }

    private static ModelBuilder Padded(ModelBuilder model, string input, long[] pads, string mode = "constant", double? fill = null)
    {
        model.Rank("p", pads.Length / 2);
        if (model.Model.OpsetImport[0].Version < 11) return model.Node("Pad", [input], ["p"], Ints("pads", pads), Text("mode", mode), Float("value", (float)(fill ?? 0)));
        model.Integers("pads", pads);
        return fill is { } value
            ? model.Scalar("fill", value).Node("Pad", [input, "pads", "fill"], ["p"], Text("mode", mode))
            : model.Node("Pad", [input, "pads"], ["p"], Text("mode", mode));
    }

    private static ModelBuilder Convolved(long opset) => new ModelBuilder(opset).Input("x", 2, 3, 7, 8).Conv("x", "c", 4, 3);

    private static ModelBuilder Normed(long opset) => new ModelBuilder(opset).Input("x", 2, 4, 5, 6).BatchNorm("x", "y", 4);
}
