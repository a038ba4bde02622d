using BnFold.Onnx;
using Xunit;

namespace BnFold.Tests.Verification;

public class VerifierInterfaceTests
{
    private static readonly Dictionary<string, (Action<GraphProto> Apply, string Expected)> _changes = new()
    {
        ["input renamed"] = (graph => Rename(graph, "x", "image"), "input 'x': the original has it"),
        ["output renamed"] = (graph => Rename(graph, "y", "result"), "output 'y': the original has it"),
        ["input added"] = (AddInput, "input 'more': the original does not have it"),
        ["output added"] = (graph => graph.Output.Add(new ValueInfoProto { Name = "x" }), "output 'x': the original does not have it"),
        ["input of another type"] = (
            graph => Input(graph).ElemType = (int)ElementType.Float16, "input 'x': is Float16[2, 3, 8, 8], in the original Float[2, 3, 8, 8]"),
        ["input of another size"] = (graph => Input(graph).Shape.Dim[1].DimValue = 4, "input 'x': is Float[2, 4, 8, 8]"),
        ["input of another rank"] = (graph => Input(graph).Shape.Dim.RemoveAt(3), "input 'x': is Float[2, 3, 8]"),
        ["output of another type"] = (
            graph => graph.Output[0].Type.TensorType.ElemType = (int)ElementType.Double, "output 'y': is Double, in the original Float"),
    };

    public static TheoryData<string> Changes => [.. _changes.Keys];

    [Theory, MemberData(nameof(Changes))]
    public void Refuses_models_with_different_interfaces(string change)
    {
        var block = new ConvBatchNorm();
        var other = block.Folded();
        _changes[change].Apply(other.Graph);

        var exception = Assert.Throws<OnnxFormatException>(() => Judged.Compare(block.Original(), other));

        Assert.Contains(_changes[change].Expected, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("other.onnx", exception.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_the_size_that_only_one_of_them_declares()
    {
        var block = new ConvBatchNorm();

        Assert.Equal([1, 3, 64, 9], Judged.Compare(block.Original("N", 3, "H", 9), block.Folded(1, 3, "H", "W")).Agrees().Inputs[0].Dims);
    }

    [Fact]
    public void Refuses_a_file_that_is_no_model()
    {
        using var folder = new Runtime.TempFolder();
        var path = new ConvBatchNorm().Original().Save(folder, "model.onnx");

        Assert.Throws<OnnxFormatException>(() => Judged.Compare(path, folder.File("absent.onnx")));
    }

    private static TypeProto.Types.Tensor Input(GraphProto graph) => graph.Input[0].Type.TensorType;

    private static void AddInput(GraphProto graph)
    {
        var input = graph.Input[0].Clone();
        input.Name = "more";
        graph.Input.Add(input);
    }

    private static void Rename(GraphProto graph, string from, string to)
    {
        foreach (var value in graph.Input.Concat(graph.Output).Where(value => value.Name == from)) value.Name = to;
        foreach (var node in graph.Node)
        {
            if (node.Input.IndexOf(from) is >= 0 and var i) node.Input[i] = to;
            if (node.Output.IndexOf(from) is >= 0 and var o) node.Output[o] = to;
        }
    }
}
