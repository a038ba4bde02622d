using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

/// <summary>Operators that move elements without changing them: Transpose, Reshape, Squeeze, Concat, Split, Slice, Gather.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void Carries_through_Transpose_both_ways()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3, kernel: 1)
            .Node("Transpose", "c", "t", Ints("perm", 0, 2, 3, 1)).Node("Transpose", "t", "u", Ints("perm", 0, 3, 1, 2)).BatchNorm("u", "y", 6)
            .Node("Transpose", "y", "v", Ints("perm", 0, 2, 1, 3)).Node("Relu", "v", "z").Output("z");
        Folding.Of(model).IsFoldedTo("Conv", "Transpose", "Transpose", "Transpose", "Relu");
    }

    [Fact]
    public void Keeps_batch_norm_where_a_Transpose_of_equal_sizes_makes_another_axis_the_channels()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 6, 6).Conv("x", "c", 6, 3, kernel: 1).Node("Transpose", "c", "t", Ints("perm", 0, 2, 1, 3)).BatchNorm("t", "y", 6).Output("y");
        Folding.Of(model).IsKept(SkipReason.WrongAxis);
    }

    [Theory]
    [InlineData("2,6,20")]
    [InlineData("2,6,4,5")]
    [InlineData("2,6,4,5,1")]
    public void Carries_through_Reshape_that_leaves_the_channels_alone(string shape)
    {
        long[] dims = [.. shape.Split(',').Select(long.Parse)];
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3, kernel: 1).Declare("c", 2, 6, 5, 4)
            .Integers("shape", dims).Node("Reshape", "c shape", "r").Declare("r", dims).BatchNorm("r", "y", 6).Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "Reshape");
    }

    [Fact]
    public void Carries_through_Flatten_and_repeats_the_coefficients()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).BatchNorm("x", "y", 3).Node("Flatten", "y", "f").Declare("f", 2, 60)
            .Weight("w", 60, 7).Node("Gemm", "f w", "z").Output("z");
        Folding.Of(model).IsFoldedTo("Flatten", "Gemm");
    }

    [Fact]
    public void Keeps_batch_norm_behind_a_Reshape_that_mixes_channels()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 4, 4).Conv("x", "c", 6, 3, kernel: 1).Declare("c", 2, 6, 4, 4)
            .Integers("shape", 3, 4, 4, 4).Node("Reshape", "c shape", "r").Declare("r", 3, 4, 4, 4).BatchNorm("r", "y", 4).Output("y");
        Folding.Of(model).IsKept(SkipReason.WrongAxis);
    }

    [Fact]
    public void Carries_through_a_Reshape_that_makes_every_other_channel_one()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 4, 4).Conv("x", "c", 6, 3, kernel: 1).Declare("c", 2, 6, 4, 4)
            .Integers("shape", 6, 2, 4, 4).Node("Reshape", "c shape", "r").Declare("r", 6, 2, 4, 4).BatchNorm("r", "y", 2).Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "Reshape");
    }

    [Fact]
    public void Carries_from_rank_2_to_4_and_back()
    {
        var model = new ModelBuilder(opset: 12).Input("x", 3, 4).Weight("w", 4, 5).Weight("b", 5).Node("Gemm", "x w b", "g")
            .Node("Unsqueeze", "g", "u", Ints("axes", 2, -1)).Declare("u", 3, 5, 1, 1).BatchNorm("u", "y", 5).Node("Squeeze", "y", "s", Ints("axes", -1, 2)).Output("s");
        Folding.Of(model).IsFoldedTo("Gemm", "Unsqueeze", "Squeeze");
    }

    [Fact]
    public void Cuts_the_coefficients_at_Concat()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "a", 4, 3).Conv("x", "b", 2, 3).Declare("a", 2, 4, 3, 2).Declare("b", 2, 2, 3, 2)
            .Node("Concat", "a b", "c", Int("axis", 1)).Declare("c", 2, 6, 3, 2).BatchNorm("c", "y", 6).Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "Conv", "Concat");
    }

    [Fact]
    public void Changes_a_constant_that_is_concatenated()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "a", 4, 3).Declare("a", 2, 4, 3, 2).Weight("k", 2, 2, 3, 2)
            .Node("Concat", "a k", "c", Int("axis", 1)).Declare("c", 2, 6, 3, 2).BatchNorm("c", "y", 6).Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "Concat");
    }

    [Fact]
    public void Keeps_batch_norm_when_one_branch_of_Concat_is_an_input()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "a", 4, 3, kernel: 1).Declare("a", 2, 4, 5, 4)
            .Node("Concat", "a x", "c", Int("axis", 1)).Declare("c", 2, 7, 5, 4).BatchNorm("c", "y", 7).Output("y");
        Folding.Of(model).IsKept(SkipReason.GraphInput);
    }

    [Fact]
    public void Joins_forward_at_Concat_with_the_identity_for_other_branches()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Input("k", 2, 2, 5, 4).BatchNorm("x", "y", 3).Node("Concat", "y k", "c", Int("axis", 1)).Conv("c", "z", 4, 5).Output("z");
        model.Declare("y", 2, 3, 5, 4);
        Folding.Of(model).IsFoldedTo("Concat", "Conv");
    }

    [Fact]
    public void Goes_forward_into_all_readers()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).BatchNorm("x", "y", 3).Conv("y", "a", 4, 3).Conv("y", "b", 4, 3, kernel: 1).Output("a").Output("b");
        Folding.Of(model).IsFoldedTo("Conv", "Conv");
    }

    [Fact]
    public void Joins_backward_at_Split()
    {
        var model = new ModelBuilder(opset: 12).Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3).Node("Split", "c", "a b", Int("axis", 1), Ints("split", 2, 4))
            .BatchNorm("a", "y", 2).BatchNorm("b", "z", 4).Declare("c", 2, 6, 3, 2).Declare("a", 2, 2, 3, 2).Declare("b", 2, 4, 3, 2).Output("y").Output("z");
        Folding.Of(model).IsFoldedTo("Conv", "Split");
    }

    [Fact]
    public void Cuts_forward_at_Split()
    {
        var model = new ModelBuilder(opset: 12).Input("x", 2, 6, 5, 4).BatchNorm("x", "y", 6).Node("Split", "y", "a b", Int("axis", 1), Ints("split", 2, 4))
            .Conv("a", "c", 4, 2).Conv("b", "d", 4, 4).Declare("y", 2, 6, 5, 4).Declare("a", 2, 2, 5, 4).Declare("b", 2, 4, 5, 4).Output("c").Output("d");
        Folding.Of(model).IsFoldedTo("Split", "Conv", "Conv");
    }

    [Theory]
    [InlineData(1, 4, 1)]
    [InlineData(-3, 100, 1)]
    [InlineData(4, -7, -2)]
    public void Carries_through_Slice_of_the_channels(long start, long end, long step)
    {
        var kept = Enumerable.Range(0, 6).ToArray();
        var count = step > 0 ? kept[(Index)(start < 0 ? (int)start + 6 : (int)start)..Math.Min((int)end, 6)].Length : 3;
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3).Declare("c", 2, 6, 3, 2)
            .Integers("start", start).Integers("end", end).Integers("axis", 1).Integers("step", step).Node("Slice", "c start end axis step", "s").Declare("s", 2, count, 3, 2)
            .BatchNorm("s", "y", count).Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "Slice");
        var forward = new ModelBuilder().Input("x", 2, 6, 5, 4).BatchNorm("x", "y", 6)
            .Integers("start", start).Integers("end", end).Integers("axis", 1).Integers("step", step).Node("Slice", "y start end axis step", "s").Declare("s", 2, count, 5, 4)
            .Conv("s", "c", 4, count).Declare("y", 2, 6, 5, 4).Output("c");
        Folding.Of(forward).IsFoldedTo("Slice", "Conv");
    }

    /// <summary>Beyond the data to the specification, and to ONNX Runtime the end at its front.</summary>
    [Theory, InlineData(int.MinValue, true), InlineData(int.MaxValue, false)]
    public void Carries_through_Slice_backwards_unless_its_end_has_two_meanings(long end, bool folds)
    {
        var model = new ModelBuilder().Input("x", 2, 6, 5, 5).BatchNorm("x", "n", 6).Integers("start", -1).Integers("end", end).Integers("one", 1).Integers("step", -1)
            .Node("Slice", "n start end one step", "a").Conv("a", "y", 4, 6).Output("y");
        if (folds) Folding.Of(model).IsFoldedTo("Slice", "Conv");
        else Folding.Of(model).IsKept(SkipReason.GraphInput, "where it cuts axis 1 is not known");
    }

    [Theory, InlineData(8, true), InlineData(-1, false)]
    public void Carries_through_Slice_whose_bounds_are_computed_from_known_sizes(long height, bool folds)
    {
        var model = new ModelBuilder().Input("x", 2, 8, height, 5).BatchNorm("x", "n", 8).Integers("one", 1).Integers("two", 2)
            .Node("Shape", "n", "s").Node("Gather", "s two", "size").Node("Div", "size two", "half")
            .Node("Slice", "n half size one", "a").Conv("a", "y", 4, 4).Output("y");
        if (folds) Folding.Of(model).IsFoldedTo("Shape", "Gather", "Div", "Slice", "Conv");
        else Folding.Of(model).IsKept(SkipReason.GraphInput, "where it cuts axis 1 is not known");
    }

    [Theory]
    [InlineData("0,2,1,5", true)]
    [InlineData("0,2,2,5", false)]
    public void Carries_back_through_Gather_unless_an_element_is_picked_twice(string indices, bool folds)
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 4).Conv("x", "c", 6, 3).Declare("c", 2, 6, 3, 2).Integers("i", [.. indices.Split(',').Select(long.Parse)])
            .Node("Gather", "c i", "g", Int("axis", 1)).Declare("g", 2, 4, 3, 2).BatchNorm("g", "y", 4).Output("y");
        if (folds)
            Folding.Of(model).IsFoldedTo("Conv", "Gather");
        else
            Folding.Of(model).IsKept(SkipReason.OtherReaders, "picked twice");
    }

    [Fact]
    public void Carries_forward_through_Gather_whatever_is_picked()
    {
        var model = new ModelBuilder().Input("x", 2, 6, 5, 4).BatchNorm("x", "y", 6).Integers("i", 0, 2, 2, -1).Node("Gather", "y i", "g", Int("axis", 1))
            .Conv("g", "z", 4, 4).Declare("y", 2, 6, 5, 4).Declare("g", 2, 4, 5, 4).Output("z");
        Folding.Of(model).IsFoldedTo("Gather", "Conv");
    }
}
