using BnFold.Onnx;

namespace BnFold.Tests.Properties;

/// <summary>What holds for the folded file whatever it computes: interface, constants, names, order, report, declared shapes.</summary>
internal static class StructureCheck
{
    public static Failure? Find(GeneratedGraph graph, ModelProto folded, FoldReport report, byte[] before, byte[] after)
    {
        var original = graph.Model;
        var count = AllNodes(original.Graph).Count(IsBatchNorm);
        if (report.Outcomes.Count != count) return new(FailureKind.ReportIsWrong, $"{report.Outcomes.Count} outcomes for {count} BatchNormalizations");
        var left = AllNodes(folded.Graph).Count(IsBatchNorm);
        if (report.Kept != left) return new(FailureKind.ReportIsWrong, $"{report.Kept} were kept, {left} are left");
        foreach (var outcome in report.Outcomes.Where(static o => !o.IsFolded))
        {
            if (outcome.Reason is null || string.IsNullOrWhiteSpace(outcome.Detail)) return new(FailureKind.ReportIsWrong, $"{outcome.Node} was kept without a reason or detail");
        }
        if (report.Folded == 0 && report.Arithmetic.Count == 0 && !graph.Options.FreezeInputs && !before.AsSpan().SequenceEqual(after))
            return new(FailureKind.ReportIsWrong, "nothing was folded, but the file changed");
        if (!FreeInputs(original.Graph).SequenceEqual(FreeInputs(folded.Graph)) || !original.Graph.Output.SequenceEqual(folded.Graph.Output))
            return new(FailureKind.InterfaceChanged, "graph inputs or outputs changed");
        return ConstantsAreUntouched(original.Graph, folded.Graph) ?? IsWellFormed(folded);
    }

    /// <summary>A declared shape must be the one that the value has.</summary>
    public static Failure? Declarations(GraphProto graph, Dictionary<string, Held> values)
    {
        foreach (var info in graph.ValueInfo)
        {
            if (!values.TryGetValue(info.Name, out var held) || info.Type?.TensorType is not { Shape: { } shape } type) continue;
            var fits = type.ElemType == (int)held.Type && shape.Dim.Count == held.Dims.Length && shape.Dim.Select((d, i) => !d.HasDimValue || d.DimValue == held.Dims[i]).All(static same => same);
            if (!fits) return new(FailureKind.DeclarationIsWrong, $"{info.Name} is [{string.Join(',', held.Dims)}], but declared as {shape}");
        }
        return null;
    }

    private static IEnumerable<ValueInfoProto> FreeInputs(GraphProto graph) => graph.Input.Where(i => graph.Initializer.All(t => t.Name != i.Name));

    private static Failure? ConstantsAreUntouched(GraphProto original, GraphProto folded)
    {
        var earlier = AllGraphs(original).SelectMany(static g => g.Initializer).ToDictionary(static t => t.Name, StringComparer.Ordinal);
        foreach (var tensor in AllGraphs(folded).SelectMany(static g => g.Initializer))
        {
            if (earlier.TryGetValue(tensor.Name, out var same) && !same.Equals(tensor)) return new(FailureKind.ConstantChanged, $"initializer {tensor.Name} holds other numbers now");
        }
        return null;
    }

    private static Failure? IsWellFormed(ModelProto model)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return Find(model.Graph, [], names, model.IrVersion);
    }

    private static Failure? Find(GraphProto graph, HashSet<string> outer, HashSet<string> names, long ir)
    {
        var visible = new HashSet<string>(outer, StringComparer.Ordinal);
        foreach (var input in graph.Input) visible.Add(input.Name);
        foreach (var tensor in graph.Initializer)
        {
            if (!names.Add(tensor.Name)) return new(FailureKind.NotWellFormed, $"{tensor.Name} is there twice");
            if (visible.Add(tensor.Name) && outer.Count == 0 && ir < 4) return new(FailureKind.NotWellFormed, $"initializer {tensor.Name} is no graph input");
        }
        foreach (var node in graph.Node)
        {
            foreach (var input in node.Input)
            {
                if (input.Length > 0 && !visible.Contains(input)) return new(FailureKind.NotWellFormed, $"{node.OpType} {node.Name} reads {input} before it is made");
            }
            foreach (var body in node.Bodies())
            {
                if (Find(body, visible, names, ir) is { } failure) return failure;
            }
            foreach (var output in node.Output)
            {
                if (output.Length == 0) continue;
                visible.Add(output);
                if (!names.Add(output)) return new(FailureKind.NotWellFormed, $"{output} is made twice");
            }
        }
        return graph.Output.FirstOrDefault(o => !visible.Contains(o.Name)) is { } missing ? new(FailureKind.NotWellFormed, $"nothing makes output {missing.Name}") : null;
    }

    private static bool IsBatchNorm(NodeProto node) => node.OpType == "BatchNormalization";

    private static IEnumerable<NodeProto> AllNodes(GraphProto graph) => AllGraphs(graph).SelectMany(static g => g.Node);

    private static IEnumerable<GraphProto> AllGraphs(GraphProto graph) =>
        graph.Node.SelectMany(static n => n.Bodies()).SelectMany(AllGraphs).Prepend(graph);
}
