using System.Collections.Immutable;
using BnFold.Onnx;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>Reads what is stored in BatchNormalizations, whether it is initializers or is computed from constants.</summary>
internal sealed class StoredParameters(RunnableModel model)
{
    private static readonly string[] _roles = ["input", "scale", "bias", "mean", "variance"];

    /// <summary>Why the parameters are none that are stored; null if they are.</summary>
    public string? Obstacle(NodeProto node)
    {
        var input = Enumerable.Range(1, 4).FirstOrDefault(input => model.Graph.IsVariable(node.Input[input]));
        return input == 0 ? null : $"its {_roles[input]} is computed from what the model is fed";
    }

    /// <exception cref="NotSupportedException">The vectors differ in length.</exception>
    /// <exception cref="OnnxFormatException">A tensor is not as it says it is.</exception>
    /// <exception cref="ModelRunException">What they are computed from can't be run.</exception>
    public BatchNormParameters Of(NodeProto node) => ReferenceNode.Parameters(node, Vector);

    private double[] Vector(string name)
    {
        if (model.Graph.TryInitializer(name, out var tensor)) return Numbers.Of(model, tensor);
        using var session = new ExcerptSession(model, [name], ImmutableDictionary<string, ValueInfoProto>.Empty);
        using var fed = new TensorSet();
        using var values = session.Run(fed, CancellationToken.None);
        return Numbers.Of(values[name]);
    }
}
