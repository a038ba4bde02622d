using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>
/// The equation of an Einsum as one string of letters for each operand and one for the result: a letter for every axis. An ellipsis
/// stands for leading axes that are broadcast; it is spelled out in letters of its own.
/// </summary>
internal sealed record EinsumEquation(IReadOnlyList<string> Terms, string Result)
{
    private const string Ellipsis = "...";

    // Axes of the ellipsis get letters from here downwards, counted from the last.
    private const char LastOfEllipsis = '\uF8FF';

    /// <summary>The equation for operands of these ranks; null where it doesn't fit them, or an ellipsis meets a rank that is unknown.</summary>
    public static EinsumEquation? Read(NodeProto node, IReadOnlyList<int?> ranks)
    {
        var equation = node.String("equation")?.Replace(" ", "", StringComparison.Ordinal);
        if (equation?.Split("->") is not [var left, ..] sides || left.Split(',') is not { } terms || terms.Length != ranks.Count) return null;
        var hidden = 0;
        for (var i = 0; i < terms.Length; i++)
        {
            var letters = terms[i].Replace(Ellipsis, "", StringComparison.Ordinal).Length;
            var hasEllipsis = letters < terms[i].Length;
            if (hasEllipsis && ranks[i] is null) return null;
            var rest = (ranks[i] ?? letters) - letters;
            if (rest < 0 || (rest > 0 && !hasEllipsis)) return null;
            hidden = Math.Max(hidden, rest);
            terms[i] = Spell(terms[i], rest);
        }
        var result = Spell(sides.Length > 1 ? sides[1] : Implied(left), hidden);
        return result.All(letter => terms.Any(term => term.Contains(letter, StringComparison.Ordinal))) ? new(terms, result) : null;
    }

    private static string Spell(string term, int hidden) =>
        term.Replace(Ellipsis, string.Concat(Enumerable.Range(0, hidden).Select(i => (char)(LastOfEllipsis - hidden + 1 + i))), StringComparison.Ordinal);

    /// <summary>Without an arrow the result has the ellipsis and then, in order, the letters that occur once.</summary>
    private static string Implied(string left) =>
        (left.Contains(Ellipsis, StringComparison.Ordinal) ? Ellipsis : "")
        + string.Concat(left.Where(char.IsAsciiLetter).GroupBy(static c => c).Where(static g => g.Count() == 1).Select(static g => g.Key).Order());
}
