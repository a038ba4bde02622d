using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Tests.Properties;
using BnFold.Truth;
using Xunit;

namespace BnFold.Tests.Truth;

/// <summary>Each node of many random graphs, computed by its definition and by ONNX Runtime from the same values.</summary>
public class DefinitionsAgainstRuntimeTests
{
    private const int Graphs = 150;

    private static readonly string[] _demanded =
    [
        "Add", "AveragePool", "BatchNormalization", "Concat", "Conv", "ConvTranspose", "DeformConv", "Div", "Einsum", "Flatten", "Gemm", "GlobalAveragePool", "Identity",
        "MatMul", "MaxPool", "Mul", "Pad", "Relu", "Reshape", "Slice", "Split", "Squeeze", "Sub", "Transpose", "Unsqueeze",
    ];

    private readonly Dictionary<string, int> _seen = [];
    private readonly Dictionary<string, int> _undefined = [];

    [Fact]
    public void Every_definition_gives_what_the_runtime_gives()
    {
        for (var seed = 1; seed <= Graphs; seed++) Check(GraphGenerator.Make(seed).Model);

        TestContext.Current.TestOutputHelper!.WriteLine($"defined: {Text(_seen)}\nnot: {Text(_undefined)}");
        Assert.Empty(_demanded.Except(_seen.Keys));
    }

    private void Check(ModelProto model)
    {
        Dictionary<string, Held> values;
        try
        {
            values = Execution.Run(model);
        }
        catch (OrtException)
        {
            return;
        }
        var opset = model.OpsetImport.Single(import => import.Domain.Length == 0).Version;
        var constants = model.Graph.Initializer.ToDictionary(tensor => tensor.Name);
        var inputs = model.Graph.Input.Select(input => input.Name).ToHashSet();
        foreach (var node in model.Graph.Node)
        {
            var definitions = new Definitions(_ => node, Known, Read, opset, new Effort(long.MaxValue));
            // What is fed is not among the values that were read.
            if (node.Input.Any(inputs.Contains)) continue;
            foreach (var output in node.Output.Where(name => name.Length > 0)) Compare(node, output, definitions, values[output]);
        }

        Field Known(string name) => constants.TryGetValue(name, out var tensor) ? Read(tensor) : Captured(values[name]);
    }

    private void Compare(NodeProto node, string output, Definitions definitions, Held expected)
    {
        Field field;
        try
        {
            field = definitions.Of(output);
        }
        catch (NoDefinitionException exception)
        {
            _undefined[exception.Message] = _undefined.GetValueOrDefault(exception.Message) + 1;
            return;
        }
        Assert.Equal(expected.Dims, field.Dims);
        var share = Tolerance.Share(expected, expected with { Numbers = field.ToArray() }, Tolerance.Relative([expected.Type]), out var where);
        Assert.True(share <= 1, $"{node.OpType} '{output}': {where}");
        _seen[node.OpType] = _seen.GetValueOrDefault(node.OpType) + 1;
    }

    private static ValuesField Captured(Held held) => new(held.Dims, held.Numbers);

    private static ConstantField Read(TensorProto tensor) => new(new TensorReader("", new(), new("model.onnx")).Read(tensor));

    private static string Text(Dictionary<string, int> counts) =>
        string.Join(", ", counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
}
