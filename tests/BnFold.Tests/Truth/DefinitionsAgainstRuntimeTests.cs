using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Tests.Properties;
using BnFold.Tests.Support;
using BnFold.Truth;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Truth;

/// <summary>Each node of many random graphs, computed by its definition and by ONNX Runtime from the same values.</summary>
public class DefinitionsAgainstRuntimeTests
{
    private const int Graphs = 150;

    /// <summary>What the graphs hold and no definition is known for; anything else must have one.</summary>
    private static readonly string[] _withoutDefinition =
    [
        "Pad of mode edge", "Pad of mode reflect", "an AveragePool that counts pads and rounds up", "operator Erf", "operator GRU", "operator If",
        "operator InstanceNormalization", "operator LSTM", "operator LayerNormalization", "operator RNN", "operator ReduceL2", "operator Softmax",
        "operator Tile", "the indices of MaxPool",
    ];

    private readonly Dictionary<string, int> _seen = [];
    private readonly Dictionary<string, int> _undefined = [];

    [Fact]
    public void Every_definition_gives_what_the_runtime_gives()
    {
        for (var seed = 1; seed <= Graphs; seed++) Check(GraphGenerator.Make(seed).Model);

        TestContext.Current.TestOutputHelper!.WriteLine($"defined: {Text(_seen)}\nnot: {Text(_undefined)}");
        Assert.Empty(_undefined.Keys.Except(_withoutDefinition));
        Assert.True(_seen.Count > 40);
    }

    [Theory]
    [InlineData("Elu")]
    [InlineData("HardSigmoid")]
    [InlineData("HardSwish")]
    [InlineData("Log")]
    [InlineData("Min", "x x")]
    [InlineData("Pow", "x x")]
    [InlineData("Reciprocal")]
    [InlineData("ReduceSum")]
    [InlineData("Softplus")]
    [InlineData("Softsign")]
    [InlineData("Sqrt")]
    public void What_no_random_graph_holds_is_as_the_runtime_has_it(string name, string inputs = "x")
    {
        Check(new ModelBuilder().Input("in", 3, 5).Node("Sigmoid", "in", "x").Node(name, inputs, "y").Output("y").Model);
        Assert.Equal(1, _seen[name]);
    }

    [Theory]
    [InlineData("MaxPool", 7)]
    [InlineData("MaxPool", 8)]
    [InlineData("AveragePool", 7)]
    [InlineData("AveragePool", 8)]
    public void Rounding_up_adds_no_window_behind_the_data(string pool, int size)
    {
        Check(new ModelBuilder().Input("in", 1, 2, size, size).Node("Relu", "in", "x")
            .Node(pool, "x", "y", Ints("kernel_shape", 2, 2), Ints("strides", 2, 2), Ints("pads", 1, 0, 1, 1), Int("ceil_mode", 1)).Output("y").Model);
        Assert.Equal(1, _seen[pool]);
    }

    [Theory]
    [InlineData(0, long.MaxValue, long.MaxValue)]
    [InlineData(-1, long.MinValue, -long.MaxValue)]
    [InlineData(1, 4, 2)]
    [InlineData(4, 1, -2)]
    [InlineData(3, 3, 1)]
    public void A_slice_has_as_many_elements_as_its_steps_reach(long start, long end, long step)
    {
        Check(new ModelBuilder().Input("in", 6).Node("Relu", "in", "x").Integers("starts", start).Integers("ends", end).Integers("axes", 0).Integers("steps", step)
            .Node("Slice", "x starts ends axes steps", "y").Output("y").Model);
        Assert.Equal(1, _seen["Slice"]);
    }

    [Fact]
    public void A_value_that_is_asked_for_again_and_again_is_given_up()
    {
        var nodes = Enumerable.Range(0, 60).ToDictionary(i => $"v{i + 1}", i => new NodeProto { OpType = "Add", Input = { $"v{i}", $"v{i}" }, Output = { $"v{i + 1}" } });
        Assert.Throws<NoDefinitionException>(() => Value("v60"));
        Assert.Equal(16, Value("v4"));

        double Value(string name) => new Definitions(
            nodes.GetValueOrDefault, known => known == "v0" ? ValuesField.Vector([1]) : null, _ => throw new InvalidOperationException(), 17, new Effort(10_000)).Of(name).At(0);
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
