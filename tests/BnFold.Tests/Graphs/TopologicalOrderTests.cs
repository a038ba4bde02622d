using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Graphs;

public sealed class TopologicalOrderTests
{
    [Fact]
    public void A_graph_in_order_keeps_its_order() => Assert.Equal(["a", "b", "c"], Order("a = Relu x[N]; b = Relu x; c = Add a b"));

    [Fact]
    public void Producers_come_before_readers() => Assert.Equal(["a", "b", "c"], Order("c = Add a b; a = Relu x[N]; b = Relu a", "a", "b"));

    [Fact]
    public void What_a_body_captures_comes_before_it()
    {
        var notation = ShapeNotation.Parse("i = If c[]; a = Relu x[N]", 21);
        notation.Model.Graph.Node[0].Attribute.Add(Body("a"));

        Assert.Equal(["a", "i"], ShapeNotation.Infer(notation.Model, Names));
    }

    [Fact]
    public void A_body_may_have_a_value_of_the_name_that_its_node_makes()
    {
        var notation = ShapeNotation.Parse("i = If c[]; a = Relu x[N]", 21);
        notation.Model.Graph.Node[0].Attribute.Add(Body("i", new NodeProto { OpType = "Relu", Input = { "a" }, Output = { "i" } }));

        Assert.Equal(["a", "i"], ShapeNotation.Infer(notation.Model, Names));
    }

    [Fact]
    public void Outputs_left_out_are_read_by_nobody() =>
        Assert.Equal(["r", "s"], Order("r = LSTM x[1,1,3] w[1,8,3] v[1,8,2] _ _ hidden_size=2 #1; s = LSTM r w v _ _ hidden_size=2 #1"));

    [Theory]
    [InlineData("a = Relu b; b = Add a a", "b")]
    [InlineData("a = Relu a", "a")]
    public void A_circle_is_refused(string nodes, string notInput) => IsRefused(Without(ShapeNotation.Parse(nodes, 21), notInput).Model);

    [Fact]
    public void A_circle_through_a_body_is_refused()
    {
        var notation = ShapeNotation.Parse("i = If c[]", 21);
        notation.Model.Graph.Node[0].Attribute.Add(Body("i"));
        IsRefused(notation.Model);
    }

    private static void IsRefused(ModelProto model)
    {
        var refusal = Assert.Throws<OnnxFormatException>(() => ShapeNotation.Infer(model, Names));
        Assert.Contains("circle", refusal.Message, StringComparison.Ordinal);
    }

    private static string[] Order(string nodes, params string[] notInputs) => ShapeNotation.Infer(Without(ShapeNotation.Parse(nodes, 21), notInputs).Model, Names);

    /// <summary>The notation takes a name that comes before the node that makes it for an input.</summary>
    private static ShapeNotation Without(ShapeNotation notation, params string[] inputs)
    {
        foreach (var input in notation.Model.Graph.Input.Where(input => inputs.Contains(input.Name)).ToArray()) notation.Model.Graph.Input.Remove(input);
        return notation;
    }

    private static string[] Names(GraphView view) => [.. view.Main.Nodes.Select(node => node.Outputs[^1]!.Name)];

    private static AttributeProto Body(string returned, params NodeProto[] nodes)
    {
        var body = new GraphProto { Output = { new ValueInfoProto { Name = returned } } };
        body.Node.Add(nodes);
        return ModelBuilder.Body("then_branch", body);
    }
}
