using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// Sizes that a value may have so that the operators behind it run: as declared, or as the weights of the host that reads it ask for.
/// </summary>
internal sealed class GuessedShapes
{
    private const long Batch = 2;
    private const long Side = 8;

    /// <summary>Nodes that are asked one behind the other; values that are made of themselves would have no end.</summary>
    private const int MostSteps = 1000;

    private readonly ModelGraph _graph;
    private readonly Dictionary<string, IReadOnlyList<long>> _declared = new(StringComparer.Ordinal);

    public GuessedShapes(ModelGraph graph)
    {
        _graph = graph;
        foreach (var value in graph.Model.Graph.ValueInfo.Concat(graph.Inputs).Concat(graph.Outputs))
        {
            if (value.Type?.TensorType?.Shape is { Dim.Count: > 0 } shape)
                _declared.TryAdd(value.Name, [.. shape.Dim.Select((dim, axis) => dim.DimValue > 0 ? dim.DimValue : axis == 0 ? Batch : Side)]);
        }
    }

    /// <summary>Sizes for the value, from the nodes that make it matter; null where nothing tells them.</summary>
    public IReadOnlyList<long>? Of(string value, IReadOnlyList<NodeProto> nodes) => Of(value, nodes, steps: 0);

    private IReadOnlyList<long>? Of(string value, IReadOnlyList<NodeProto> nodes, int steps)
    {
        if (steps > MostSteps) return null;
        if (Declared(value) is { } dims) return dims;
        foreach (var node in nodes.Where(node => node.Input.Contains(value)))
        {
            if (Asked(node, node.Input.IndexOf(value), nodes, steps + 1) is { } asked) return asked;
        }
        return null;
    }

    /// <summary>What is declared of the value, or of what it is made from element by element.</summary>
    private IReadOnlyList<long>? Declared(string value)
    {
        for (var steps = 0; steps <= MostSteps; steps++)
        {
            if (_declared.TryGetValue(value, out var dims)) return dims;
            if (!_graph.TryProducer(value, out var maker) || maker is not { IsOnnx: true, OpType: "Cast" or "Identity" or "Relu", Input.Count: 1 }) return null;
            value = maker.Input[0];
        }
        return null;
    }

    private IReadOnlyList<long>? Asked(NodeProto node, int input, IReadOnlyList<NodeProto> nodes, int steps)
    {
        var weight = node.Input.Count > 1 && _graph.TryInitializer(node.Input[1], out var tensor) ? tensor.Dims : null;
        return (node.OpType, input, weight) switch
        {
            ("Conv", 0, { Count: > 2 }) =>
                [Batch, weight[1] * (node.Int("group") ?? 1), .. weight.Skip(2).Select((size, i) => Window(node, size, i))],
            ("ConvTranspose", 0, { Count: > 2 }) => [Batch, weight[0], .. weight.Skip(2).Select(_ => Side)],
            ("Gemm", 0, { Count: 2 }) => Matrix(node.Int("transA") is 1, weight[node.Int("transB") is 1 ? 1 : 0]),
            ("MatMul", 0, { Count: 2 }) => [Batch, weight[0]],
            ("BatchNormalization", 0, { Count: 1 }) => WithChannels(weight[0], Of(node.Output[0], nodes, steps)),
            _ when node.Input.Count == 1 => Of(node.Output[0], nodes, steps),
            _ => null,
        };
    }

    /// <summary>What is behind, unless that is flattened: then something that has the channels, and as many elements.</summary>
    private static IReadOnlyList<long> WithChannels(long channels, IReadOnlyList<long>? behind) => behind switch
    {
        [_, var second, ..] when second == channels => behind,
        [var batch, var features] when channels > 0 && features % channels == 0 => [batch, channels, features / channels, 1],
        _ => [Batch, channels, Side, Side],
    };

    private static long Window(NodeProto node, long kernel, int axis) =>
        Side + ((kernel - 1) * (node.Ints("dilations") is { } dilations && axis < dilations.Count ? dilations[axis] : 1));

    private static long[] Matrix(bool transposed, long features) => transposed ? [features, Batch] : [Batch, features];
}
