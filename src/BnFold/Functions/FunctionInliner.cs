using BnFold.Onnx;
using Google.Protobuf.Collections;

namespace BnFold.Functions;

/// <summary>
/// Puts the bodies of model-local functions in the place of their calls where a BatchNormalization is inside, or next to a call. Other
/// functions stay as they are.
/// </summary>
internal sealed class FunctionInliner
{
    private readonly ModelProto _model;
    private readonly FunctionTable _functions;
    private readonly ValueNames _names;

    private FunctionInliner(ModelProto model)
    {
        _model = model;
        _functions = new(model);
        _names = new(model);
    }

    /// <summary>True when anything was changed.</summary>
    public static bool Run(ModelProto model)
    {
        if (model.Functions.Count == 0) return false;
        var inliner = new FunctionInliner(model);
        if (!inliner.Inline(model.Graph, outer: new HashSet<string>())) return false;
        inliner.DropUncalled();
        return true;
    }

    private bool Inline(GraphProto graph, HashSet<string> outer)
    {
        var changed = false;
        // A body may hold calls itself, so look again until nothing is left to do; recursion among functions is not allowed in ONNX.
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
                    nodes.AddRange(new FunctionCall(node, function, _names).Expand(graph.ValueInfo));
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
        _functions.SharesOperatorSets(function) && (_functions.HoldsBatchNorm(function) || call.Input.Concat(call.Output).Any(beside.Contains));

    /// <summary>What BatchNormalizations of this graph read and make.</summary>
    private static IEnumerable<string> ValuesBeside(GraphProto graph) =>
        graph.Node.Where(FunctionTable.IsBatchNorm).SelectMany(static n => n.Input.Take(1).Concat(n.Output.Take(1))).Where(static name => name.Length > 0);

    private void DropUncalled()
    {
        var called = new HashSet<FunctionProto>(ReferenceEqualityComparer.Instance);
        Mark(_model.Graph.Node, called);
        for (var i = _model.Functions.Count - 1; i >= 0; i--)
        {
            if (!called.Contains(_model.Functions[i])) _model.Functions.RemoveAt(i);
        }
    }

    private void Mark(RepeatedField<NodeProto> nodes, HashSet<FunctionProto> called)
    {
        foreach (var node in nodes)
        {
            foreach (var body in node.Bodies()) Mark(body.Node, called);
            if (_functions.Find(node) is { } function && called.Add(function)) Mark(function.Node, called);
        }
    }
}
