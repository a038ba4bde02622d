using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Arithmetic that runtimes recognise and run as one kernel: GELU by Erf or Tanh, HardSwish by Clip, scaling before Softmax, a hand-written
/// LayerNormalization. A constant of theirs must not be changed into a vector or disappear: losing an Erf-GELU costs a third of the speed.
/// </summary>
internal static class FusionPatterns
{
    private const int Steps = 4;
    private const int Crowd = 4;

    private static readonly HashSet<string> _aroundNumbers = ["Erf", "Tanh", "Clip", "Sigmoid", "HardSigmoid", "Softmax", "ReduceMean", "Exp", "Gelu"];
    private static readonly HashSet<string> _aroundVectors = ["ReduceMean"];

    // These are part of a pattern only together with the value they are computed from: x·Sigmoid(1.702·x) is one, Tanh(2·x) is none.
    private static readonly HashSet<string> _withFork = ["Tanh", "Sigmoid", "Exp"];

    private static readonly HashSet<string> _arithmetic = ["Add", "Sub", "Mul", "Div", "Pow", "Sqrt", "Reciprocal", "Neg"];

    /// <summary>Whether the node, arithmetic with this constant, is part of such a pattern.</summary>
    public static bool Contain(Node node, Constant constant)
    {
        var heart = constant.Count == 1 ? _aroundNumbers : _aroundVectors;
        var seen = new HashSet<Node> { node };
        var border = new List<Node> { node };
        var mayFork = false;
        for (var step = 0; step < Steps && border.Count > 0; step++)
        {
            var next = new List<Node>();
            foreach (var neighbour in border.SelectMany(Neighbours))
            {
                if (!seen.Add(neighbour) || !neighbour.IsStandard) continue;
                if (heart.Contains(neighbour.OpType))
                {
                    if (!_withFork.Contains(neighbour.OpType)) return true;
                    mayFork = true;
                }
                if (_arithmetic.Contains(neighbour.OpType) || IsAttention(neighbour)) next.Add(neighbour);
            }
            border = next;
        }
        return mayFork && seen.Any(each => _arithmetic.Contains(each.OpType) && IsAtFork(each));
    }

    /// <summary>What it computes with is also read elsewhere, or it computes with two values.</summary>
    private static bool IsAtFork(Node node)
    {
        var computed = node.Inputs.Where(i => i is not null && node.Scope.View.Constants.Find(i) is null).ToArray();
        return computed.Length > 1 || computed.Any(static i => i!.Uses.Count > 1);
    }

    private static IEnumerable<Node> Neighbours(Node node)
    {
        foreach (var input in node.Inputs)
        {
            if (input?.Producer is { } producer) yield return producer;
        }
        foreach (var output in node.Outputs)
        {
            if (output is null || output.Uses.Count > Crowd) continue;
            foreach (var use in output.Uses) yield return use.Node;
        }
    }

    /// <summary>The product of two computed values, as of queries and keys.</summary>
    private static bool IsAttention(Node node) => node.OpType == "MatMul" && node.Inputs.All(i => node.Scope.View.Constants.Find(i) is null);
}
