using BnFold.Graphs;
using Xunit;

namespace BnFold.Tests.Graphs;

public sealed class ShapeFuzzTests
{
    [Theory, InlineData(1), InlineData(6), InlineData(9), InlineData(11), InlineData(13), InlineData(21)]
    public void Never_throws(int opset)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var ranks = ShapeNotation.Infer(MalformedGraph.Model(new Random(1000 * opset + seed), opset), static view =>
                view.Main.Nodes.SelectMany(n => n.Outputs).OfType<Value>().Count(v => view.Shapes.Of(v) is not null));

            Assert.InRange(ranks, 1, MalformedGraph.Nodes);
        }
    }
}
