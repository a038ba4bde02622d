using System.Globalization;
using BnFold.Onnx;
using BnFold.Operators;
using BnFold.Tests.Graphs;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Walk;

/// <summary>BatchNormalizations among malformed nodes: each is folded or kept with a reason, and nothing is thrown.</summary>
public sealed class FoldFuzzTests
{
    private static readonly string[] _operators = [.. OperatorTable.Names];

    [Theory, InlineData(6), InlineData(9), InlineData(13), InlineData(21)]
    public void Never_throws(int opset)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(1000 * opset + seed);
            var model = WithBatchNorms(MalformedGraph.Model(random, opset), random);
            var options = new FoldOptions { MergeBranches = true, AssumeInference = true, StandIns = StandIns.Always, Evaluator = null };
            var outcomes = Fold(model, options).Outcomes;
            Assert.NotEmpty(outcomes);
            Assert.All(outcomes, outcome => Assert.True(outcome.IsFolded || outcome.Reason is not null, outcome.Node));
        }
    }

    private static FoldReport Fold(ModelProto model, FoldOptions options)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), model.ToByteArray());
        using var loaded = OnnxModel.Load(folder.File("model.onnx"));
        var report = BatchNormFolder.Fold(loaded, options, TestContext.Current.CancellationToken);
        loaded.Save(folder.File("folded.onnx"));
        return report;
    }

    /// <summary>
    /// Chains of a Conv, an odd node and a BatchNormalization, in either order, hung on values of the graph; some behind an odd node that is
    /// only looked at, some joined with a value of which nothing is known, some with declarations that contradict them.
    /// </summary>
    private static ModelProto WithBatchNorms(ModelProto model, Random random)
    {
        var graph = model.Graph;
        graph.Initializer.Add(ModelBuilder.MakeTensor("ones", ElementType.Float, [4], [1, 2, 3, 4]));
        graph.Initializer.Add(ModelBuilder.MakeTensor("filters", ElementType.Float, [4, 4, 1, 1], [.. Enumerable.Repeat(0.5, 16)]));
        graph.Input.Add(Declared("image", [1, 4, 8, 8]));
        string[] integers = [.. graph.Initializer.Where(t => t.DataType == (int)ElementType.Int64).Select(t => t.Name)];
        graph.Node.Add(new NodeProto { OpType = "Foo", Domain = "foreign", Input = { "image" }, Output = { "unknown" } });
        for (var i = 0; i < 40; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"s{i}");
            var start = random.Next(3) == 0 ? MalformedGraph.Pick(random, ["v1", "v7", "v40", "in3"]) : "image";
            if (random.Next(3) == 0) start = Before(random, graph, start, name + "s");
            graph.Node.Add(new NodeProto { OpType = random.Next(4) == 0 ? "MaxPool" : "Conv", Input = { start, "filters" }, Output = { name + "c" } });
            var odd = new NodeProto { OpType = MalformedGraph.Pick(random, _operators), Input = { name + (random.Next(2) == 0 ? "c" : "b") }, Output = { name + "o" } };
            for (var k = random.Next(4); k > 0; k--) odd.Input.Add(MalformedGraph.Pick(random, [.. integers, "ones", "filters", ""]));
            for (var k = random.Next(4); k > 0; k--) odd.Attribute.Add(MalformedGraph.Attribute(random));
            graph.Node.Add(odd);
            var normalized = odd.Input[0] == name + "c" ? name + "o" : name + "c";
            graph.Node.Add(new NodeProto { OpType = "BatchNormalization", Input = { normalized, "ones", "ones", "ones", "ones" }, Output = { name + "b" } });
            var last = normalized == name + "c" ? name + "o" : name + "b";
            if (random.Next(3) == 0) last = Joined(random, graph, last, name + "j");
            graph.Node.Add(new NodeProto { OpType = "Conv", Input = { last, "filters" }, Output = { name + "d" } });
            foreach (var value in new[] { "c", "o", "b", "j" })
            {
                if (random.Next(5) == 0) graph.ValueInfo.Add(Declared(name + value, [.. Enumerable.Repeat(4L, random.Next(6))]));
            }
            graph.Output.Add(new ValueInfoProto { Name = name + "d" });
        }
        return model;
    }

    private static string Before(Random random, GraphProto graph, string start, string output)
    {
        var odd = new NodeProto { OpType = MalformedGraph.Pick(random, ["Pad", "Pad", "AveragePool", "Transpose"]), Input = { start, "ones" }, Output = { output } };
        for (var k = random.Next(4); k > 0; k--) odd.Attribute.Add(MalformedGraph.Attribute(random));
        graph.Node.Add(odd);
        return output;
    }

    private static string Joined(Random random, GraphProto graph, string value, string output)
    {
        string[] inputs = random.Next(2) == 0 ? [value, "unknown"] : ["unknown", value];
        var join = new NodeProto { OpType = MalformedGraph.Pick(random, ["Add", "Mul", "Sum", "Concat", "Einsum", "MatMul"]), Input = { inputs }, Output = { output } };
        if (join.OpType == "Concat") join.Attribute.Add(ModelBuilder.Int("axis", random.Next(-3, 5)));
        if (join.OpType == "Einsum") join.Attribute.Add(ModelBuilder.Text("equation", MalformedGraph.Pick(random, ["abcd,abcd->abcd", "...,...", "abcd,ef->abc", "a.,b", "abcd,d->abc"])));
        graph.Node.Add(join);
        return output;
    }

    private static ValueInfoProto Declared(string name, long[] dims)
    {
        var shape = new TensorShapeProto();
        foreach (var size in dims) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = 1, Shape = shape } } };
    }
}
