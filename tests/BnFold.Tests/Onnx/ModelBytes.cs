using BnFold.Onnx;
using Google.Protobuf;

namespace BnFold.Tests.Onnx;

/// <summary>Models made by hand, and models as bytes.</summary>
internal static class ModelBytes
{
    /// <summary>What writing the model anew gives, whether it was modified or not.</summary>
    public static byte[] Expand(OnnxModel model) => Expand(model.Proto, model.Payloads);

    public static byte[] Expand(ModelProto proto, PayloadStore payloads)
    {
        var file = Expansion.Of(proto, payloads);
        var expanded = new byte[file.Length];
        file.WriteTo((at, bytes) => bytes.CopyTo(expanded.AsSpan((int)at)));
        return expanded;
    }

    /// <summary>The smallest model that loads, with these initializers.</summary>
    public static ModelProto Model(params IEnumerable<TensorProto> initializers)
    {
        var graph = new GraphProto { Name = ByteString.CopyFromUtf8("graph") };
        graph.Initializer.Add(initializers);
        return new() { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } } };
    }

    /// <summary>A tensor of bytes that differ from their neighbours and from those of another seed.</summary>
    public static TensorProto Tensor(string name, int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return new() { Name = name, DataType = (int)ElementType.UInt8, Dims = { length }, RawData = ByteString.CopyFrom(bytes) };
    }

    /// <summary>A model with tensors everywhere the format allows them, all of them large but for two.</summary>
    public static ModelProto Full()
    {
        var seed = 0;
        var model = Model(Large("w0"), Tensor("small", 5), Large("w1"));
        var graph = model.Graph;
        graph.SparseInitializer.Add(Sparse());
        graph.Node.Add(Node("Constant", Constant()));
        graph.Node.Add(Node("Constant", Attribute("sparse_value", AttributeKind.SparseTensor, attribute => attribute.SparseTensor = Sparse())));
        graph.Node.Add(Node("If", Attribute("then_branch", AttributeKind.Graph, attribute => attribute.G = Body())));
        graph.Node.Add(Node("Odd",
            Attribute("graphs", AttributeKind.Graphs, attribute => attribute.Graphs.Add([Body(), Body()])),
            Attribute("tensors", AttributeKind.Tensors, attribute => attribute.Tensors.Add([Large("t0"), Tensor("t1", 3)])),
            Attribute("sparse", AttributeKind.SparseTensors, attribute => attribute.SparseTensors.Add(Sparse()))));
        model.Functions.Add(new FunctionProto { Name = "f", Node = { Node("Constant", Constant()) }, AttributeProto = { Constant() } });
        model.TrainingInfo.Add(new TrainingInfoProto { Initialization = Body(), Algorithm = Body() });

        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "N" } } };
        graph.Input.Add(new ValueInfoProto { Name = "x", Type = new() { TensorType = new() { ElemType = 1, Shape = shape } } });
        var map = new TypeProto { MapType = new() { KeyType = 7, ValueType = new() { TensorType = new() } } };
        graph.Output.Add(new ValueInfoProto { Name = "y", Type = new() { SequenceType = new() { ElemType = map } } });
        return model;

        TensorProto Large(string name) => Tensor(name, Skeleton.MinPayloadLength + (10 * seed), ++seed);
        AttributeProto Constant() => Attribute("value", AttributeKind.Tensor, attribute => attribute.T = Large("c"));
        SparseTensorProto Sparse() => new() { Values = Large("values"), Indices = Large("indices"), Dims = { 100000 } };
        GraphProto Body() => new() { Node = { Node("Constant", Constant()) }, Initializer = { Large("inner") } };
    }

    public static NodeProto Node(string operation, params IEnumerable<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = operation, Input = { "x" }, Output = { "y" } };
        node.Attribute.Add(attributes);
        return node;
    }

    public static AttributeProto Attribute(string name, AttributeKind kind, Action<AttributeProto> fill)
    {
        var attribute = new AttributeProto { Name = name, Type = (int)kind };
        fill(attribute);
        return attribute;
    }
}
