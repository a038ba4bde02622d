using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class MatMulTests
{
    [Fact]
    public void Asks_for_broadcasting_before_operator_set_7()
    {
        var model = new ModelBuilder(opset: 6, irVersion: 3).Input("x", 3, 4).Input("w", 4, 5).Weight("w", 4, 5)
            .Node("MatMul", "x w", "m").BatchNorm("m", "y", 5, Int("is_test", 1)).Output("y");
        var gemm = Folding.Of(model).Node("Gemm");
        Assert.Equal(1, gemm.Int("broadcast"));
    }

    [Fact]
    public void Becomes_Gemm_with_a_batch_norm_of_rank_2_behind_it() =>
        Folding.Of(new ModelBuilder().Input("x", 3, 4).Weight("w", 4, 5).Node("MatMul", "x w", "m").BatchNorm("m", "y", 5).Output("y")).IsFoldedTo("Gemm");

    [Fact]
    public void Becomes_Gemm_with_a_batch_norm_of_rank_2_before_it() =>
        Folding.Of(new ModelBuilder().Input("x", 3, 4).BatchNorm("x", "y", 4).Weight("w", 4, 5).Node("MatMul", "y w", "m").Output("m")).IsFoldedTo("Gemm");

    [Fact]
    public void Gives_the_shift_to_the_Add_behind_it()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 4).Weight("w", 4, 5).Weight("b", 5).Node("MatMul", "x w", "m").Node("Add", "m b", "a");
        // Channels on the last axis of rank 3 come from a left factor only: rows of [3,3] here.
        model.Weight("l", 3, 3).Node("MatMul", "l a", "n").Weight("c", 3, 1).Node("Add", "n c", "o").BatchNorm("o", "y", 3).Output("y");
        Folding.Of(model).IsFoldedTo("MatMul", "Add", "MatMul", "Add");
    }

    [Fact]
    public void Takes_a_batch_norm_behind_a_left_factor_and_leaves_an_Add() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 4, 6).Weight("w", 3, 4).Node("MatMul", "w x", "m").BatchNorm("m", "y", 3).Output("y")).IsFoldedTo("MatMul", "Add");

    [Fact]
    public void Takes_a_batch_norm_before_a_left_factor_and_leaves_an_Add() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 4, 6).BatchNorm("x", "y", 4).Weight("w", 3, 4).Node("MatMul", "w y", "m").Output("m")).IsFoldedTo("MatMul", "Add");

    [Fact]
    public void Keeps_batch_norm_when_no_stand_in_is_wanted() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 4, 6).Weight("w", 3, 4).Node("MatMul", "w x", "m").BatchNorm("m", "y", 3).Output("y"), new() { StandIns = StandIns.Never })
            .IsKept(SkipReason.ShiftBlocked);

    [Fact]
    public void Keeps_batch_norm_on_another_axis_even_when_all_sizes_are_equal() =>
        Folding.Of(new ModelBuilder().Input("x", 4, 4, 4).Weight("w", 4, 4).Node("MatMul", "x w", "m").BatchNorm("m", "y", 4).Output("y")).IsKept(SkipReason.WrongAxis);

    [Fact]
    public void Keeps_batch_norm_when_both_factors_are_computed() =>
        Folding.Of(new ModelBuilder().Input("x", 3, 4).Input("w", 4, 5).Node("MatMul", "x w", "m").BatchNorm("m", "y", 5).Output("y"), new() { StandIns = StandIns.Never })
            .IsKept(SkipReason.NotConstant);
}
