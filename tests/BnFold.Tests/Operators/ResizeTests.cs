using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class ResizeTests
{
    [Theory]
    [InlineData("nearest", "half_pixel", 0, 0)]
    [InlineData("nearest", "asymmetric", 0, 0)]
    [InlineData("nearest", "tf_half_pixel_for_nn", 0, 0)]
    [InlineData("linear", "half_pixel", 0, 0)]
    [InlineData("linear", "pytorch_half_pixel", 0, 0)]
    [InlineData("linear", "align_corners", 0, 0)]
    [InlineData("linear", "half_pixel", 0, 1)]
    [InlineData("cubic", "half_pixel", 0, 0)]
    [InlineData("cubic", "align_corners", 0, 0)]
    [InlineData("cubic", "half_pixel", 1, 0)]
    [InlineData("cubic", "half_pixel", 0, 1)]
    [InlineData("cubic", "half_pixel", 1, 1)]
    public void Lets_affines_through_in_every_mode(string mode, string coordinates, int excludesOutside, int antialias)
    {
        List<AttributeProto> attributes = [Text("mode", mode), Text("coordinate_transformation_mode", coordinates), Int("exclude_outside", excludesOutside)];
        if (antialias > 0) attributes.Add(Int("antialias", 1));
        var opset = antialias > 0 ? 18 : 13;
        foreach (var scales in new double[][] { [1, 1, 2, 1.5], [1, 1, 0.6, 0.7], [1, 1, 0.5, 2] })
        {
            Folding.Of(Convolved(opset).Vector("s", scales).Node("Resize", ["c", "", "s"], ["r"], [.. attributes]).Rank("r", 4).BatchNorm("r", "y", 4).Output("y"))
                .IsFoldedTo("Conv", "Resize");
            Folding.Of(Normed(opset).Vector("s", scales).Node("Resize", ["y", "", "s"], ["r"], [.. attributes]).Conv("r", "c", 3, 4).Output("c")).IsFoldedTo("Resize", "Conv");
        }
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("nearest")]
    public void Keeps_batch_norm_where_a_constant_stands_for_what_is_outside(string mode) =>
        Folding.Of(Convolved(13).Vector("s", 1, 1, 2, 2).Vector("roi", 0, 0, -0.5, 0, 1, 1, 1, 1)
            .Node("Resize", "c roi s", "r", Text("mode", mode), Text("coordinate_transformation_mode", "tf_crop_and_resize")).Rank("r", 4).BatchNorm("r", "y", 4).Output("y"))
            .IsKept(SkipReason.OperatorBlocks, "tf_crop_and_resize");

    [Fact]
    public void Keeps_batch_norm_where_channels_are_resized() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 5, 6).Conv("x", "c", 2, 3).Vector("s", 1, 2, 1, 1).Node("Resize", "c _ s", "r").Rank("r", 4).BatchNorm("r", "y", 4).Output("y"))
            .IsKept(SkipReason.WrongAxis, "axis 1, which is resized by 2");

    [Fact]
    public void Takes_no_equal_size_for_an_unresized_axis()
    {
        // 3 channels times 1.2 are 3 channels still, but not the same ones.
        var model = new ModelBuilder().Input("x", 2, 3, 5, 6).Conv("x", "c", 3, 3).Vector("s", 1, 1.2, 1, 1)
            .Node("Resize", "c _ s", "r", Text("mode", "nearest"), Text("nearest_mode", "ceil")).Declare("r", 2, 3, 3, 4).BatchNorm("r", "y", 3).Output("y");
        Folding.Of(model).IsKept(SkipReason.WrongAxis, "axis 1, which is resized by 1.2");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public void Lets_affines_through_Upsample(long opset)
    {
        foreach (var mode in new[] { "nearest", "linear" })
        {
            var scales = new AttributeProto { Name = "scales", Type = (int)AttributeKind.Floats, Floats = { 1, 1, 2, 3 } };
            ModelBuilder Upsample(ModelBuilder model, string input) => opset == 7
                ? model.Node("Upsample", input, "r", scales, Text("mode", mode))
                : model.Vector("s", 1, 1, 2, 3).Node("Upsample", $"{input} s", "r", Text("mode", mode));
            Folding.Of(Upsample(Convolved(opset), "c").Rank("r", 4).BatchNorm("r", "y", 4).Output("y")).IsFoldedTo("Conv", "Upsample");
            Folding.Of(Upsample(Normed(opset), "y").Conv("r", "c", 3, 4).Output("c")).IsFoldedTo("Upsample", "Conv");
        }
    }

    [Fact]
    public void Knows_the_scales_of_operator_set_10() =>
        Folding.Of(Convolved(10).Vector("s", 1, 1, 2, 0.5).Node("Resize", "c s", "r", Text("mode", "linear")).Rank("r", 4).BatchNorm("r", "y", 4).Output("y")).IsFoldedTo("Conv", "Resize");

    [Fact]
    public void Knows_the_scales_of_operator_set_1()
    {
        var model = new ModelBuilder(opset: 1).Input("x", 2, 3, 5, 6).Conv("x", "c", 4, 3).Node("Upsample", "c", "r", Float("height_scale", 2), Float("width_scale", 3)).Rank("r", 4)
            .BatchNorm("r", "y", 4, Int("is_test", 1)).Output("y");
        // ONNX Runtime has no kernel of that age.
        Assert.Equal(["Conv", "Upsample"], Folding.Of(model).OpTypes);
    }

    [Fact]
    public void Believes_constant_sizes_that_leave_the_channels_alone()
    {
        var model = (long channels) => new ModelBuilder(13).Input("x", 2, 3, 5, 6).Conv("x", "c", 2, 3).Vector("none").Integers("sizes", 2, channels, 7, 9)
            .Node("Resize", "c none none sizes", "r").Rank("r", 4).BatchNorm("r", "y", channels).Output("y");
        Folding.Of(model(2)).IsFoldedTo("Conv", "Resize");
        Folding.Of(model(4)).IsKept(SkipReason.WrongAxis, "axis 1, which is resized from 2 to 4");
    }

    [Fact]
    public void Believes_computed_sizes_only_where_the_shapes_prove_them()
    {
        var model = () => new ModelBuilder(13).Input("x", 2, 3, 5, 6).Input("sizes", ElementType.Int64, 4).Conv("x", "c", 4, 3).Node("Resize", "c _ _ sizes", "r").BatchNorm("r", "y", 4).Output("y");
        Folding.Of(model().Rank("r", 4)).IsKept(SkipReason.ShapeUnknown, "axis 1, and that its size stays is not proven");
        // The sizes are an input, which ONNX Runtime would be given as zeros, so nothing is run.
        Assert.Equal(["Conv", "Resize"], Folding.Of(model().Declare("r", 2, 4, 7, 9)).OpTypes);
    }

    [Fact]
    public void Keeps_batch_norm_where_the_scales_are_computed() =>
        Folding.Of(Convolved(13).Input("s", 4).Node("Resize", "c _ s", "r").Rank("r", 4).BatchNorm("r", "y", 4).Output("y")).IsKept(SkipReason.NotConstant, "'s' is an input");

    [Fact]
    public void Asks_only_for_the_axes_that_are_listed()
    {
        Folding.Of(Convolved(18).Vector("s", 2, 1.5).Node("Resize", "c _ s", "r", Ints("axes", -1, 2)).Rank("r", 4).BatchNorm("r", "y", 4).Output("y")).IsFoldedTo("Conv", "Resize");
        Folding.Of(new ModelBuilder(18).Input("x", 2, 3, 5, 6).Conv("x", "c", 2, 3).Vector("s", 1.5, 2).Node("Resize", "c _ s", "r", Ints("axes", 2, 1)).Rank("r", 4)
            .BatchNorm("r", "y", 4).Output("y")).IsKept(SkipReason.WrongAxis, "axis 1, which is resized by 2");
    }

    [Fact]
    public void Keeps_batch_norm_where_the_aspect_ratio_decides_about_the_channels() =>
        Folding.Of(Convolved(18).Integers("sizes", 2, 4, 7, 9).Node("Resize", "c _ _ sizes", "r", Text("keep_aspect_ratio_policy", "not_larger")).Rank("r", 4).BatchNorm("r", "y", 4).Output("y"))
            .IsKept(SkipReason.WrongAxis, "keep_aspect_ratio_policy");

    [Fact]
    public void Keeps_batch_norm_where_the_rounding_moves_every_axis() =>
        Folding.Of(Convolved(11).Vector("roi").Vector("s", 1, 1, 2, 2)
            .Node("Resize", "c roi s", "r", Text("coordinate_transformation_mode", "tf_half_pixel_for_nn"), Text("nearest_mode", "ceil")).Rank("r", 4).BatchNorm("r", "y", 4).Output("y"))
            .IsKept(SkipReason.WrongAxis, "its rounding moves every axis");

    private static ModelBuilder Convolved(long opset) => new ModelBuilder(opset).Input("x", 2, 3, 8, 9).Conv("x", "c", 4, 3).Declare("c", 2, 4, 6, 7);

    private static ModelBuilder Normed(long opset) => new ModelBuilder(opset).Input("x", 2, 4, 6, 7).BatchNorm("x", "y", 4);
}
