using BnFold.Onnx;
using Google.Protobuf;

namespace BnFold.Graphs;

/// <summary>A constant expression as a model of one node, for someone who can run it.</summary>
internal static class ConstantEvaluation
{
    private static readonly string[] _notDeterministic =
        ["RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli", "Dropout"];

    public static (Constant?, Obstacle?) Run(GraphView view, Node node, Constant?[] inputs, int output, IConstantEvaluator? evaluator)
    {
        if (_notDeterministic.Contains(node.OpType) || view.BodiesOf(node).Count > 0)
            return (null, new(SkipReason.NotConstant, $"{node} is evaluated while the model runs"));
        if (evaluator is null) return (null, new(SkipReason.NeedsOnnxRuntime, $"{node} is a constant expression, and no evaluator was given"));
        if (Array.Exists(inputs, static i => i is { Count: > ConstantExpressions.MostElements }))
            return (null, new(SkipReason.NotConstant, $"{node} is a constant expression of more elements than can be evaluated"));
        var results = evaluator.Evaluate(ModelOf(view, node, inputs).ToByteArray(), out var failure);
        if (results is null) return (null, new(SkipReason.NeedsOnnxRuntime, $"{node} is a constant expression that could not be evaluated: {failure}"));
        var result = results[node.Outputs.Take(output).Count(o => o is not null)];
        return (new((ElementType)result.ElementType, [.. result.Dims], new BytesPayload(result.Data)), null);
    }

    private static ModelProto ModelOf(GraphView view, Node node, Constant?[] inputs)
    {
        var graph = new GraphProto { Name = ByteString.CopyFromUtf8("constant") };
        graph.Node.Add(node.Proto.Clone());
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is not { } constant || graph.Initializer.Any(t => t.Name == node.Proto.Input[i])) continue;
            var bytes = new byte[constant.Payload.Length];
            constant.Payload.Read(0, bytes);
            var tensor = new TensorProto { Name = node.Proto.Input[i], DataType = (int)constant.Type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
            tensor.Dims.AddRange(constant.Dims);
            graph.Initializer.Add(tensor);
        }
        graph.Output.AddRange(node.Proto.Output.Where(o => o.Length > 0).Select(o => new ValueInfoProto { Name = o }));
        var model = new ModelProto { IrVersion = Math.Max(view.Model.IrVersion, 4), Graph = graph };
        model.OpsetImport.AddRange(view.Model.Proto.OpsetImport);
        return model;
    }
}
