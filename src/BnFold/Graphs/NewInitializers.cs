using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>
/// Makes initializers for edits. They all go to the main graph, which every body sees. Before IR version 4 an initializer had to be
/// a graph input as well.
/// </summary>
internal sealed class NewInitializers(GraphView view)
{
    public Value Add(NewConstant constant)
    {
        var value = view.Main.Local(view.Names.Next(constant.Hint));
        var (type, dims, payload) = (constant.Value.Type, constant.Value.Dims, constant.Value.Payload);
        var tensor = view.Model.Write(value.Name, new(type, dims, payload), constant.Value.IsExternal ? TensorLocation.External : TensorLocation.Default);
        value.Initializer = tensor;
        if (view.Model.IrVersion < 4) value.GraphInput = Declare(tensor);
        return value;
    }

    private static ValueInfoProto Declare(TensorProto tensor)
    {
        var shape = new TensorShapeProto();
        foreach (var dim in tensor.Dims) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dim });
        return new() { Name = tensor.Name, Type = new() { TensorType = new() { ElemType = tensor.DataType, Shape = shape } } };
    }
}
