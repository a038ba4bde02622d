using System.Globalization;
using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Graphs;

/// <summary>Nodes as no exporter writes them: wrong ranks, missing inputs, attributes of other kinds, absurd numbers.</summary>
internal static class MalformedGraph
{
    /// <summary>Nodes of one model.</summary>
    public const int Nodes = 300;

    private static readonly string[] _attributeNames =
    [
        "axis", "axes", "perm", "pads", "strides", "dilations", "kernel_shape", "group", "auto_pad", "ceil_mode", "output_padding", "output_shape", "keepdims",
        "shape", "allowzero", "starts", "ends", "split", "num_outputs", "blocksize", "scales", "equation", "hidden_size", "direction", "layout", "broadcast",
        "start", "end", "k", "to", "value", "batch_dims", "pooled_shape", "output_height", "transA", "transB", "noop_with_empty_axes", "training_mode", "paddings",
    ];

    private static readonly string[] _texts = ["", "SAME_UPPER", "SAME_LOWER", "VALID", "bidirectional", "ij,jk->ik", "...,->", "->", "a...b->c", ",,", "->->"];

    private static readonly long[] _odd = [0, 0, 1, 1, 1, 2, 2, 3, 4, -1, -1, -2, -5, 7, 64, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 40];

    private static readonly string[] _operators = [.. typeof(ShapeTable).GetProperties()
        .SelectMany(p => (TheoryData<string, string, int>)p.GetValue(null)!)
        .SelectMany(row => ShapeNotation.Parse(row.Data.Item1, 21).Model.Graph.Node.Select(n => n.OpType)).Distinct()];

    public static ModelProto Model(Random random, int opset)
    {
        var model = ShapeNotation.Parse("v0 = Relu x[N,4]", opset).Model;
        var values = new List<string> { "v0", "" };
        for (var i = 0; i < 12; i++) values.Add(Input(model.Graph, random, i));
        for (var i = 0; i < 12; i++) values.Add(Constant(model.Graph, random, i));
        for (var i = 1; i < Nodes; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"v{i}");
            var node = new NodeProto { OpType = Pick(random, _operators), Output = { name } };
            for (var k = random.Next(5); k > 0; k--) node.Input.Add(Pick(random, values));
            for (var k = random.Next(5); k > 0; k--) node.Attribute.Add(Attribute(random));
            model.Graph.Node.Add(node);
            values.Add(name);
        }
        return model;
    }

    private static string Input(GraphProto graph, Random random, int number)
    {
        var shape = new TensorShapeProto();
        for (var i = random.Next(6); i > 0; i--)
        {
            shape.Dim.Add(random.Next(4) switch
            {
                0 => new TensorShapeProto.Types.Dimension { DimParam = Pick(random, ["N", "H", "W", "?", ""]) },
                1 => new TensorShapeProto.Types.Dimension(),
                _ => new TensorShapeProto.Types.Dimension { DimValue = Pick(random, _odd) },
            });
        }
        var name = string.Create(CultureInfo.InvariantCulture, $"in{number}");
        graph.Input.Add(new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = 1, Shape = random.Next(5) == 0 ? null : shape } } });
        return name;
    }

    private static string Constant(GraphProto graph, Random random, int number)
    {
        var tensor = new TensorProto { Name = string.Create(CultureInfo.InvariantCulture, $"c{number}"), DataType = (int)ElementType.Int64 };
        var count = random.Next(7);
        if (count == 1 && random.Next(2) == 0) tensor.Dims.Clear();
        else if (count == 6 && random.Next(2) == 0) tensor.Dims.AddRange([2, 3]);
        else tensor.Dims.Add(count);
        for (var i = 0; i < count; i++) tensor.Int64Data.Add(Pick(random, _odd));
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    public static AttributeProto Attribute(Random random)
    {
        var attribute = new AttributeProto { Name = Pick(random, _attributeNames) };
        switch (random.Next(6))
        {
            case 0: (attribute.Type, attribute.F) = ((int)AttributeKind.Float, (float)Pick(random, _odd)); break;
            case 1: (attribute.Type, attribute.S) = ((int)AttributeKind.String, ByteString.CopyFromUtf8(Pick(random, _texts))); break;
            case 2: (attribute.Type, attribute.I) = ((int)AttributeKind.Int, Pick(random, _odd)); break;
            case 3:
                attribute.Type = (int)AttributeKind.Floats;
                for (var i = random.Next(5); i > 0; i--) attribute.Floats.Add((float)Pick(random, _odd));
                break;
            default:
                attribute.Type = (int)AttributeKind.Ints;
                for (var i = random.Next(7); i > 0; i--) attribute.Ints.Add(Pick(random, _odd));
                break;
        }
        return attribute;
    }

    public static T Pick<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
