using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Walk;

/// <summary>What the walk itself refuses, whatever the operators say.</summary>
public sealed class AffineWalkTests
{
    [Fact]
    public void Takes_out_a_factor_of_one_before_an_output()
    {
        var model = new ModelBuilder().Input("x", 1, 3, 5, 5).Conv("x", "c", 4, 3).Scalar("one", 1).Node("Mul", "c one", "y").Output("y")
            .Node("Relu", "c", "z").Output("z");
        Folding.Of(model).IsFoldedTo("Conv", "Relu");
    }

    [Fact]
    public void Keeps_a_factor_of_one_between_two_outputs()
    {
        var model = new ModelBuilder().Input("x", 1, 3, 5, 5).Conv("x", "c", 4, 3).Output("c").Scalar("one", 1).Node("Mul", "c one", "y").Output("y");
        Folding.Of(model).IsFoldedTo("Conv", "Mul");
    }

    [Fact]
    public void Keeps_a_factor_of_one_between_an_input_and_an_output()
    {
        var model = new ModelBuilder().Input("x", 1, 3).Scalar("one", 1).Node("Mul", "x one", "y").Output("y").Node("Relu", "x", "z").Output("z");
        Folding.Of(model).IsFoldedTo("Mul", "Relu");
    }

    [Fact]
    public void Keeps_factors_that_cancel_between_an_input_and_an_output()
    {
        var model = new ModelBuilder().Input("x", 1, 3).Scalar("two", 2).Node("Mul", "x two", "m").Node("Div", "m two", "y").Output("y");
        var folding = Folding.Of(model).ComputesTheSame();
        Assert.Single(folding.OpTypes);
    }

    [Fact]
    public void Keeps_a_factor_of_one_that_a_body_returns()
    {
        var model = new ModelBuilder().Input("condition", ElementType.Bool).Input("x", 1, 3, 5, 5).Conv("x", "c", 4, 3).Scalar("one", 1);
        var body = new ModelBuilder().Node("Mul", "c one", "b").Output("b").Graph;
        model.Node("If", "condition", "out", Body("then_branch", body), Body("else_branch", body.Clone())).Output("out").Node("Relu", "c", "z").Output("z");
        Folding.Of(model).IsFoldedTo("Conv", "If", "Relu");
    }

    [Fact]
    public void Keeps_a_factor_of_one_that_a_body_reads_where_it_has_its_own_value_of_the_name_before()
    {
        var model = new ModelBuilder().Input("condition", ElementType.Bool).Input("x", 1, 3, 5, 5).Conv("x", "q", 3, 3).Scalar("one", 1).Node("Mul", "q one", "z");
        var body = new ModelBuilder().Node("Neg", "z", "q").Node("Add", "z q", "b").Output("b").Graph;
        model.Node("If", "condition", "out", Body("then_branch", body), Body("else_branch", body.Clone())).Output("out");
        Assert.Contains("Mul", Folding.Of(model).OpTypes);
    }

    [Fact]
    public void Folds_a_batch_norm_of_a_constant()
    {
        var model = new ModelBuilder().Input("x", 1, 3, 2, 2).Weight("k", 1, 3, 2, 2).BatchNorm("k", "b", 3).Node("Add", "x b", "y").Output("y");
        Folding.Of(model).IsFoldedTo("Add");
    }

    [Fact]
    public void Folds_a_batch_norm_of_a_constant_with_other_readers()
    {
        var model = new ModelBuilder().Input("x", 1, 3, 2, 2).Weight("k", 1, 3, 2, 2).BatchNorm("k", "b", 3).Node("Add", "x b", "s").Node("Mul", "s k", "y").Output("y");
        Folding.Of(model).IsFoldedTo("Add", "Mul");
    }
}
