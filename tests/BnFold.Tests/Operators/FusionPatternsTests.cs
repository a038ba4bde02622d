using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

/// <summary>Each pattern stands between a Conv and a BatchNormalization, with arithmetic on numbers that invites folding.</summary>
public sealed class FusionPatternsTests
{
    [Fact]
    public void Leaves_GELU_by_Erf_alone() => IsLeftAlone(m => m
        .Scalar("root", 1.4142135).Scalar("one", 1).Scalar("half", 0.5)
        .Node("Div", "x root", "a").Node("Erf", "a", "b").Node("Add", "b one", "c").Node("Mul", "x c", "d").Node("Mul", "d half", "y"));

    [Fact]
    public void Leaves_GELU_by_Tanh_alone() => IsLeftAlone(m => m
        .Scalar("three", 3).Scalar("k", 0.044715).Scalar("root", 0.797885).Scalar("one", 1).Scalar("half", 0.5)
        .Node("Pow", "x three", "a").Node("Mul", "a k", "b").Node("Add", "x b", "c").Node("Mul", "c root", "d").Node("Tanh", "d", "e").Node("Add", "e one", "f")
        .Node("Mul", "x f", "g").Node("Mul", "g half", "y"));

    [Fact]
    public void Leaves_HardSwish_by_Clip_alone() => IsLeftAlone(m => m
        .Scalar("three", 3).Scalar("zero", 0).Scalar("six", 6)
        .Node("Add", "x three", "a").Node("Clip", "a zero six", "b").Node("Mul", "x b", "c").Node("Div", "c six", "y"));

    [Fact]
    public void Leaves_QuickGELU_alone() => IsLeftAlone(m => m
        .Scalar("k", 1.702).Node("Mul", "x k", "a").Node("Sigmoid", "a", "b").Node("Mul", "x b", "y"));

    [Fact]
    public void Leaves_scaling_before_Softmax_alone() => IsLeftAlone(m => m
        .Scalar("k", 8).Node("Div", "x k", "a").Node("Softmax", "a", "y", Int("axis", -1)));

    [Fact]
    public void Leaves_scaling_of_attention_alone() => IsLeftAlone(m => m
        .Scalar("k", 0.35).Node("Mul", "x k", "a").Node("Transpose", "x", "t", Ints("perm", 0, 1, 3, 2)).Node("MatMul", "a t", "b").Node("Softmax", "b", "y", Int("axis", -1)));

    [Fact]
    public void Leaves_LayerNormalization_by_hand_alone() => IsLeftAlone(m => m
        .Scalar("two", 2).Scalar("epsilon", 1e-5).Weight("scale", 4).Weight("bias", 4)
        .Node("ReduceMean", "x", "mean", Ints("axes", -1)).Node("Sub", "x mean", "a").Node("Pow", "a two", "b").Node("ReduceMean", "b", "c", Ints("axes", -1))
        .Node("Add", "c epsilon", "d").Node("Sqrt", "d", "e").Node("Div", "a e", "f").Node("Mul", "f scale", "g").Node("Add", "g bias", "y"));

    [Theory]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Exp")]
    public void Folds_numbers_before_an_activation_that_nothing_else_meets(string activation)
    {
        var model = new ModelBuilder().Input("x", 2, 4, 6, 6).Scalar("k", 0.5).Scalar("b", 0.25)
            .Conv("x", "c", filters: 4, channels: 4).BatchNorm("c", "n", 4).Node("Mul", "n k", "m").Node("Add", "m b", "a").Node(activation, "a", "y").Output("y");
        Folding.Of(model).IsFoldedTo("Conv", activation);
    }

    [Fact]
    public void Keeps_batch_norm_that_would_change_a_number_of_a_pattern()
    {
        var model = new ModelBuilder().Input("x", 2, 4, 4, 4).Scalar("root", 1.4142135).Scalar("one", 1).Scalar("half", 0.5)
            .Node("Div", "x root", "a").Node("Erf", "a", "b").Node("Add", "b one", "c").Node("Mul", "x c", "d").Node("Mul", "d half", "e").BatchNorm("e", "y", 4).Output("y");
        Folding.Of(model).IsKept(SkipReason.FusionPattern, "GELU");
    }

    /// <summary>A model of the pattern alone comes out byte for byte as it went in.</summary>
    private static void IsLeftAlone(Action<ModelBuilder> pattern)
    {
        var model = new ModelBuilder().Input("x", 2, 4, 4, 4);
        pattern(model);
        var folding = Folding.Of(model.Output("y"));
        Assert.Equal(model.Model.ToByteArray(), folding.Model.ToByteArray());
    }
}
