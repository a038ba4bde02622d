using Xunit;

namespace BnFold.Tests.Graphs;

public sealed class ShapeRuleTests
{
    [Theory, MemberData(nameof(ShapeTable.Convolutions), MemberType = typeof(ShapeTable))]
    public void Infers_convolutions(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));

    [Theory, MemberData(nameof(ShapeTable.Pools), MemberType = typeof(ShapeTable))]
    public void Infers_pooling(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));

    [Theory, MemberData(nameof(ShapeTable.Products), MemberType = typeof(ShapeTable))]
    public void Infers_matrix_products(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));

    [Theory, MemberData(nameof(ShapeTable.Elementwise), MemberType = typeof(ShapeTable))]
    public void Infers_elementwise_operators(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));

    [Theory, MemberData(nameof(ShapeTable.Reshapes), MemberType = typeof(ShapeTable))]
    public void Infers_reshaping(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));

    [Theory, MemberData(nameof(ShapeTable.Cuts), MemberType = typeof(ShapeTable))]
    public void Infers_cutting_and_joining(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));

    [Theory, MemberData(nameof(ShapeTable.Reductions), MemberType = typeof(ShapeTable))]
    public void Infers_reductions(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));

    [Theory, MemberData(nameof(ShapeTable.Resizes), MemberType = typeof(ShapeTable))]
    public void Infers_resizing(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));

    [Theory, MemberData(nameof(ShapeTable.Recurrences), MemberType = typeof(ShapeTable))]
    public void Infers_recurrences(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));

    [Theory, MemberData(nameof(ShapeTable.Makers), MemberType = typeof(ShapeTable))]
    public void Infers_what_is_made_from_a_shape(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));

    [Theory, MemberData(nameof(ShapeTable.Arithmetic), MemberType = typeof(ShapeTable))]
    public void Evaluates_shapes_computed_in_the_graph(string graph, string expected, int opset) => Assert.Equal(expected, ShapeNotation.Infer(graph, opset));
}
