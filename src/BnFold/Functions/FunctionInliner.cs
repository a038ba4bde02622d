using BnFold.Onnx;
using Google.Protobuf.Collections;

namespace BnFold.Functions;

/// <summary>
/// Puts the bodies of model-local functions in the place of their calls where a BatchNormalization is inside, or next to a call. Other
/// functions stay as they are.
/// </summary>
internal sealed class FunctionInliner
{
    // A few functions that call each other twice make any number of nodes.
    private const int MaxAddedNodes = 1 << 18;

    private readonly ModelProto _model;
    private readonly FunctionTable _functions;
    private readonly ValueNames _names;
    private readonly Dictionary<string, string> _origins = new(StringComparer.Ordinal);
    private int _addedNodes;

    private FunctionInliner(ModelProto model)
    {
        _model = model;
        _functions = new(model);
        _names = new(model);
    }

    /// <summary>
    /// For each BatchNormalization that was put in the place of a call, by its new name, the name it has in its function; null when nothing
    /// was changed.
    /// </summary>
    /// <exception cref="OnnxFormatException">A function calls itself.</exception>
    public static IReadOnlyDictionary<string, string>? Run(OnnxModel model)
    {
        if (model.Proto.Functions.Count == 0) return null;
        var inliner = new FunctionInliner(model.Proto);
        if (inliner._functions.FindRecursive() is { } recursive)
            throw new OnnxFormatException(model.Path, $"function '{recursive.Name}'", "calls itself, by way of others or not; calls that come to an end expected");
        if (!inliner.Inline(model.Proto.Graph, outer: new HashSet<string>())) return null;
        inliner.DropUncalled();
        return inliner._origins;
    }

    private bool Inline(GraphProto graph, HashSet<string> outer)
    {
        var changed = false;
        var described = graph.ValueInfo.Select(info => info.Name).ToHashSet(StringComparer.Ordinal);
        // A body may hold calls itself, so look again until nothing is left to do.
        for (var round = 0; round <= _model.Functions.Count; round++)
        {
            var beside = new HashSet<string>(outer.Concat(ValuesBeside(graph)), StringComparer.Ordinal);
            var nodes = new List<NodeProto>(graph.Node.Count);
            var found = false;
            foreach (var node in graph.Node)
            {
                foreach (var body in node.Bodies()) changed |= Inline(body, beside);
                if (_functions.Find(node) is { } function && IsWanted(node, function, beside))
                {
                    nodes.AddRange(new FunctionCall(node, function, _names, _origins).Expand(graph.ValueInfo, described));
                    _addedNodes += function.Node.WithBodies().Count();
                    found = true;
                }
                else
                {
                    nodes.Add(node);
                }
            }
            if (!found) break;
            changed = true;
            graph.Node.Clear();
            graph.Node.AddRange(nodes);
        }
        return changed;
    }

    private bool IsWanted(NodeProto call, FunctionProto function, HashSet<string> beside) =>
        (_functions.HoldsBatchNorm(function) || call.Input.Concat(call.Output).Any(beside.Contains))
        && _functions.SharesOperatorSets(function)
        && _addedNodes + function.Node.WithBodies().Count() <= MaxAddedNodes;

    /// <summary>What BatchNormalizations of this graph read and make.</summary>
    private static IEnumerable<string> ValuesBeside(GraphProto graph) =>
        graph.Node.Where(static n => n.IsBatchNormalization)
            .SelectMany(static n => n.Input.Take(1).Concat(n.Output.Take(1))).Where(static name => name.Length > 0);

    private void DropUncalled()
    {
        var called = new HashSet<FunctionProto>(ReferenceEqualityComparer.Instance);
        var open = new Stack<RepeatedField<NodeProto>>([_model.Graph.Node]);
        while (open.TryPop(out var nodes))
        {
            foreach (var node in nodes.WithBodies())
            {
                if (_functions.Find(node) is { } function && called.Add(function)) open.Push(function.Node);
            }
        }
        for (var i = _model.Functions.Count - 1; i >= 0; i--)
        {
            if (!called.Contains(_model.Functions[i])) _model.Functions.RemoveAt(i);
        }
    }
}
