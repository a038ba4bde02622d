using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Walk;

public sealed class FoldDetailsTests
{
    private static readonly FoldOptions _detailed = new() { Details = true };

    [Fact]
    public void Costs_nothing_where_nobody_asks()
    {
        var report = Folding.Of(ConvRelu()).Report;
        Assert.Empty(report.Weights);
        Assert.Null(Assert.Single(report.Outcomes).GraphBefore);
        Assert.Null(report.Outcomes[0].GraphAfter);
    }

    [Fact]
    public void The_graph_around_a_fold_is_seen_before_and_after()
    {
        var outcome = Folding.Of(ConvRelu(), _detailed).Outcome;
        Assert.Equal("x:input c_node:Conv bn_n:BatchNormalization y_node:Relu", Text(outcome.GraphBefore!));
        Assert.Equal(["c_node>bn_n", "bn_n>y_node", "x>c_node"], Links(outcome.GraphBefore!));
        Assert.Equal(ExcerptRole.Site, outcome.GraphBefore!.Nodes.Single(n => n.OpType == "BatchNormalization").Role);
        Assert.Equal("x:input c_node:Conv y_node:Relu", Text(outcome.GraphAfter!));
        Assert.Equal(["c_node>y_node", "x>c_node"], Links(outcome.GraphAfter!));
        Assert.Equal(ExcerptRole.Host, outcome.GraphAfter!.Nodes.Single(n => n.OpType == "Conv").Role);
    }

    [Fact]
    public void Operators_on_the_way_are_carriers()
    {
        var model = new ModelBuilder().Input("x", 2, 4, 6, 6).Conv("x", "c", 4, 4)
            .Node("GlobalAveragePool", "c", "p").BatchNorm("p", "n", 4).Node("Relu", "n", "y").Output("y");
        var graph = Folding.Of(model, _detailed).Outcome.GraphBefore!;
        Assert.Equal(ExcerptRole.Carrier, graph.Nodes.Single(n => n.OpType == "GlobalAveragePool").Role);
    }

    [Fact]
    public void What_takes_a_node_s_place_is_added()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 4).Node("Relu", "x", "r").BatchNorm("r", "n", 3).Node("Relu", "n", "y").Output("y");
        var outcome = Folding.Of(model, _detailed with { StandIns = StandIns.Always }).Outcome;
        Assert.Contains(outcome.GraphAfter!.Nodes, n => n is { Role: ExcerptRole.Added, OpType: "Mul" or "Add" });
    }

    [Fact]
    public void A_fold_that_reaches_far_is_not_shown_whole()
    {
        var model = new ModelBuilder().Input("x", 2, 4, 6, 6);
        for (var i = 0; i < 40; i++) model.Conv("x", $"c{i}", 4, 4);
        model.Node("Concat", string.Join(' ', Enumerable.Range(0, 40).Select(i => $"c{i}")), "j", Int("axis", 1)).BatchNorm("j", "y", 160).Output("y");
        var graph = Folding.Of(model, _detailed).Outcome.GraphBefore!;
        Assert.InRange(graph.Nodes.Count, 5, 30);
        Assert.True(graph.Omitted >= 25);
    }

    [Fact]
    public void Weights_are_those_of_the_first_model_and_of_the_last()
    {
        var model = ConvRelu();
        var before = Numbers(model.Graph.Initializer.Single(t => t.Name == "c.weight"));
        var folding = Folding.Of(model, _detailed);
        var weights = folding.Report.Weights;
        Assert.Equal([1, 2], weights.Select(w => w.Input));
        Assert.Equal(new WeightRange(before.Min(), before.Max()), weights[0].Before);
        var after = folding.Initializer(folding.Node("Conv").Input[1]);
        Assert.Equal(after.Min(), weights[0].After!.Min, 1e-6);
        Assert.Equal(after.Max(), weights[0].After!.Max, 1e-6);
        Assert.Equal(Math.Max(-after.Min(), after.Max()), weights[0].After!.MaxAbsolute, 1e-6);
        Assert.Null(weights[1].Before);
    }

    [Fact]
    public void Nodes_that_nobody_reads_any_more_are_counted()
    {
        var model = ConvRelu();
        var scale = model.Graph.Initializer.Single(t => t.Name == "bn_n.scale");
        model.Graph.Initializer.Remove(scale);
        model.Node("Constant", [], ["bn_n.scale"], Tensor("value", scale));
        var constant = model.Graph.Node[^1];
        model.Graph.Node.RemoveAt(model.Graph.Node.Count - 1);
        model.Graph.Node.Insert(0, constant);
        Assert.Equal(1, Folding.Of(model).Report.Swept);
        Assert.Equal(0, Folding.Of(ConvRelu()).Report.Swept);
    }

    private static ModelBuilder ConvRelu() => new ModelBuilder().Input("x", 2, 4, 6, 6)
        .Conv("x", "c", 4, 4, hasBias: false).BatchNorm("c", "n", 4).Node("Relu", "n", "y").Output("y");

    private static double[] Numbers(TensorProto tensor)
    {
        var type = (ElementType)tensor.DataType;
        var values = new double[tensor.RawData.Length / TensorCodec.ByteSize(type)];
        TensorCodec.ReadDoubles(tensor.RawData.Span, type, values);
        return values;
    }

    private static string Text(GraphExcerpt graph) => string.Join(' ', graph.Nodes
        .OrderBy(n => n.Role is ExcerptRole.Boundary ? 0 : 1).Select(n => $"{n.Name}:{n.OpType}"));

    private static string[] Links(GraphExcerpt graph) => [.. graph.Links.Select(l => $"{graph.Nodes[l.From].Name}>{graph.Nodes[l.To].Name}")];
}
