using BnFold.Onnx;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Graphs;

public sealed class BodyShapeTests
{
    private const string Around = "a = Relu x[N,3,8,8]; b = Relu z[3,?,8]; y = ";

    [Theory]
    [InlineData("r = Conv a w[4,3,3,3]", "e = Conv a v[4,3,3,3]", "[N,4,6,6]")]
    [InlineData("r = Conv a w[4,3,3,3]", "e = Conv a v[5,3,1,1]", "[N,?,?,?]")]
    [InlineData("r = Conv a w[4,3,3,3]", "e = Relu b", "?")]
    [InlineData("r = Conv a w[4,3,3,3]", "e = Mystery a", "?")]
    public void If_has_the_dims_that_both_branches_have(string yes, string no, string expected) =>
        Assert.Equal(expected, Infer("If c[]", ("then_branch", yes, ["r"]), ("else_branch", no, ["e"])));

    [Fact]
    public void A_branch_may_return_a_value_from_around_it() =>
        Assert.Equal("[N,3,8,8]", Infer("If c[]", ("then_branch", "r = Neg a", ["r"]), ("else_branch", "e = Relu b", ["a"])));

    [Theory]
    [InlineData("Loop 5 _ b", "[3,?,8]")]
    [InlineData("Loop 5 _ b #1", "[?,?,3,8,8]")]
    [InlineData("Loop 5 _ b #2", "?")]
    public void Loop_carries_values_and_stacks_results(string loop, string expected) =>
        Assert.Equal(expected, Infer(loop, ("body", "go = Identity c[]; r = Relu s[3,K,8]; t = Relu a", ["go", "r", "t"])));

    [Fact]
    public void Loop_whose_carried_value_changes_its_rank_has_none() =>
        Assert.Equal("?", Infer("Loop 5 _ b", ("body", "go = Identity c[]; r = Unsqueeze s[3,K,8] {0}", ["go", "r"])));

    [Theory]
    [InlineData("Scan b a num_scan_inputs=1", "[3,?,8]")]
    [InlineData("Scan b a num_scan_inputs=1 #1", "[?,4,8]")]
    [InlineData("Scan b a num_scan_inputs=1 scan_output_axes=-1, #1", "[4,8,?]")]
    public void Scan_keeps_states_and_stacks_results(string scan, string expected) =>
        Assert.Equal(expected, Infer(scan, ("body", "r = Relu s[3,K,8]; t = Relu i[4,8]", ["r", "t"])));

    [Fact]
    public void Folds_behind_a_node_with_bodies_that_declares_nothing()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Node("Flatten", "x", "f");
        model.Graph.Initializer.Add(new TensorProto { Name = "c", DataType = (int)ElementType.Bool, RawData = ByteString.CopyFrom(1) });
        GraphProto[] branches = [Branch("Relu"), Branch("Neg")];
        model.Node("If", "c", "i", ModelBuilder.Body("then_branch", branches[0]), ModelBuilder.Body("else_branch", branches[1]));
        Folding.Of(model.BatchNorm("i", "n", 75).Node("MatMul", "n m", "y").Weight("m", 75, 4).Output("y")).IsFoldedTo("Flatten", "If", "Gemm");

        static GraphProto Branch(string opType) => new()
        {
            Name = ByteString.CopyFromUtf8(opType),
            Node = { new NodeProto { OpType = opType, Input = { "f" }, Output = { opType } } },
            Output = { new ValueInfoProto { Name = opType, Type = new() { TensorType = new() { ElemType = 1 } } } },
        };
    }

    /// <param name="node">The node with bodies, in notation.</param>
    /// <param name="bodies">Attribute, nodes and results of each; what <see cref="Around"/> defines is captured.</param>
    private static string Infer(string node, params (string Attribute, string Nodes, string[] Results)[] bodies)
    {
        var outer = ShapeNotation.Parse(Around + node, 21);
        foreach (var (attribute, nodes, results) in bodies)
        {
            var body = ShapeNotation.Parse(nodes, 21).Model.Graph;
            foreach (var captured in body.Input.Where(input => input.Name is "a" or "b").ToArray()) body.Input.Remove(captured);
            body.Output.Clear();
            body.Output.Add(results.Select(result => new ValueInfoProto { Name = result }));
            outer.Model.Graph.Node[^1].Attribute.Add(ModelBuilder.Body(attribute, body));
        }
        return ShapeNotation.Infer(outer.Model, view => ShapeNotation.Show(view.Shapes.Of(view.Main.Find(outer.Result)!)));
    }
}
