using BnFold.Onnx;
using BnFold.Verification;

namespace BnFold.Recalibration;

/// <summary>
/// A model whose BatchNormalizations normalise with the mean and variance of the batch at hand, as they did in training. ONNX Runtime has
/// no kernel for training mode on every build, so each is written out: with x as [N, C, D], m = mean(x), d = x − m, v = mean(d²),
/// y = d / √(v + ε) · scale + B. What is of 16 bits is computed in float, as operator set 15 asks for.
/// </summary>
internal sealed class TrainingForm
{
    private readonly ModelGraph _graph;
    private readonly long _opset;
    private readonly List<NodeProto> _nodes = [];
    private readonly List<TensorProto> _constants = [];
    private readonly RecalibrationSite _site;

    private TrainingForm(ModelGraph graph, RecalibrationSite site) => (_graph, _opset, _site) = (graph, graph.Opset(""), site);

    /// <param name="model">The model; it is copied.</param>
    /// <param name="sites">The nodes to write out.</param>
    public static ModelProto Of(ModelProto model, IReadOnlyList<RecalibrationSite> sites)
    {
        var names = new ModelGraph(model);
        var written = model.Clone();
        written.Graph.Node.Clear();
        var byNode = sites.ToDictionary(site => site.Node, (IEqualityComparer<NodeProto>)ReferenceEqualityComparer.Instance);
        foreach (var node in model.Graph.Node)
        {
            if (!byNode.TryGetValue(node, out var site))
            {
                written.Graph.Node.Add(node);
                continue;
            }
            var form = new TrainingForm(names, site);
            form.Write();
            written.Graph.Node.Add(form._nodes);
            written.Graph.Initializer.Add(form._constants);
        }
        return written;
    }

    private void Write()
    {
        var node = _site.Node;
        var isDouble = _site.ScaleType == ElementType.Double || _site.Mean.Type == ElementType.Double;
        var type = (int)(isDouble ? ElementType.Double : ElementType.Float);
        var shape = Integers("shape", _site.IsPerElement ? [0, -1] : [0, 0, -1]);
        var vector = Integers("vector", _site.IsPerElement ? [1, -1] : [1, -1, 1]);

        var x = Reshape(Cast(_site.X, type, "wide"), shape, "x");
        var deviation = Add("Sub", "deviation", [x, Mean(x, "mean")]);
        var variance = Mean(Add("Mul", "square", [deviation, deviation]), "variance");
        var root = Add("Sqrt", "root", [Add("Add", "sum", [variance, Number("epsilon", type, _site.Epsilon)])]);
        var scale = Reshape(Cast(node.Input[1], type, "wide_scale"), vector, "scale");
        var bias = Reshape(Cast(node.Input[2], type, "wide_bias"), vector, "bias");
        var scaled = Add("Mul", "scaled", [Add("Div", "normal", [deviation, root]), scale]);
        var y = Reshape(Add("Add", "shifted", [scaled, bias]), Add("Shape", "dims", [_site.X]), "y");
        // From operator set 15 on x may be of another type than scale; before, they are of one.
        if (_opset >= 15) Add("CastLike", [y, _site.X], node.Output[0]);
        else Add("Cast", [y], node.Output[0], Int("to", (int)_site.ScaleType));
    }

    private string Mean(string x, string name)
    {
        long[] axes = _site.IsPerElement ? [0] : [0, 2];
        if (_opset >= 18) return Add("ReduceMean", name, [x, Integers(name + "_axes", axes)]);
        var attribute = new AttributeProto { Name = "axes", Type = (int)AttributeKind.Ints };
        attribute.Ints.AddRange(axes);
        return Add("ReduceMean", name, [x], attribute);
    }

    private string Cast(string x, int type, string name) => Add("Cast", name, [x], Int("to", type));

    private string Reshape(string x, string shape, string name) => Add("Reshape", name, [x, shape]);

    private string Add(string opType, string name, string[] inputs, params AttributeProto[] attributes)
    {
        Add(opType, inputs, NameOf(name), attributes);
        return NameOf(name);
    }

    private void Add(string opType, string[] inputs, string output, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = opType, Name = $"{_site.Name}.{opType}.{output}" };
        node.Input.Add(inputs);
        node.Output.Add(output);
        node.Attribute.Add(attributes);
        _nodes.Add(node);
    }

    private string Integers(string name, long[] values)
    {
        var tensor = new TensorProto { Name = NameOf(name), DataType = (int)ElementType.Int64 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.Add(values);
        _constants.Add(tensor);
        return tensor.Name;
    }

    private string Number(string name, int type, double value)
    {
        var tensor = new TensorProto { Name = NameOf(name), DataType = type };
        if (type == (int)ElementType.Double) tensor.DoubleData.Add(value);
        else tensor.FloatData.Add((float)value);
        _constants.Add(tensor);
        return tensor.Name;
    }

    private string NameOf(string role) => _graph.FreshName($"{_site.Node.Output[0]}.{role}");

    private static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = (int)AttributeKind.Int };
}
