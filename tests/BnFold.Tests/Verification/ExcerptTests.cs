using BnFold.Onnx;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

public class ExcerptTests
{
    private static readonly Net _net = new Net().Input("x", 2).Input("unused", 2).Floats("k", [2], 1, 2).Floats("other", [2], 3, 4)
        .Node("Mul", "x k", "a").Node("Neg", "a", "b").Node("Add", "b k", "c").Node("Sub", "c other", "d").Output("d").Output("b");

    [Fact]
    public void Takes_only_what_is_needed()
    {
        var excerpt = Cut(["b"], "x");

        Assert.Equal(["Mul", "Neg"], excerpt.Model.Graph.Node.Select(node => node.OpType));
        Assert.Equal(["x"], excerpt.Inputs);
        Assert.Equal(["k"], excerpt.Model.Graph.Initializer.Select(tensor => tensor.Name));
        Assert.Equal(["b"], excerpt.Model.Graph.Output.Select(output => output.Name));
    }

    [Fact]
    public void Stops_at_what_is_fed()
    {
        var excerpt = Cut(["d"], "x", "b");

        Assert.Equal(["Add", "Sub"], excerpt.Model.Graph.Node.Select(node => node.OpType));
        Assert.Equal(["b"], excerpt.Inputs);
    }

    [Fact]
    public void Computes_a_value_that_is_fed_to_others_under_a_fresh_name()
    {
        var excerpt = Cut(["b", "c"], "a", "b");

        Assert.Equal(["a", "b"], excerpt.Inputs.Order());
        Assert.Equal("b'", excerpt.ResultOf("b"));
        Assert.Equal(["a > b'", "b k > c"], excerpt.Model.Graph.Node.Select(Text).Order());
    }

    [Fact]
    public void Renames_what_a_branch_makes_by_the_name_of_a_value_that_is_fed()
    {
        var made = new Net().Node("Neg", "x", "y").Output("y").Graph;
        var inner = new Net().Node("If", "flag", "y", ("then_branch", made.Clone()), ("else_branch", made.Clone())).Node("Abs", "y", "z").Output("z").Graph;
        var net = new Net().Input("x", 2).Bytes("flag", ElementType.Bool, [], [1])
            .Node("If", "flag", "y", ("then_branch", made), ("else_branch", inner)).Node("Abs", "y", "z2").Output("z2");

        var excerpt = Cut(net, ["y", "z2"], "x", "y");

        var branches = excerpt.Model.Graph.Node.Single(node => node.OpType == "If").Bodies().ToArray();
        Assert.Equal(branches[0].Node[0].Output[0], branches[0].Output[0].Name);
        Assert.DoesNotContain("y", excerpt.Model.Graph.Node.WithBodies().SelectMany(node => node.Output));
        Assert.Contains("y", excerpt.Inputs);
    }

    [Fact]
    public void Hands_out_inputs_and_constants_too()
    {
        var excerpt = Cut(["x", "k"], "x");

        Assert.Equal(["Identity", "Identity"], excerpt.Model.Graph.Node.Select(node => node.OpType));
        Assert.Equal(["x'", "k'"], excerpt.Model.Graph.Output.Select(output => output.Name));
    }

    [Fact]
    public void Leaves_the_graph_as_it_was()
    {
        var before = _net.Graph.Clone();

        Cut(["b", "d"], "x", "b", "c");

        Assert.Equal(before, _net.Graph);
    }

    [Fact]
    public void Follows_what_bodies_capture()
    {
        var body = new Net().Node("Add", "a k", "inner").Output("inner").Graph;
        var net = new Net().Input("x", 2).Input("flag", ElementType.Bool).Floats("k", [2], 1, 2).Node("Neg", "x", "a")
            .Node("If", "flag", "y", ("then_branch", body), ("else_branch", body.Clone())).Output("y");
        var graph = new ModelGraph(new() { Graph = net.Graph });

        var excerpt = new Excerpt(graph, ["y"], graph.Inputs.ToDictionary(input => input.Name));

        Assert.Equal(["Neg", "If"], excerpt.Model.Graph.Node.Select(node => node.OpType));
        Assert.Equal(["k"], excerpt.Model.Graph.Initializer.Select(tensor => tensor.Name));
    }

    private static Excerpt Cut(string[] values, params string[] fed) => Cut(_net, values, fed);

    private static Excerpt Cut(Net net, string[] values, params string[] fed) =>
        new(new(new() { Graph = net.Graph }), values, fed.ToDictionary(name => name, name => new ValueInfoProto { Name = name }));

    private static string Text(NodeProto node) => $"{string.Join(' ', node.Input)} > {string.Join(' ', node.Output)}";
}
