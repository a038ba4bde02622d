using System.Globalization;
using BnFold.Graphs;
using BnFold.Onnx;
using Xunit;

namespace BnFold.Tests.Graphs;

public sealed class ShapesTests
{
    [Theory]
    [InlineData("y[N,?,H]", "[N,4,H]")] // an unknown dim is completed
    [InlineData("y[7,9,H]", "[N,4,H]")] // a stale batch or channel count is not believed
    [InlineData("y[N,4]", "[N,4,?]")] // nor is a stale rank
    [InlineData("y[K,K,9]", "[N,4,9]")]
    [InlineData("y", "[N,4,?]")]
    public void Completes_what_the_nodes_imply_by_what_is_declared(string declared, string expected) =>
        Assert.Equal(expected, WithDeclared("Slice x[N,4,9] i[1] {7} {2}", declared));

    [Theory]
    [InlineData("y[7,8]", "[7,8]")]
    [InlineData("y[H,W]", "[?,?]")] // the names would hide that these are the dims of x
    public void Declared_sizes_tell_more_than_anonymous_symbols(string declared, string expected) =>
        Assert.Equal(expected, WithDeclared("Relu x[?,?]", declared));

    [Theory]
    [InlineData("y[N,4]", "[N,4]")]
    [InlineData("y[-1,0,4]", "[?,?,4]")] // "any", as some converters write it
    [InlineData("y[None,4,None]", "[?,4,?]")]
    [InlineData("y[dim,4,dim]", "[?,4,?]")] // one name for two sizes
    [InlineData("y", "?")]
    public void Takes_what_is_declared_where_the_nodes_imply_nothing(string declared, string expected) =>
        Assert.Equal(expected, WithDeclared("Unheard x[N,4]", declared));

    [Fact]
    public void Names_of_an_outputs_dims_prove_nothing()
    {
        var model = ShapeNotation.Parse("y = Unheard x[N,4]", 21).Model;
        model.Graph.Output[0] = ShapeNotation.Declare("y[N,4]");

        Assert.Equal("[?,4]", Shape(model, "y"));
    }

    [Theory]
    [InlineData("Transpose x[N,4] perm=text")]
    [InlineData("Concat x[N,4] axis=1.5")]
    [InlineData("Gather x[N,4] 0 axis=text")]
    [InlineData("Flatten x[N,4] axis=1,2")]
    public void Says_nothing_where_an_attribute_is_of_another_kind(string graph) => Assert.Equal("?", ShapeNotation.Infer(graph));

    [Fact]
    public void Says_nothing_where_an_attribute_is_given_twice() => Assert.Equal("?", ShapeNotation.Infer("Flatten x[N,4,5] axis=1 axis=2"));

    [Fact]
    public void Gives_the_same_answer_after_a_rename()
    {
        var notation = ShapeNotation.Parse("a = Relu x[N,?]; Relu a", 21);

        ShapeNotation.Infer(notation.Model, view =>
        {
            var a = view.Main.Find("a")!;
            var before = view.Shapes.Of(a);
            view.Main.Rename(a, "b");

            Assert.Equal(before, view.Shapes.Of(a));
            Assert.Equal(before, view.Shapes.Of(view.Main.Find(notation.Result)!));
            return true;
        });
    }

    [Fact]
    public void Unknown_dims_of_two_inputs_are_not_equal()
    {
        var notation = ShapeNotation.Parse("a = Relu x[?,4]; b = Relu y[?,4]; c = Identity a; Sum a b c", 21);

        ShapeNotation.Infer(notation.Model, view =>
        {
            Shape? Of(string name) => view.Shapes.Of(view.Main.Find(name)!);
            Assert.Equal(Of("a"), Of("c"));
            Assert.NotEqual(Of("a"), Of("b"));
            return true;
        });
    }

    [Fact]
    public void An_overridable_initializer_has_only_the_shape_its_input_declares()
    {
        var notation = ShapeNotation.Parse("Reshape x[N,4,6] {0,24}", 21);
        notation.Model.Graph.Input.Add(ShapeNotation.Declare("{0,24}[K]"));
        Assert.Equal("[K]", Shape(notation.Model, "{0,24}"));
        Assert.Equal("?", Shape(notation.Model, notation.Result));

        notation.Model.IrVersion = 3;
        Assert.Equal("[2]", Shape(notation.Model, "{0,24}"));
        Assert.Equal("[N,24]", Shape(notation.Model, notation.Result));
    }

    [Fact]
    public void A_sparse_initializer_has_dims_too()
    {
        var notation = ShapeNotation.Parse("Conv x[N,3,8,8] w", 21);
        notation.Model.Graph.Input.RemoveAt(1);
        var sparse = new SparseTensorProto { Values = new() { Name = "w", DataType = 1, Dims = { 0 } }, Indices = new() { DataType = 7, Dims = { 0 } } };
        sparse.Dims.AddRange([16, 3, 3, 3]);
        notation.Model.Graph.SparseInitializer.Add(sparse);

        Assert.Equal("[N,16,6,6]", Shape(notation.Model, notation.Result));
    }

    [Fact]
    public void Looks_through_constant_expressions_for_the_dims_of_a_weight() =>
        Assert.Equal("[N,16,6,6]", ShapeNotation.Infer("c = ConstantOfShape {3,16,3,3}; w = Transpose c perm=1,0,2,3; Conv x[N,3,8,8] w"));

    [Fact]
    public void Infers_inside_a_body_from_values_around_it()
    {
        var outer = ShapeNotation.Parse("a = Conv x[N,3,8,8] w[4,3,3,3]; If c[]", 21);
        var body = new GraphProto { Node = { new NodeProto { OpType = "Relu", Input = { "a" }, Output = { "inner" } } } };
        body.Output.Add(new ValueInfoProto { Name = "inner" });
        outer.Model.Graph.Node[1].Attribute.Add(new AttributeProto { Name = "then_branch", G = body, Type = (int)AttributeKind.Graph });

        Assert.Equal("?", Shape(outer.Model, outer.Result));
        Assert.Equal("[N,4,6,6]", ShapeNotation.Infer(outer.Model, view => ShapeNotation.Show(view.Shapes.Of(view.Scopes[1].Find("inner")!))));
    }

    [Fact]
    public void A_hundred_thousand_nodes_in_a_row_are_walked_without_recursion()
    {
        const int Length = 100_000;
        var notation = ShapeNotation.Parse("v0 = Relu x[N,4,?]", 21);
        for (var i = 1; i <= Length; i++) notation.Model.Graph.Node.Add(Step(i % 2 == 0 ? "Relu" : "Add", i));

        Assert.Equal("[N,4,?]", Shape(notation.Model, Name(Length)));
    }

    [Fact]
    public void Expressions_do_not_grow_without_end()
    {
        const int Length = 10_000;
        var notation = ShapeNotation.Parse("v0 = Shape x[N,H]", 21);
        for (var i = 1; i <= Length; i++) notation.Model.Graph.Node.Add(Step(i % 2 == 0 ? "Mul" : "Add", i));
        notation.Model.Graph.Node.Add(new NodeProto { OpType = "ConstantOfShape", Input = { Name(Length) }, Output = { "end" } });

        Assert.Equal("[?,?]", Shape(notation.Model, "end"));
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"v{i}");

    private static NodeProto Step(string opType, int i)
    {
        var node = new NodeProto { OpType = opType, Input = { Name(i - 1) }, Output = { Name(i) } };
        if (opType != "Relu") node.Input.Add(Name(i - 1));
        return node;
    }

    private static string WithDeclared(string graph, string declared) => Shape(Model(graph, declared), "y");

    private static ModelProto Model(string graph, string declared)
    {
        var model = ShapeNotation.Parse("y = " + graph, 21).Model;
        model.Graph.Output.Clear();
        model.Graph.ValueInfo.Add(ShapeNotation.Declare(declared));
        return model;
    }

    private static string Shape(ModelProto model, string value) =>
        ShapeNotation.Infer(model, view => ShapeNotation.Show(view.Shapes.Of(view.Main.Find(value)!)));
}
