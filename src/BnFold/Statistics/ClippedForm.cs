using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>
/// A model in which BatchNormalizations between a Conv and a Clip are written as depthwise convolutions. What such a node gets is to be
/// seen, so ONNX Runtime can't take it into the Conv before; as a convolution it takes in the Clip at least, and the values need not be
/// brought from the blocked layout of x64 to the usual one and back for it. Other activations it takes in by itself.
/// </summary>
internal sealed class ClippedForm
{
    private readonly ModelGraph _graph;
    private readonly Dictionary<NodeProto, BatchNormParameters> _nodes = new(ReferenceEqualityComparer.Instance);

    /// <param name="model">The model, with the statistics it has now.</param>
    /// <exception cref="OnnxFormatException">A tensor is not as it says it is.</exception>
    /// <exception cref="ModelRunException">What parameters are computed from can't be run.</exception>
    public ClippedForm(RunnableModel model)
    {
        _graph = model.Graph;
        if (RuntimeInformation.ProcessArchitecture is not Architecture.X64) return;
        var clipped = _graph.Nodes.Where(node => node is { IsOnnx: true, OpType: "Clip", Input.Count: > 0 })
            .Select(node => node.Input[0]).ToHashSet(StringComparer.Ordinal);
        if (clipped.Count == 0) return;
        foreach (var node in MeasuredNode.Of(model).Where(node => clipped.Contains(node.Place.Node.Output[0])))
        {
            if (node.Stored is { } stored && HasFloatImages(node.Place.Node, stored.Features)) _nodes[node.Place.Node] = stored;
        }
    }

    /// <summary>The model for a session that shows some values; null where it is best as it is.</summary>
    public ModelProto? For(IReadOnlyList<string> values)
    {
        NodeProto[] chosen = [.. _nodes.Keys.Where(node => values.Contains(node.Input[0]))];
        if (chosen.Length == 0) return null;
        var model = _graph.Model.Clone();
        model.Graph.Node.Clear();
        foreach (var node in _graph.Model.Graph.Node)
        {
            if (!chosen.Contains(node)) model.Graph.Node.Add(node);
            else Write(node, _nodes[node], model.Graph);
        }
        return model;
    }

    private bool HasFloatImages(NodeProto node, int channels) =>
        node.Output.Skip(1).All(name => name.Length == 0)
        && _graph.TryProducer(node.Input[0], out var producer) && producer is { IsOnnx: true, OpType: "Conv", Input.Count: > 1 }
        && _graph.TryInitializer(producer.Input[1], out var weight)
        && weight.DataType == (int)ElementType.Float && weight.Dims.Count == 4 && weight.Dims[0] == channels;

    private void Write(NodeProto node, BatchNormParameters stored, GraphProto graph)
    {
        var channels = stored.Features;
        var (scale, shift) = (new float[channels], new float[channels]);
        for (var c = 0; c < channels; c++)
        {
            var factor = stored.Scale[c] / Math.Sqrt(stored.Variance[c] + stored.Epsilon);
            (scale[c], shift[c]) = ((float)factor, (float)(stored.Bias[c] - (stored.Mean[c] * factor)));
        }
        var conv = new NodeProto { OpType = "Conv", Name = node.Name };
        conv.Input.Add([node.Input[0], Tensor("scale", scale, [channels, 1, 1, 1]), Tensor("shift", shift, [channels])]);
        conv.Output.Add(node.Output[0]);
        conv.Attribute.Add(new AttributeProto { Name = "group", I = channels, Type = (int)AttributeKind.Int });
        graph.Node.Add(conv);

        string Tensor(string role, float[] values, long[] dims)
        {
            var tensor = new TensorProto { Name = _graph.FreshName($"{node.Output[0]}.{role}"), DataType = (int)ElementType.Float };
            tensor.Dims.Add(dims);
            tensor.FloatData.Add(values);
            graph.Initializer.Add(tensor);
            return tensor.Name;
        }
    }
}
