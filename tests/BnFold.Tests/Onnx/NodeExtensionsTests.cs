using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class NodeExtensionsTests
{
    [Fact]
    public void Optional_inputs_and_outputs_are_null_when_left_out()
    {
        var node = new NodeProto { Input = { "x", "", "b" }, Output = { "y" } };
        Assert.Equal(["x", null, "b", null], Enumerable.Range(0, 4).Select(node.InputOrNull));
    }

    [Fact]
    public void Attributes_are_read_by_name_and_kind()
    {
        var node = ModelBytes.Node("Op",
            ModelBytes.Attribute("i", AttributeKind.Int, attribute => attribute.I = -3),
            ModelBytes.Attribute("f", AttributeKind.Float, attribute => attribute.F = 1.5f),
            ModelBytes.Attribute("s", AttributeKind.String, attribute => attribute.S = ByteString.CopyFromUtf8("SAME")),
            ModelBytes.Attribute("ints", AttributeKind.Ints, attribute => attribute.Ints.Add([1, 2])),
            ModelBytes.Attribute("floats", AttributeKind.Floats, attribute => attribute.Floats.Add([1, 2])),
            ModelBytes.Attribute("strings", AttributeKind.Strings, attribute => attribute.Strings.Add(ByteString.CopyFromUtf8("a"))),
            ModelBytes.Attribute("t", AttributeKind.Tensor, attribute => attribute.T = new TensorProto { Name = "w" }),
            ModelBytes.Attribute("sparse", AttributeKind.SparseTensor, attribute => attribute.SparseTensor = new()),
            ModelBytes.Attribute("g", AttributeKind.Graph, attribute => attribute.G = new()));
        Assert.Equal(-3, node.Int("i"));
        Assert.Equal(1.5f, node.Float("f"));
        Assert.Equal("SAME", node.String("s"));
        Assert.Equal([1, 2], node.Ints("ints"));
        Assert.Equal([1, 2], node.Floats("floats"));
        Assert.Equal("w", node.Tensor("t")?.Name);
        Assert.NotNull(node.Graph("g"));
    }

    [Fact]
    public void Absent_attributes_are_null()
    {
        var node = ModelBytes.Node("Op");
        Assert.Null(node.Int("i"));
        Assert.Null(node.Float("f"));
        Assert.Null(node.String("s"));
        Assert.Null(node.Ints("i"));
        Assert.Null(node.Floats("f"));
        Assert.Null(node.Tensor("t"));
        Assert.Null(node.Graph("g"));
        Assert.Null(node.Find("i"));
    }

    [Fact]
    public void An_attribute_of_another_kind_is_not_absent()
    {
        var node = ModelBytes.Node("Op", ModelBytes.Attribute("axis", AttributeKind.Float, attribute => attribute.F = 1));
        var exception = Assert.Throws<AttributeException>(() => node.Int("axis"));
        Assert.Equal("attribute 'axis' should be Int, but is Float", exception.Message);
    }

    [Fact]
    public void An_attribute_that_the_caller_of_a_function_sets_has_no_value_here()
    {
        var node = ModelBytes.Node("Op", ModelBytes.Attribute("axis", AttributeKind.Int, attribute => attribute.RefAttrName = "outer"));
        Assert.Contains("'outer'", Assert.Throws<AttributeException>(() => node.Int("axis")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attribute_given_twice_has_no_value()
    {
        var axis = ModelBytes.Attribute("axis", AttributeKind.Int, attribute => attribute.I = 1);
        Assert.Throws<AttributeException>(() => ModelBytes.Node("Op", axis, axis.Clone()).Int("axis"));
    }

    [Fact]
    public void Zero_may_be_left_out_where_the_kind_is_given() // as writers in proto3 do
    {
        var node = ModelBytes.Node("Op",
            ModelBytes.Attribute("axis", AttributeKind.Int, _ => { }),
            ModelBytes.Attribute("pads", AttributeKind.Ints, _ => { }));
        Assert.Equal(0, node.Int("axis"));
        Assert.Equal([], node.Ints("pads"));
    }

    [Fact]
    public void The_kind_may_be_left_out_where_the_content_shows_it() // as in IR version 1
    {
        var node = ModelBytes.Node("Op",
            ModelBytes.Attribute("axis", AttributeKind.Undefined, attribute => attribute.I = 2),
            ModelBytes.Attribute("empty", AttributeKind.Undefined, _ => { }));
        Assert.Equal(2, node.Int("axis"));
        Assert.Throws<AttributeException>(() => node.Float("axis"));
        Assert.Equal([], node.Ints("empty"));
        Assert.Throws<AttributeException>(() => node.Int("empty"));
    }

    [Fact]
    public void Bodies_are_all_graphs_among_the_attributes()
    {
        GraphProto[] bodies = [new(), new(), new()];
        var node = ModelBytes.Node("If",
            ModelBytes.Attribute("then_branch", AttributeKind.Graph, attribute => attribute.G = bodies[0]),
            ModelBytes.Attribute("more", AttributeKind.Graphs, attribute => attribute.Graphs.Add([bodies[1], bodies[2]])));
        Assert.True(node.Bodies().Zip(bodies).All(pair => ReferenceEquals(pair.First, pair.Second)));
        Assert.Equal(3, node.Bodies().Count());
    }
}
