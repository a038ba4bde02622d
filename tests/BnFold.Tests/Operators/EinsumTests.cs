using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class EinsumTests
{
    [Theory]
    [InlineData("bchw,cd->bdhw", 4, 6)]
    [InlineData("bchw,dc->bdhw", 6, 4)]
    [InlineData("bc...,cd->bd...", 4, 6)]
    public void Takes_the_scale_of_a_batch_norm_behind_it_and_leaves_the_shift_to_the_Add(string equation, long rows, long columns)
    {
        var model = new ModelBuilder().Input("x", 2, 4, 5, 3).Weight("w", rows, columns).Weight("b", 6, 1, 1)
            .Node("Einsum", "x w", "m", Text("equation", equation)).Node("Add", "m b", "a").BatchNorm("a", "y", 6).Output("y");
        Folding.Of(model).IsFoldedTo("Einsum", "Add");
    }

    [Fact]
    public void Takes_a_batch_norm_of_rank_2_behind_it_and_an_Add_stands_in() =>
        Folding.Of(new ModelBuilder().Input("x", 3, 4).Weight("w", 4, 5).Node("Einsum", "x w", "m", Text("equation", "ij,jk")).BatchNorm("m", "y", 5).Output("y"))
            .IsFoldedTo("Einsum", "Add");

    [Fact]
    public void Hands_its_sum_over_the_shift_on_from_a_batch_norm_before_it()
    {
        var model = new ModelBuilder().Input("x", 2, 4, 5, 3).BatchNorm("x", "y", 4).Weight("w", 4, 6).Weight("b", 6, 1, 1)
            .Node("Einsum", "y w", "m", Text("equation", "bchw,cd->bdhw")).Node("Add", "m b", "a").Output("a");
        Folding.Of(model).IsFoldedTo("Einsum", "Add");
    }

    [Fact]
    public void Lets_the_scale_through_where_the_constant_has_other_axes()
    {
        // As graph convolutions do: the constant mixes places, the channels come from the Conv.
        var model = new ModelBuilder().Input("x", 2, 3, 4, 5).Conv("x", "c", 6, 3, kernel: 1).Weight("a", 5, 7)
            .Node("Einsum", "c a", "m", Text("equation", "nctv,vw->nctw")).BatchNorm("m", "y", 6).Output("y");
        Folding.Of(model, new() { StandIns = StandIns.Always }).IsFoldedTo("Conv", "Einsum", "Add");
    }

    [Fact]
    public void Sums_the_shift_over_the_places_of_the_constant()
    {
        var model = BeforeGraphConvolution(new ModelBuilder().Tensor("a", [2, 3], [0.25, 0.5, -1, 0.75, 0.5, 2]));
        Folding.Of(model).IsFoldedTo("Einsum", "Conv");
    }

    [Fact]
    public void Keeps_batch_norm_where_the_sums_over_its_shift_differ()
    {
        var model = BeforeGraphConvolution(new ModelBuilder().Tensor("a", [2, 3], [0.25, 0.5, -1, 0.75, 0.5, 3]));
        Folding.Of(model).IsKept(SkipReason.GraphInput, "varies on another axis");
    }

    [Fact]
    public void Reorders_an_affine_as_a_Transpose_does()
    {
        var model = new ModelBuilder().Input("x", 2, 5, 3, 3).Conv("x", "c", 4, 5, kernel: 1)
            .Node("Einsum", "c", "m", Text("equation", "bchw->bwhc")).Node("Transpose", "m", "t", Ints("perm", 0, 3, 1, 2)).BatchNorm("t", "y", 4).Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "Einsum", "Transpose");
    }

    [Fact]
    public void Keeps_batch_norm_when_no_stand_in_is_wanted() =>
        Folding.Of(
            new ModelBuilder().Input("x", 3, 4).Weight("w", 4, 5).Node("Einsum", "x w", "m", Text("equation", "ij,jk->ik")).BatchNorm("m", "y", 5).Output("y"),
            new() { StandIns = StandIns.Never }).IsKept(SkipReason.ShiftBlocked, "no bias");

    [Fact]
    public void Keeps_batch_norm_before_a_diagonal() =>
        Folding.Of(new ModelBuilder().Input("x", 4, 4).BatchNorm("x", "y", 4).Node("Einsum", "y", "m", Text("equation", "ii->i")).Output("m"),
            new() { StandIns = StandIns.Never }).IsKept(SkipReason.GraphInput, "diagonal");

    [Fact]
    public void Keeps_batch_norm_before_a_sum_of_unknown_length()
    {
        // How often the shift counts is known only when the model runs.
        var model = new ModelBuilder().Input("x", 2, 4, -1).BatchNorm("x", "y", 4).Weight("w", 1, 3)
            .Node("Einsum", "y w", "m", Text("equation", "bcl,ln->bcn")).Output("m");
        Folding.Of(model).IsKept(SkipReason.GraphInput, "as long as this one");
    }

    [Fact]
    public void Keeps_batch_norm_when_both_operands_are_computed() =>
        Folding.Of(
            new ModelBuilder().Input("x", 3, 4).BatchNorm("x", "y", 4).Input("w", 4, 5).Node("Einsum", "y w", "m", Text("equation", "ij,jk->ik")).Output("m"),
            new() { StandIns = StandIns.Never }).IsKept(SkipReason.GraphInput, "one other operand");

    [Fact]
    public void Names_an_initializer_that_a_caller_may_replace() =>
        Folding.Of(
            new ModelBuilder().Input("x", 3, 4).Input("w", 4, 5).Weight("w", 4, 5).Node("Einsum", "x w", "m", Text("equation", "ij,jk->ik")).BatchNorm("m", "y", 5).Output("y"),
            new() { StandIns = StandIns.Never }).IsKept(SkipReason.OverridableInitializer, "'w'");

    private static ModelBuilder BeforeGraphConvolution(ModelBuilder model) => model.Input("x", 2, 6, 4, 2).BatchNorm("x", "y", 6)
        .Node("Einsum", "y a", "m", Text("equation", "nctv,vw->nctw")).Conv("m", "c", 3, 6, kernel: 1).Output("c");
}
