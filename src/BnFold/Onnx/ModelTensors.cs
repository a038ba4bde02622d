namespace BnFold.Onnx;

/// <summary>Every tensor of a model, in the order of the file: initializers, and what attributes hold, at any depth.</summary>
internal static class ModelTensors
{
    public static IEnumerable<TensorProto> Of(ModelProto model)
    {
        var graphs = model.TrainingInfo.SelectMany(training => new[] { training.Initialization, training.Algorithm }).Prepend(model.Graph);
        return graphs.SelectMany(Of).Concat(model.Functions.SelectMany(Of));
    }

    private static IEnumerable<TensorProto> Of(GraphProto? graph) => graph is null
        ? []
        : graph.Node.SelectMany(Of).Concat(graph.Initializer).Concat(graph.SparseInitializer.SelectMany(Of));

    private static IEnumerable<TensorProto> Of(FunctionProto function) =>
        function.Node.SelectMany(Of).Concat(function.AttributeProto.SelectMany(Of));

    private static IEnumerable<TensorProto> Of(NodeProto node) => node.Attribute.SelectMany(Of);

    private static IEnumerable<TensorProto> Of(AttributeProto attribute)
    {
        if (attribute.T is not null) yield return attribute.T;
        foreach (var tensor in attribute.Tensors) yield return tensor;
        foreach (var tensor in Of(attribute.G)) yield return tensor;
        foreach (var tensor in attribute.Graphs.SelectMany(Of)) yield return tensor;
        foreach (var tensor in Of(attribute.SparseTensor)) yield return tensor;
        foreach (var tensor in attribute.SparseTensors.SelectMany(Of)) yield return tensor;
    }

    private static IEnumerable<TensorProto> Of(SparseTensorProto? sparse)
    {
        if (sparse?.Values is { } values) yield return values;
        if (sparse?.Indices is { } indices) yield return indices;
    }
}
