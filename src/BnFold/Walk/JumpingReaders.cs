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

    /// <summary>Codes of TensorProto.DataType: 1, 10, 11, 16 and the 8-bit floats from 17 to 20 are no integers.</summary>
    private static bool IsCastToInteger(Node node) => node.OpType == "Cast" && node.Proto.Find("to")?.I is >= 2 and not (10 or 11 or 16) and < 17;
}
