using BnFold.Onnx;
using Google.Protobuf;

namespace BnFold.Tests.Support;

/// <summary>Writes small models down in a few lines. Values are named by the caller; constants come from a seeded generator.</summary>
internal sealed class ModelBuilder
{
    private readonly Random _random = new(20260711);

    public ModelBuilder(long opset = 17, long irVersion = 8)
    {
        Model = new() { IrVersion = irVersion, Graph = new() { Name = ByteString.CopyFromUtf8("test") } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        Graph = Model.Graph;
    }

    public ModelProto Model { get; }

    /// <summary>The graph that nodes are added to.</summary>
    public GraphProto Graph { get; set; }

    public ElementType Type { get; set; } = ElementType.Float;

    public ModelBuilder Input(string name, params long[] dims) => Input(name, Type, dims);

    public ModelBuilder Input(string name, ElementType type, params long[] dims)
    {
        Graph.Input.Add(Info(name, type, [.. dims.Select(d => d < 0 ? (object)$"dim{-d}" : d)]));
        return this;
    }

    public ModelBuilder Output(string name, params long[] dims)
    {
        Graph.Output.Add(dims.Length == 0 ? new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = (int)Type } } } : Info(name, Type, [.. dims.Cast<object>()]));
        return this;
    }

    public ModelBuilder Declare(string name, params long[] dims)
    {
        Graph.ValueInfo.Add(Info(name, Type, [.. dims.Cast<object>()]));
        return this;
    }

    /// <summary>An initializer of normal noise.</summary>
    public ModelBuilder Weight(string name, params long[] dims) => Values(name, dims, () => Normal() * 0.5);

    public ModelBuilder Vector(string name, params double[] values) => Tensor(name, [values.Length], values);

    public ModelBuilder Scalar(string name, double value) => Tensor(name, [], [value]);

    public ModelBuilder Integers(string name, params long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)ElementType.Int64 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.AddRange(values);
        Graph.Initializer.Add(tensor);
        return this;
    }

    public ModelBuilder Tensor(string name, long[] dims, double[] values)
    {
        Graph.Initializer.Add(MakeTensor(name, Type, dims, values));
        return this;
    }

    public ModelBuilder Node(string opType, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = opType, Name = outputs[0] + "_node" };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return this;
    }

    public ModelBuilder Node(string opType, string inputs, string outputs, params AttributeProto[] attributes) =>
        Node(opType, Split(inputs), Split(outputs), attributes);

    /// <summary>A BatchNormalization named "bn_OUTPUT" with calibrated-looking parameters: negative scales, means off zero, variances over decades.</summary>
    public ModelBuilder BatchNorm(string input, string output, long channels, params AttributeProto[] attributes) =>
        BatchNorm(input, output, [channels], attributes);

    public ModelBuilder BatchNorm(string input, string output, long[] dims, params AttributeProto[] attributes)
    {
        var name = "bn_" + output;
        Values(name + ".scale", dims, () => Normal() + 0.3);
        Values(name + ".bias", dims, Normal);
        Values(name + ".mean", dims, Normal);
        Values(name + ".var", dims, () => Math.Exp(Normal()));
        Node("BatchNormalization", [input, name + ".scale", name + ".bias", name + ".mean", name + ".var"], [output], attributes);
        Graph.Node[^1].Name = name;
        return this;
    }

    public ModelBuilder Conv(string input, string output, long filters, long channels, long kernel = 3, int spatial = 2, bool hasBias = true, params AttributeProto[] attributes)
    {
        Weight(output + ".weight", [filters, channels, .. Enumerable.Repeat(kernel, spatial)]);
        if (hasBias) Weight(output + ".bias", filters);
        return Node("Conv", [input, output + ".weight", .. hasBias ? [output + ".bias"] : Array.Empty<string>()], [output], attributes);
    }

    public static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = (int)AttributeKind.Int };

    public static AttributeProto Float(string name, float value) => new() { Name = name, F = value, Type = (int)AttributeKind.Float };

    public static AttributeProto Text(string name, string value) => new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = (int)AttributeKind.String };

    public static AttributeProto Ints(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = (int)AttributeKind.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    public static AttributeProto Tensor(string name, TensorProto value) => new() { Name = name, T = value, Type = (int)AttributeKind.Tensor };

    public static AttributeProto Body(string name, GraphProto value) => new() { Name = name, G = value, Type = (int)AttributeKind.Graph };

    public static TensorProto MakeTensor(string name, ElementType type, long[] dims, double[] values)
    {
        var bytes = new byte[values.Length * TensorCodec.ByteSize(type)];
        TensorCodec.WriteDoubles(values, type, bytes);
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(dims);
        return tensor;
    }

    public double Normal()
    {
        // Box–Muller; 1 − u keeps the logarithm away from zero.
        return Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
    }

    private ModelBuilder Values(string name, long[] dims, Func<double> next)
    {
        var values = new double[dims.Aggregate(1L, static (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++) values[i] = next();
        return Tensor(name, dims, values);
    }

    private static ValueInfoProto Info(string name, ElementType type, object[] dims)
    {
        var shape = new TensorShapeProto();
        foreach (var dim in dims)
            shape.Dim.Add(dim is long size ? new TensorShapeProto.Types.Dimension { DimValue = size } : new() { DimParam = (string)dim });
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }

    private static string[] Split(string names) => [.. names.Split(' ').Select(n => n == "_" ? "" : n)];
}
