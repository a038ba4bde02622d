using System.Collections.Immutable;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>
/// Makes initializers for edits, and a DequantizeLinear on top of quantized ones. Initializers go to the main graph, which every body
/// sees. Before IR version 4 an initializer had to be a graph input as well.
/// </summary>
internal sealed class NewInitializers(GraphView view)
{
    public Value Add(NewConstant constant) =>
        constant.Value.Quantization is { } quantization ? Dequantized(quantization, constant.Hint) : Plain(constant.Value, constant.Hint);

    private Value Plain(Constant constant, string hint)
    {
        var value = view.Main.Local(view.Names.Next(hint));
        var location = constant.IsExternal ? TensorLocation.External : TensorLocation.Default;
        var tensor = view.Model.Write(value.Name, new(constant.Type, constant.Dims, constant.Payload), location);
        value.Initializer = tensor;
        if (view.Model.IrVersion < 4) value.GraphInput = Declare(tensor);
        return value;
    }

    /// <summary>A DequantizeLinear of its own, next to the one it takes after, which others may still read.</summary>
    private Value Dequantized(Quantization quantization, string hint)
    {
        var model = quantization.Node;
        var proto = new NodeProto { OpType = model.OpType, Name = view.Names.Next(model.Name) };
        proto.Attribute.AddRange(model.Proto.Attribute.Where(static a => a.Name != "axis").Select(static a => a.Clone()));
        if (quantization.Axis is { } axis) proto.Attribute.Add(new AttributeProto { Name = "axis", I = axis, Type = (int)AttributeKind.Int });
        var node = new Node(model.Scope, proto, view.NextNodeId()) { Order = model.Order + 1 };
        model.Scope.Nodes.Add(node);

        ImmutableArray<long> dims = quantization.Axis is null ? [] : [quantization.Scales.Length];
        node.SetInput(0, quantization.StoredIntegers ?? Plain(quantization.Integers, model.Input(0)?.Name ?? hint));
        node.SetInput(1, Plain(Constant.OfDoubles(quantization.Type, dims, quantization.Scales), model.Input(1)?.Name ?? hint));
        if (quantization.HasZeroPoint)
            node.SetInput(2, Plain(Constant.OfDoubles(quantization.Integers.Type, dims, quantization.ZeroPoints), model.Input(2)?.Name ?? hint));
        var output = model.Scope.Local(view.Names.Next(hint));
        node.SetOutput(0, output);
        return output;
    }

    private static ValueInfoProto Declare(TensorProto tensor)
    {
        var shape = new TensorShapeProto();
        foreach (var dim in tensor.Dims) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dim });
        return new() { Name = tensor.Name, Type = new() { TensorType = new() { ElemType = tensor.DataType, Shape = shape } } };
    }
}
