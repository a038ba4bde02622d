using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>
/// Pad. Reflected, repeated and wrapped borders are copies of x, so an affine passes that is the same along padded axes. A constant
/// border v is one number for all: on the way back it becomes s·v + t where that is the same all along it; on the way forward it stays,
/// which asks for s·v + t = v, as with zeros and no shift — or for padding along the very axis the affine varies on, where the border
/// has channels of its own. Where nothing is padded, everything passes.
/// </summary>
internal sealed class Pad : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!Borders.TryRead(node, affine.Rank, out var borders, out var blocked)) return [blocked];
        var inside = borders.Inside(affine);
        if (!borders.IsAnythingPadded) return [Passage.Carried(0, inside)];
        if (Copies(node)) return [Uniform(node, affine, borders) ?? Passage.Carried(0, inside)];
        if (!TryFill(node, out var fill, out blocked)) return [blocked];
        var padding = borders.OfPadding(affine);
        var wanted = padding.Scale.Map(s => s * fill) + padding.Shift;
        if (wanted.Values.Length > 1)
            return [Passage.Blocked(node, SkipReason.Padding, string.Create(CultureInfo.InvariantCulture, $"its border of {fill:g6} would have to differ from channel to channel"))];
        if (wanted.IsUniformly(fill)) return [Passage.Carried(0, inside)];
        return TryRewrite(node, wanted.Values[0], out var rewrite, out blocked)
            ? [new Passage.Open { Rewrite = rewrite, Onward = [new(0, inside)] }]
            : [blocked];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        if (!Borders.TryRead(node, affine.Rank, out var borders, out var blocked)) return [blocked];
        var outside = Passage.Carried(0, borders.Outside(affine));
        if (!borders.IsAnythingPadded) return [outside];
        if (Copies(node)) return [Uniform(node, affine, borders) ?? outside];
        if (borders.OnlyPaddedAxis is { } axis && affine.VariesOn(axis)) return [outside];
        if (!TryFill(node, out var fill, out blocked)) return [blocked];
        var seen = affine.Scale.Map(s => s * fill) + affine.Shift;
        return [seen.IsUniformly(fill) ? outside : Passage.Blocked(node, SkipReason.Padding, string.Create(CultureInfo.InvariantCulture, $"the affine would not leave its border of {fill:g6} as it is"))];
    }

    private static bool Copies(Node node) => node.String("mode") is not (null or "constant");

    private static Passage? Uniform(Node node, Affine affine, Borders borders) =>
        Conditions.UniformOn(node, affine, borders.IsPadded, "along which it copies");

    /// <summary>The constant: input 2, or an attribute before operator set 11; zero by default.</summary>
    private static bool TryFill(Node node, out double fill, [NotNullWhen(false)] out Passage? blocked)
    {
        fill = node.Float("value") ?? 0f;
        blocked = null;
        if (node.Input(2) is null) return true;
        if (!HostConstants.TryWeight(node, 2, out var constant, out blocked)) return false;
        if (constant.Count == 1)
        {
            fill = constant.ToDoubles()[0];
            return true;
        }
        blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"{node.Input(2)} has {constant.Count} elements, expected one");
        return false;
    }

    private static bool TryRewrite(Node node, double fill, [NotNullWhen(true)] out NodeRewrite? rewrite, [NotNullWhen(false)] out Passage? blocked)
    {
        rewrite = null;
        blocked = null;
        if (node.Opset < 11)
        {
            if (float.IsFinite((float)fill))
                rewrite = new(node) { Attributes = [new() { Name = "value", F = (float)fill, Type = (int)AttributeKind.Float }] };
            else
                blocked = Passage.Blocked(node, SkipReason.NotFinite, string.Create(CultureInfo.InvariantCulture, $"its border would become {fill:g6}"));
            return rewrite is not null;
        }
        if (ElementTypes.Of(node.Input(2) ?? node.Input(0)) is not { } type)
        {
            blocked = Passage.Blocked(node, SkipReason.UnsupportedType, $"the element type of {node.Input(0)} is not known, so no border is made of it");
            return false;
        }
        if (!HostConstants.TryMake(node, 2, type, [], [fill], HostConstants.Hint(node, 2, "border"), out var constant, out blocked)) return false;
        rewrite = new(node) { Constants = [constant] };
        return true;
    }
}
