using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>
/// Computes one value of a model that can't run as a whole: the nodes around it in ONNX Runtime, and, where that has no kernel, each
/// BatchNormalization by the reference.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="fed">What the value is computed from.</param>
/// <param name="declared">The same, declared; every name where the graph may be cut.</param>
/// <param name="isWidened">Whether what is written in types without kernels runs in float.</param>
/// <param name="cancellation">Looked at between two operators.</param>
internal sealed class StandaloneRun(
    RunnableModel model, TensorSet fed, IReadOnlyDictionary<string, ValueInfoProto> declared, bool isWidened, CancellationToken cancellation)
{
    private readonly Dictionary<string, ValueInfoProto> _cuts = new(declared, StringComparer.Ordinal);

    /// <summary>The value as ONNX Runtime alone computes it. The caller disposes it.</summary>
    /// <exception cref="ModelRunException">It can't.</exception>
    public OrtTensor Compute(string value)
    {
        var excerpt = new Excerpt(model.Graph, [value], _cuts);
        if (isWidened) Widening.Apply(excerpt.Model, model);
        using var session = model.Open(excerpt);
        try
        {
            return session.Run(
                [.. excerpt.Inputs.Select(name => new NamedTensor(name, fed[name]))], [excerpt.ResultOf(value)], cancellation)[0];
        }
        catch (OrtException exception)
        {
            throw new ModelRunException(model, exception);
        }
    }

    /// <summary>The value, BatchNormalizations on the way by the reference. The caller disposes it.</summary>
    /// <exception cref="ModelRunException">ONNX Runtime can't run the rest.</exception>
    /// <exception cref="NotSupportedException">One of them is none the reference can compute.</exception>
    public OrtTensor ComputeByReference(string value, TensorSet owned)
    {
        var nodes = new Excerpt(model.Graph, [value], _cuts).Nodes.Where(node => node.IsBatchNormalization).ToArray();
        foreach (var node in nodes)
        {
            var output = node.Output[0];
            var result = Reference(node);
            if (output == value) return result;
            owned.Add(output, result);
            fed.Add(output, result);
            _cuts[output] = new PlannedInput(output, (ElementType)result.ElementType, result.Dims).Declaration;
        }
        return Compute(value);
    }

    private OrtTensor Reference(NodeProto node)
    {
        if (ReferenceNode.Obstacle(node, model.Graph.Opset("")) is { } obstacle)
            throw new NotSupportedException($"BatchNormalization '{node.Label}' can't be computed: {obstacle}");
        var parameters = ReferenceNode.Parameters(node, Constant);
        var input = fed.TryGet(node.Input[0], out var known) ? known : Compute(node.Input[0]);
        try
        {
            var values = BatchNormReference.Infer<double>(Numbers.Of(input), [.. input.Dims], parameters);
            return Numbers.Tensor((ElementType)input.ElementType, input.Dims, values);
        }
        catch (ArgumentException exception)
        {
            throw new NotSupportedException($"BatchNormalization '{node.Label}' can't be computed: {exception.Message}", exception);
        }
        finally
        {
            if (input != known) input.Dispose();
        }
    }

    private double[] Constant(string name)
    {
        if (model.Graph.TryInitializer(name, out var tensor)) return Numbers.Of(model, tensor);
        using var value = Compute(name);
        return Numbers.Of(value);
    }
}
