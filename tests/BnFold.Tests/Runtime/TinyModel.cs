using System.Globalization;
using BnFold.Onnx;
using Google.Protobuf;

namespace BnFold.Tests.Runtime;

/// <summary>Builds models of a few nodes, just enough to see what a session does with them.</summary>
internal sealed class TinyModel
{
    private readonly ModelProto _model = new() { IrVersion = 8, Graph = new() { Name = ByteString.CopyFromUtf8("tiny") } };

    public TinyModel(int opset = 17) => _model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });

    /// <summary>One operator on one input, as many outputs as it takes: the shortest model there is.</summary>
    public static byte[] Unary(string opType, ElementType type, params object[] dims) =>
        new TinyModel().Input("x", type, dims).Node(opType, ["x"], ["y"]).Output("y").ToBytes();

    /// <param name="name">Name of the input.</param>
    /// <param name="type">Type of its elements.</param>
    /// <param name="dims">Sizes as int, symbols as string; an empty string is a dim that says nothing.</param>
    public TinyModel Input(string name, ElementType type, params object[] dims)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = new() };
        tensor.Shape.Dim.AddRange(dims.Select(Dimension));
        _model.Graph.Input.Add(new ValueInfoProto { Name = name, Type = new() { TensorType = tensor } });
        return this;
    }

    public TinyModel Node(string opType, string[] inputs, string[] outputs, params AttributeProto[] attributes) =>
        Node("", opType, inputs, outputs, attributes);

    public TinyModel Node(string domain, string opType, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = opType, Domain = domain };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        _model.Graph.Node.Add(node);
        if (domain.Length > 0 && _model.OpsetImport.All(import => import.Domain != domain))
            _model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        return this;
    }

    /// <summary>An output by name alone, whose type ONNX Runtime infers.</summary>
    public TinyModel Output(string name, TypeProto? type = null)
    {
        _model.Graph.Output.Add(new ValueInfoProto { Name = name, Type = type });
        return this;
    }

    public TinyModel Floats(string name, long[] dims, params float[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)ElementType.Float };
        tensor.Dims.AddRange(dims);
        tensor.FloatData.AddRange(values);
        _model.Graph.Initializer.Add(tensor);
        return this;
    }

    public TinyModel ExternalFloats(string name, long count, string location, long offset)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)ElementType.Float, DataLocation = 1 };
        tensor.Dims.Add(count);
        foreach (var (key, value) in new[]
                 {
                     ("location", location),
                     ("offset", offset.ToString(CultureInfo.InvariantCulture)),
                     ("length", (count * sizeof(float)).ToString(CultureInfo.InvariantCulture)),
                 })
            tensor.ExternalData.Add(new StringStringEntryProto { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value) });
        _model.Graph.Initializer.Add(tensor);
        return this;
    }

    public byte[] ToBytes() => _model.ToByteArray();

    private static TensorShapeProto.Types.Dimension Dimension(object dim) => dim switch
    {
        int size => new() { DimValue = size },
        "" => new(),
        _ => new() { DimParam = (string)dim },
    };
}
