namespace BnFold.Graphs.Inference;

/// <summary>Einstein sums: each letter of the equation is an axis; an ellipsis stands for leading axes that are broadcast.</summary>
internal static class Einsum
{
    private const string Ellipsis = "...";

    // Axes of the ellipsis get letters of their own, from here downwards, counted from the last.
    private const char LastOfEllipsis = '\uF8FF';

    public static Dim?[]? Infer(Operands x)
    {
        var equation = x.Node.String("equation")?.Replace(" ", "", StringComparison.Ordinal);
        if (equation?.Split("->") is not [var left, ..] sides || left.Split(',') is not { } terms || terms.Length != x.Count) return null;
        var sizes = new Dictionary<char, Dim?>();
        var extra = 0;
        for (var i = 0; i < terms.Length; i++)
        {
            if (x.Dims(i) is not { } dims)
            {
                if (terms[i].Contains(Ellipsis, StringComparison.Ordinal)) return null;
                dims = new Dim?[terms[i].Length];
            }
            var hidden = Math.Max(0, dims.Length - terms[i].Replace(Ellipsis, "", StringComparison.Ordinal).Length);
            extra = Math.Max(extra, hidden);
            var letters = Spell(terms[i], hidden);
            if (letters.Length != dims.Length) return null;
            for (var axis = 0; axis < dims.Length; axis++)
                sizes[letters[axis]] = sizes.TryGetValue(letters[axis], out var known) ? Broadcast.Dim(known, dims[axis]) : dims[axis];
        }
        var result = Spell(sides.Length > 1 ? sides[1] : Implied(left), extra);
        return result.All(sizes.ContainsKey) ? [.. result.Select(c => sizes[c])] : null;
    }

    private static string Spell(string term, int hidden) =>
        term.Replace(Ellipsis, string.Concat(Enumerable.Range(0, hidden).Select(i => (char)(LastOfEllipsis - hidden + 1 + i))), StringComparison.Ordinal);

    /// <summary>Without an arrow the result has the ellipsis and then, in order, the letters that occur once.</summary>
    private static string Implied(string left) =>
        (left.Contains(Ellipsis, StringComparison.Ordinal) ? Ellipsis : "")
        + string.Concat(left.Where(char.IsAsciiLetter).GroupBy(static c => c).Where(static g => g.Count() == 1).Select(static g => g.Key).Order());
}
