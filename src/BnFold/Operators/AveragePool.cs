using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// AveragePool and GlobalAveragePool: mean(s·x + t) = s·mean(x) + t for an affine that is the same all over the window. Padded zeros
/// leave the scale right, but where they are counted they thin out the shift. With ceil_mode the last window may reach beyond the
/// padding, and runtimes don't agree on counting what lies there.
/// </summary>
internal sealed class AveragePool : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) => Pass(node, affine);

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) => Pass(node, affine);

    private static IEnumerable<Passage> Pass(Node node, Affine affine) =>
        [Conditions.UniformOn(node, affine, static axis => axis >= 2, "along which it pools") ?? CountedPadding(node, affine) ?? Passage.Carried(0, affine)];

    /// <summary>Before operator set 7 there was no count_include_pad: padding never counted.</summary>
    private static Passage? CountedPadding(Node node, Affine affine)
    {
        if (affine.HasNoShift || node.Is("GlobalAveragePool") || node.Int("count_include_pad") is null or 0) return null;
        if (node.Int("ceil_mode") is not null and not 0)
            return Passage.Blocked(node, SkipReason.Padding, "count_include_pad=1 with ceil_mode=1 may count zeros beyond the end");
        return Padding.Describe(node, affine.Rank - 2) is { } padding
            ? Passage.Blocked(node, SkipReason.Padding, $"{padding}, and count_include_pad=1 counts the zeros")
            : null;
    }
}
