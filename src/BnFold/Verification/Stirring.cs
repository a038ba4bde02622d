using System.Globalization;
using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>
/// Lets every value that an excerpt computes on its way be multiplied by a factor that is fed: a model of rounding errors that enter
/// everywhere, and not only at the start. Values whose biases are rounded get a summand as well. Float and double only: a factor can't
/// differ from 1 by less than a rounding, and in float16 as much as that for whole tensors is more than rounding does.
/// </summary>
internal sealed class Stirring
{
    private readonly List<(string Name, ElementType Type)> _factors = [];
    private readonly List<(string Name, ElementType Type, double Size)> _summands = [];

    /// <param name="excerpt">Gets the multiplications and additions.</param>
    /// <param name="typeOf">The element type of a value of the graph; null if it is no tensor or not known.</param>
    /// <param name="offsets">By how much values may be off beside rounding.</param>
    public Stirring(Excerpt excerpt, Func<string, ElementType?> typeOf, IReadOnlyDictionary<string, double> offsets)
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
                var factor = AddInput(graph, excerpt, "factor", type);
                _factors.Add((factor, type));
                if (!offsets.TryGetValue(value, out var offset))
                {
                    graph.Node.Add(Arithmetic("Mul", stirred.Output[i], factor, value));
                    continue;
                }
                var (product, summand) = (excerpt.FreshName(stirred.Output[i]), AddInput(graph, excerpt, "summand", type));
                _summands.Add((summand, type, offset));
                graph.Node.Add([Arithmetic("Mul", stirred.Output[i], factor, product), Arithmetic("Add", product, summand, value)]);
            }
        }
    }

    /// <summary>
    /// Factors of 1 ± <paramref name="amplitude"/> and summands of ± their size, none where that is 0: all + for direction 0, for 1 the
    /// summands are all −.
    /// </summary>
    public void AddTo(TensorSet fed, Func<ElementType, double> amplitude, int direction)
    {
        var noise = new Noise(direction);
        foreach (var (name, type) in _factors) Add(name, type, 1 + (Sign() * amplitude(type)));
        foreach (var (name, type, size) in _summands)
            Add(name, type, amplitude(type) == 0 ? 0 : direction == 1 ? -size : Sign() * size);

        int Sign() => direction == 0 || noise.Below(2) == 0 ? 1 : -1;

        void Add(string name, ElementType type, double value)
        {
            var scalar = OrtTensor.Create((int)type, []);
            TensorCodec.WriteDoubles([value], type, scalar.Bytes);
            fed.Add(name, scalar);
        }
    }

    public IReadOnlyList<string> Inputs => [.. _factors.Select(factor => factor.Name), .. _summands.Select(summand => summand.Name)];

    private static string AddInput(GraphProto graph, Excerpt excerpt, string role, ElementType type)
    {
        var name = excerpt.FreshName(role + graph.Input.Count.ToString(CultureInfo.InvariantCulture));
        graph.Input.Add(new PlannedInput(name, type, []).Declaration);
        return name;
    }

    private static NodeProto Arithmetic(string opType, string left, string right, string result)
    {
        var node = new NodeProto { OpType = opType };
        node.Input.AddRange([left, right]);
        node.Output.Add(result);
        return node;
    }
}
