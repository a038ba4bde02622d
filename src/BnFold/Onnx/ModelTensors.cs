namespace BnFold.Onnx;

/// <summary>Every tensor of a model, in the order of the file: initializers, and what attributes hold, at any depth.</summary>
internal sealed class ModelTensors
{
    private readonly List<TensorProto> _found = [];

    public static IReadOnlyList<TensorProto> Of(ModelProto model)
    {
        var tensors = new ModelTensors();
        tensors.Add(model.Graph);
        foreach (var training in model.TrainingInfo)
        {
            tensors.Add(training.Initialization);
            tensors.Add(training.Algorithm);
        }
        foreach (var function in model.Functions)
        {
            foreach (var node in function.Node) tensors.Add(node);
            foreach (var attribute in function.AttributeProto) tensors.Add(attribute);
        }
        return tensors._found;
    }

    private void Add(GraphProto? graph)
    {
        if (graph is null) return;
        foreach (var node in graph.Node) Add(node);
        _found.AddRange(graph.Initializer);
        foreach (var sparse in graph.SparseInitializer) Add(sparse);
    }

    private void Add(NodeProto node)
    {
        for (var i = 0; i < node.Attribute.Count; i++) Add(node.Attribute[i]);
    }

    private void Add(AttributeProto attribute)
    {
        if (attribute.T is not null) _found.Add(attribute.T);
        _found.AddRange(attribute.Tensors);
        Add(attribute.G);
        foreach (var graph in attribute.Graphs) Add(graph);
        Add(attribute.SparseTensor);
        foreach (var sparse in attribute.SparseTensors) Add(sparse);
    }

    private void Add(SparseTensorProto? sparse)
    {
        if (sparse?.Values is { } values) _found.Add(values);
        if (sparse?.Indices is { } indices) _found.Add(indices);
    }
}
