using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Tests.Runtime;
using Google.Protobuf;

namespace BnFold.Tests.Verification;

/// <summary>Writes small models, node by node.</summary>
internal sealed class Net
{
    private readonly ModelProto _model;

    public Net(int opset = 17, long irVersion = 8)
    {
        _model = new() { IrVersion = irVersion, Graph = new() { Name = ByteString.CopyFromUtf8("net") } };
        _model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
    }

    public GraphProto Graph => _model.Graph;

    /// <param name="name">Name of the input.</param>
    /// <param name="dims">Sizes as int, symbols as string.</param>
    public Net Input(string name, params object[] dims) => Input(name, ElementType.Float, dims);

    public Net Input(string name, ElementType type, params object[] dims)
    {
        Graph.Input.Add(Declare(name, type, dims));
        return this;
    }

    public Net Output(string name, ElementType type = ElementType.Float)
    {
        Graph.Output.Add(new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = (int)type } } });
        return this;
    }

    public Net Floats(string name, long[] dims, params float[] values) => Bytes(name, ElementType.Float, dims, MemoryMarshal.AsBytes(values.AsSpan()));

    public Net Halves(string name, long[] dims, params Half[] values) => Bytes(name, ElementType.Float16, dims, MemoryMarshal.AsBytes(values.AsSpan()));

    public Net Integers(string name, long[] dims, params long[] values) => Bytes(name, ElementType.Int64, dims, MemoryMarshal.AsBytes(values.AsSpan()));

    public Net Bytes(string name, ElementType type, long[] dims, ReadOnlySpan<byte> values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(values) };
        tensor.Dims.AddRange(dims);
        Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>A node named <c>op_output</c>.</summary>
    public Net Node(string opType, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = opType, Name = $"{opType.ToLowerInvariant()}_{outputs.Split(' ')[0]}" };
        node.Input.AddRange(inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => name == "-" ? "" : name));
        node.Output.AddRange(outputs.Split(' '));
        node.Attribute.AddRange(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        Graph.Node.Add(node);
        return this;
    }

    public Net Import(string domain, long version)
    {
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        return this;
    }

    public Net Function(FunctionProto function)
    {
        _model.Functions.Add(function);
        return this;
    }

    public byte[] ToBytes() => _model.ToByteArray();

    /// <summary>Writes the model to a file of the folder and returns its path.</summary>
    public string Save(TempFolder folder, string name)
    {
        var path = folder.File(name);
        File.WriteAllBytes(path, _model.ToByteArray());
        return path;
    }

    /// <summary>Writes the model with all initializers in a file beside it.</summary>
    public string SaveExternal(TempFolder folder, string name)
    {
        var model = _model.Clone();
        using var data = File.Create(folder.File(name + ".data"));
        foreach (var tensor in model.Graph.Initializer)
        {
            tensor.DataLocation = (int)TensorLocation.External;
            Add(tensor, "location", name + ".data");
            Add(tensor, "offset", FormattableString.Invariant($"{data.Position}"));
            Add(tensor, "length", FormattableString.Invariant($"{tensor.RawData.Length}"));
            data.Write(tensor.RawData.Span);
            tensor.ClearRawData();
        }
        var path = folder.File(name);
        File.WriteAllBytes(path, model.ToByteArray());
        return path;

        static void Add(TensorProto tensor, string key, string value) => tensor.ExternalData.Add(
            new StringStringEntryProto { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value) });
    }

    private static ValueInfoProto Declare(string name, ElementType type, object[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dims.Select(dim => dim is int size
            ? new TensorShapeProto.Types.Dimension { DimValue = size }
            : new TensorShapeProto.Types.Dimension { DimParam = (string)dim }));
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int number: (attribute.I, attribute.Type) = (number, (int)AttributeKind.Int); break;
            case float number: (attribute.F, attribute.Type) = (number, (int)AttributeKind.Float); break;
            case GraphProto graph: (attribute.G, attribute.Type) = (graph, (int)AttributeKind.Graph); break;
            case TensorProto tensor: (attribute.T, attribute.Type) = (tensor, (int)AttributeKind.Tensor); break;
            case long[] numbers:
                attribute.Ints.AddRange(numbers);
                attribute.Type = (int)AttributeKind.Ints;
                break;
            default: throw new ArgumentOutOfRangeException(nameof(value));
        }
        return attribute;
    }
}
