using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Onnx;

/// <summary>Models made by hand, and models as bytes.</summary>
internal static class ModelBytes
{
    /// <summary>What writing the model anew gives, whether it was modified or not.</summary>
    public static byte[] Expand(OnnxModel model) => Expand(model.Proto, model.Payloads);

    public static byte[] Expand(ModelProto proto, PayloadStore payloads)
    {
        using var expanded = new MemoryStream();
        var expansion = new Expansion(proto, payloads);
        expansion.Write(new PayloadWriter(bytes => expanded.Write(bytes)));
        Assert.Equal(expansion.Length, expanded.Length);
        return expanded.ToArray();
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

    /// <summary>
    /// A model with something everywhere the format allows tensors: initializers, sparse ones, Constant nodes, bodies, functions, training.
    /// </summary>
    public static ModelProto Full()
    {
        var seed = 0;
        var model = Model(Large("w0"), Tensor("small", 5), Large("w1"));
        model.ProducerName = ByteString.CopyFromUtf8("tests");
        var graph = model.Graph;
        graph.SparseInitializer.Add(Sparse());
        graph.Node.Add(Node("Constant", Attribute("value", AttributeKind.Tensor, attribute => attribute.T = Large("c"))));
        graph.Node.Add(Node("Constant", Attribute("sparse_value", AttributeKind.SparseTensor, attribute => attribute.SparseTensor = Sparse())));
        graph.Node.Add(Node("If", Attribute("then_branch", AttributeKind.Graph, attribute => attribute.G = Body()), Attribute("more", AttributeKind.Graphs, attribute => attribute.Graphs.Add([Body(), Body()]))));
        graph.Node.Add(Node("Odd", Attribute("tensors", AttributeKind.Tensors, attribute => attribute.Tensors.Add([Large("t0"), Tensor("t1", 3)])), Attribute("sparse", AttributeKind.SparseTensors, attribute => attribute.SparseTensors.Add(Sparse()))));
        graph.Input.Add(new ValueInfoProto { Name = "x", Type = new() { TensorType = new() { ElemType = 1, Shape = new() { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "N" } } } } } });
        graph.Output.Add(new ValueInfoProto { Name = "y", Type = new() { SequenceType = new() { ElemType = new() { MapType = new() { KeyType = 7 } } } } });
        model.Functions.Add(new FunctionProto { Name = "f", Domain = "local", Node = { Node("Constant", Attribute("value", AttributeKind.Tensor, attribute => attribute.T = Large("f"))) }, AttributeProto = { Attribute("default", AttributeKind.Tensor, attribute => attribute.T = Large("d")) } });
        model.TrainingInfo.Add(new TrainingInfoProto { Initialization = Body(), Algorithm = Body() });
        return model;

        TensorProto Large(string name) => Tensor(name, Skeleton.MinPayloadLength + 10 * seed, ++seed);
        SparseTensorProto Sparse() => new() { Values = Large("values"), Indices = Large("indices"), Dims = { 100000 } };
        GraphProto Body() => new() { Node = { Node("Constant", Attribute("value", AttributeKind.Tensor, attribute => attribute.T = Large("b"))) }, Initializer = { Large("inner") } };
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
