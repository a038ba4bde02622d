using System.Globalization;
using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>
/// Lets every value that an excerpt computes on its way be multiplied by a factor that is fed: a model of rounding errors that enter
/// everywhere, and not only at the start. Float and double only: a factor can't differ from 1 by less than a rounding, and in float16 as
/// much as that for whole tensors is more than rounding does.
/// </summary>
internal sealed class Stirring
{
    private readonly List<(string Name, ElementType Type)> _factors = [];

    /// <param name="excerpt">Gets the multiplications.</param>
    /// <param name="typeOf">The element type of a value of the graph; null if it is no tensor or not known.</param>
    public Stirring(Excerpt excerpt, Func<string, ElementType?> typeOf)
    {
        var graph = excerpt.Model.Graph;
        var nodes = graph.Node.ToArray();
        graph.Node.Clear();
        foreach (var node in nodes)
        {
            var stirred = node.Clone();
            graph.Node.Add(stirred);
            for (var i = 0; i < stirred.Output.Count; i++)
            {
                if (typeOf(stirred.Output[i]) is not { } type || type is not (ElementType.Float or ElementType.Double)) continue;
                var value = stirred.Output[i];
                stirred.Output[i] = excerpt.FreshName(value);
                graph.Node.Add(Multiplication(stirred.Output[i], AddFactor(graph, excerpt, type), value));
            }
        }
    }

    /// <summary>Factors of 1 ± <paramref name="amplitude"/>: one of each for every value, all + for direction 0.</summary>
    public void AddFactors(TensorSet fed, Func<ElementType, double> amplitude, int direction)
    {
        var noise = new Noise(direction);
        foreach (var (name, type) in _factors)
        {
            var sign = direction == 0 || noise.Below(2) == 0 ? 1 : -1;
            var factor = OrtTensor.Create((int)type, []);
            TensorCodec.WriteDoubles([1 + (sign * amplitude(type))], type, factor.Bytes);
            fed.Add(name, factor);
        }
    }

    public IReadOnlyList<string> Inputs => [.. _factors.Select(factor => factor.Name)];

    private string AddFactor(GraphProto graph, Excerpt excerpt, ElementType type)
    {
        var name = excerpt.FreshName($"factor{_factors.Count.ToString(CultureInfo.InvariantCulture)}");
        _factors.Add((name, type));
        graph.Input.Add(new PlannedInput(name, type, []).Declaration);
        return name;
    }

    private static NodeProto Multiplication(string value, string factor, string product)
    {
        var node = new NodeProto { OpType = "Mul" };
        node.Input.AddRange([value, factor]);
        node.Output.Add(product);
        return node;
    }
}
