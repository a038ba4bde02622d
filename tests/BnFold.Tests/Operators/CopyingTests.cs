using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

/// <summary>Expand and Tile.</summary>
public sealed class CopyingTests
{
    [Fact]
    public void Expand_lets_affines_back_that_do_not_vary_where_it_makes_copies()
    {
        var model = (ModelBuilder model, params long[] shape) => model.Integers("shape", shape).Node("Expand", "c shape", "e").Rank("e", Math.Max(shape.Length, 4));
        var pooled = () => new ModelBuilder().Input("x", 2, 3, 1, 1).Conv("x", "c", 4, 3, kernel: 1).Declare("c", 2, 4, 1, 1);
        Folding.Of(model(pooled(), 1, 1, 5, 6).BatchNorm("e", "y", 4).Output("y")).IsFoldedTo("Conv", "Expand");
        Folding.Of(model(pooled(), 2, 4, 5, 6).BatchNorm("e", "y", 4).Output("y")).IsFoldedTo("Conv", "Expand");
        Folding.Of(model(pooled(), 7).BatchNorm("e", "y", 4).Output("y")).IsFoldedTo("Conv", "Expand");
        Folding.Of(model(new ModelBuilder().Input("x", 2, 3, 5, 6).Conv("x", "c", 1, 3).Declare("c", 2, 1, 3, 4), 1, 4, 1, 1).BatchNorm("e", "y", 4).Output("y"))
            .IsKept(SkipReason.WrongAxis, "axis 1, along which it makes copies");
        Folding.Of(model(pooled(), 3, 1, 1, 1, 1).BatchNorm("e", "y", 2).Output("y")).IsKept(SkipReason.WrongAxis, "Conv 'c_node'");
    }

    [Fact]
    public void Expand_lets_affines_back_where_only_symbols_prove_that_there_are_no_copies()
    {
        var model = (string after) =>
        {
            var m = new ModelBuilder().Input("x", 2, 3, 1, 1).Weight("w", 4, 3, 1, 1).Node("Conv", "x w", "c").Input("shape", ElementType.Int64, 4).Node("Expand", "c shape", "e");
            Declare(m, "c", "channels");
            Declare(m, "e", after);
            return m.BatchNorm("e", "y", 4).Output("y");
        };
        Assert.Equal(["Conv", "Expand"], Folding.Of(model("channels")).OpTypes);
        // The weight has four channels, and more than one cannot be copied.
        Assert.Equal(["Conv", "Expand"], Folding.Of(model("others")).OpTypes);
    }

    [Fact]
    public void Expand_lets_all_affines_forward()
    {
        var model = (params long[] shape) => new ModelBuilder().Input("x", 2, 4, 1, 1).BatchNorm("x", "y", 4).Integers("shape", shape).Node("Expand", "y shape", "e");
        Folding.Of(model(1, 1, 5, 6).Conv("e", "c", 3, 4).Output("c")).IsFoldedTo("Expand", "Conv");
        Folding.Of(model(6).Conv("e", "c", 3, 4, kernel: 1).Output("c")).IsFoldedTo("Expand", "Conv");
        // One axis more moves the channels to axis 2.
        Folding.Of(model(3, 2, 1, 1, 1).Conv("e", "c", 3, 2, kernel: 1, spatial: 3).Output("c")).IsKept(SkipReason.GraphInput, "Conv 'c_node'");
    }

    [Fact]
    public void Expand_keeps_batch_norm_where_ranks_are_unknown()
    {
        var model = () => new ModelBuilder().Input("x", 2, 4, 1, 1).Input("n", ElementType.Int64, -1).BatchNorm("x", "y", 4).Node("Expand", "y n", "e").Conv("e", "c", 3, 4, kernel: 1).Output("c");
        Folding.Of(model()).IsKept(SkipReason.GraphInput, "the rank of 'e' is unknown");
        Assert.Equal(["Expand", "Conv"], Folding.Of(model().Rank("e", 4)).OpTypes);
    }

    [Fact]
    public void Tile_lets_affines_through_that_do_not_vary_where_it_makes_copies()
    {
        Folding.Of(Tiled(new ModelBuilder().Input("x", 2, 3, 4, 5).Conv("x", "c", 4, 3), "c", 2, 1, 2, 3).BatchNorm("t", "y", 4).Output("y")).IsFoldedTo("Conv", "Tile");
        Folding.Of(Tiled(new ModelBuilder().Input("x", 2, 4, 4, 5).BatchNorm("x", "y", 4), "y", 1, 1, 3, 2).Conv("t", "c", 3, 4).Output("c")).IsFoldedTo("Tile", "Conv");
    }

    [Fact]
    public void Tile_repeats_coefficients_forward_and_asks_for_equal_ones_backward()
    {
        Folding.Of(Tiled(new ModelBuilder().Input("x", 2, 4, 4, 5).BatchNorm("x", "y", 4), "y", 1, 3, 1, 1).Conv("t", "c", 3, 12).Output("c")).IsFoldedTo("Tile", "Conv");
        double[] scale = [1, 2, -3, 1, 2, -3];
        var model = () => Tiled(new ModelBuilder().Input("x", 2, 3, 4, 5).Conv("x", "c", 3, 3), "c", 1, 2, 1, 1).Affine("t", "y", scale, scale).Output("y");
        Folding.Of(model()).IsFoldedTo("Conv", "Tile");
        scale[4] = 5;
        Folding.Of(model()).IsKept(SkipReason.WrongAxis, "differs between its 2 copies along axis 1");
    }

    [Fact]
    public void Tile_keeps_batch_norm_where_repeats_are_computed_or_old()
    {
        var model = new ModelBuilder().Input("x", 2, 4, 4, 5).Input("n", ElementType.Int64, 4).BatchNorm("x", "y", 4).Node("Tile", "y n", "t").Conv("t", "c", 3, 4).Output("c");
        Folding.Of(model).IsKept(SkipReason.GraphInput, "'n' is an input");
        var old = new ModelBuilder(opset: 5).Input("x", 2, 4, 4, 5).BatchNorm("x", "y", 4, Int("is_test", 1)).Integers("n", 2).Integers("axis", 2).Node("Tile", "y n axis", "t").Conv("t", "c", 3, 4).Output("c");
        Folding.Of(old).IsKept(SkipReason.GraphInput, "before operator set 6");
    }

    private static ModelBuilder Tiled(ModelBuilder model, string input, params long[] repeats) => model.Integers("n", repeats).Node("Tile", [input, "n"], ["t"]).Rank("t", repeats.Length);

    private static void Declare(ModelBuilder model, string name, string channels)
    {
        model.Rank(name, 4);
        model.Graph.ValueInfo[^1].Type.TensorType.Shape.Dim[1].DimParam = channels;
    }
}
