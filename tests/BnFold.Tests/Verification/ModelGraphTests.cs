using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

public class ModelGraphTests
{
    [Fact]
    public void Puts_producers_before_readers_and_leaves_out_what_nobody_needs()
    {
        var graph = Graph(new Net().Input("x", 2).Node("Neg", "b", "c").Node("Abs", "x", "dead").Node("Neg", "a", "b").Node("Neg", "x", "a").Output("c"));

        Assert.Equal(["a", "b", "c"], graph.Nodes.Select(node => node.Output[0]));
        Assert.Equal(["a", "b", "c"], graph.Computed);
    }

    [Fact]
    public void Tells_what_depends_on_inputs_or_chance_from_what_is_constant()
    {
        var graph = Graph(new Net().Input("x", 2).Floats("k", [2], 1, 2).Node("Neg", "k", "constant").Node("Add", "x constant", "a")
            .Node("RandomNormal", "", "r", ("shape", new long[] { 2 })).Node("Add", "r constant", "b").Node("Add", "a b", "y").Output("y"));

        Assert.Equal(["a", "r", "b", "y"], graph.Computed.Order(Comparer<string>.Create((one, two) => "arby".IndexOf(one[0]) - "arby".IndexOf(two[0]))));
        Assert.False(graph.IsVariable("constant"));
        Assert.False(graph.IsVariable("k"));
    }

    [Fact]
    public void Takes_overridable_initializers_as_constants()
    {
        var graph = Graph(new Net().Input("x", 2).Input("k", 2).Floats("k", [2], 1, 2).Node("Add", "x k", "y").Output("y"));

        Assert.Equal(["x"], graph.Inputs.Select(input => input.Name));
    }

    [Fact]
    public void Survives_a_circle()
    {
        var graph = Graph(new Net().Input("x", 2).Node("Add", "x b", "a").Node("Neg", "a", "b").Output("b"));

        Assert.NotEmpty(graph.Nodes);
    }

    [Fact]
    public void Makes_names_that_nothing_has()
    {
        var body = new Net().Node("Neg", "x", "y''").Output("y''").Graph;
        var graph = Graph(new Net().Input("x", 2).Node("Neg", "x", "y'").Node("If", "x", "y", ("then_branch", body)).Output("y"));

        Assert.Equal("y'''", graph.FreshName("y"));
        Assert.Equal("y'''", graph.FreshName("y"));
        Assert.Equal("y''''", graph.FreshName("y'"));
    }

    private static ModelGraph Graph(Net net) => new(new() { Graph = net.Graph });
}
