using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>An Add that stands in for the part of an affine that nothing takes.</summary>
internal static class StandIn
{
    public static NodeInsertion? After(Node node, ElementType type, Coefficients shift, out Passage? blocked) =>
        Operand(node, type, shift, out blocked) is { } operand ? new(node, "Add", operand) : null;

    /// <summary>A host that takes a scale in, and has the shift behind it as an Add.</summary>
    public static Passage Behind(NodeRewrite host, ElementType type, Coefficients shift) =>
        After(host.Node, type, shift, out var blocked) is { } insertion ? new Passage.Open { Rewrite = host, IsHost = true, Insertion = insertion } : blocked!;

    public static NewConstant? Operand(Node node, ElementType type, Coefficients shift, out Passage? blocked)
    {
        if (type == ElementType.Undefined)
        {
            blocked = Passage.Blocked(node, SkipReason.UnsupportedType, "nothing tells the element type that a constant beside it would need");
            return null;
        }
        var dims = shift.Dims.SkipWhile(static d => d == 1).Select(static d => (long)d);
        return HostConstants.TryMake(node, 1, type, [.. dims], shift.Values.ToArray(), $"{node.Name}.shift", out var operand, out blocked) ? operand : null;
    }
}
