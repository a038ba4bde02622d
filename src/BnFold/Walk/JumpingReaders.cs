using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Walk;

/// <summary>Readers directly behind a fold that turn a change of the last bit into a visible one, because their result jumps.</summary>
internal static class JumpingReaders
{
    private static readonly HashSet<string> _jumping =
    [
        "ArgMax", "ArgMin", "Ceil", "DynamicQuantizeLinear", "Equal", "Floor", "Greater", "GreaterOrEqual", "Less", "LessOrEqual",
        "NonMaxSuppression", "NonZero", "QuantizeLinear", "Round", "Sign", "TopK",
    ];

    public static IReadOnlyList<string> Warnings(IEnumerable<FoldPlan> plans)
    {
        var values = plans.SelectMany(p => p.Hosts.Select(h => h.Output(0)).Concat(p.Edit.Removals.Select(r => r.Input)));
        var readers = values.OfType<Value>().Distinct().SelectMany(v => v.Uses.Select(u => u.Node)).Where(Jumps).Distinct().OrderBy(n => n.Id);
        return [.. readers.Select(n => $"{n} directly behind a fold may turn a difference in the last bit into a visible one")];
    }

    private static bool Jumps(Node node) => node.IsStandard && (_jumping.Contains(node.OpType) || IsCastToInteger(node));

    private static bool IsCastToInteger(Node node) => node.OpType == "Cast" && (ElementType)(node.Proto.Find("to")?.I ?? 0) is
        ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64
        or ElementType.UInt32 or ElementType.UInt64 or ElementType.UInt4 or ElementType.Int4 or ElementType.UInt2 or ElementType.Int2
        or ElementType.Bool or ElementType.String;
}
