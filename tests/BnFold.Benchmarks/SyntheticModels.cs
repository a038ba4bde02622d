using BnFold.Onnx;
using Google.Protobuf;

namespace BnFold.Benchmarks;

/// <summary>Models of any size, in files.</summary>
internal static class SyntheticModels
{
    /// <summary>One after another, so many layers of Conv 1×1, BatchNormalization and Relu.</summary>
    public static ModelProto Chain(int layers, int channels = 4)
    {
        var model = Empty(channels);
        var value = "x";
        for (var layer = 0; layer < layers; layer++) value = AddLayer(model.Graph, $"l{layer}", value, channels);
        model.Graph.Output.Add(Value(value, channels));
        return model;
    }

    /// <summary>So many layers that all read the same Conv, whose outputs are summed.</summary>
    public static ModelProto Fan(int branches, int channels = 4)
    {
        var model = Empty(channels);
        var graph = model.Graph;
        var root = AddLayer(graph, "root", "x", channels);
        var sum = new NodeProto { OpType = "Sum", Name = "sum" };
        for (var branch = 0; branch < branches; branch++) sum.Input.Add(AddLayer(graph, $"b{branch}", root, channels));
        sum.Output.Add("y");
        graph.Node.Add(sum);
        graph.Output.Add(Value("y", channels));
        return model;
    }

    /// <summary>A BatchNormalization whose affine passes through so many operators to the Conv before it.</summary>
    public static ModelProto Carriers(int count, int channels = 4)
    {
        var model = Empty(channels);
        var graph = model.Graph;
        graph.Initializer.Add(Tensor("w", [channels, channels, 1, 1]));
        graph.Node.Add(Node("Conv", "conv", "c", "x", "w"));
        var value = "c";
        for (var i = 0; i < count; i++)
        {
            graph.Node.Add(Node("Identity", $"i{i}", $"v{i}", value));
            value = $"v{i}";
        }
        AddNorm(graph, "bn", value, "y", channels);
        graph.Output.Add(Value("y", channels));
        return model;
    }

    private static ModelProto Empty(int channels)
    {
        var model = new ModelProto { IrVersion = 8, Graph = new() { Name = ByteString.CopyFromUtf8("synthetic") } };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.Graph.Input.Add(Value("x", channels));
        return model;
    }

    private static string AddLayer(GraphProto graph, string name, string input, int channels)
    {
        graph.Initializer.Add(Tensor($"{name}.w", [channels, channels, 1, 1]));
        graph.Node.Add(Node("Conv", $"{name}.conv", $"{name}.c", input, $"{name}.w"));
        AddNorm(graph, $"{name}.bn", $"{name}.c", $"{name}.n", channels);
        graph.Node.Add(Node("Relu", $"{name}.relu", $"{name}.r", $"{name}.n"));
        return $"{name}.r";
    }

    private static void AddNorm(GraphProto graph, string name, string input, string output, int channels)
    {
        string[] parameters = [$"{name}.scale", $"{name}.bias", $"{name}.mean", $"{name}.variance"];
        foreach (var parameter in parameters) graph.Initializer.Add(Tensor(parameter, [channels]));
        graph.Node.Add(Node("BatchNormalization", name, output, [input, .. parameters]));
    }

    private static NodeProto Node(string opType, string name, string output, params string[] inputs)
    {
        var node = new NodeProto { OpType = opType, Name = name };
        node.Input.Add(inputs);
        node.Output.Add(output);
        return node;
    }

    private static TensorProto Tensor(string name, long[] dims)
    {
        var values = new float[dims.Aggregate(1L, (product, dim) => product * dim)];
        for (var i = 0; i < values.Length; i++) values[i] = 0.5f + (0.125f * (i % 7));
        var bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        var tensor = new TensorProto { Name = name, DataType = (int)ElementType.Float, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.Add(dims);
        return tensor;
    }

    private static ValueInfoProto Value(string name, int channels)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(new long[] { 1, channels, 8, 8 }.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)ElementType.Float, Shape = shape } } };
    }
}
