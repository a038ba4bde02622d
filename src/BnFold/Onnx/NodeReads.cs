namespace BnFold.Onnx;

/// <summary>What a node reads: its inputs, and the values around it that its bodies capture.</summary>
internal static class NodeReads
{
    /// <summary>Each name once, inputs first; inputs left out are left out.</summary>
    public static IReadOnlyList<string> Of(NodeProto node)
    {
        var names = node.Input.Where(name => name.Length > 0);
        foreach (var body in node.Bodies()) names = names.Concat(CapturedBy(body));
        return [.. names.Distinct()];
    }

    /// <summary>Names a body uses without defining them.</summary>
    public static IEnumerable<string> CapturedBy(GraphProto body)
    {
        var defined = body.Input.Select(input => input.Name)
            .Concat(body.Initializer.Select(tensor => tensor.Name))
            .Concat(body.SparseInitializer.Select(sparse => sparse.Values?.Name ?? ""))
            .Concat(body.Node.SelectMany(node => node.Output))
            .ToHashSet(StringComparer.Ordinal);
        return body.Node.SelectMany(Of).Concat(body.Output.Select(output => output.Name)).Where(name => !defined.Contains(name)).Distinct();
    }
}
