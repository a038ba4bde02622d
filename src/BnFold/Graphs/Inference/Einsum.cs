namespace BnFold.Graphs.Inference;

/// <summary>Einstein sums: each letter of the equation is an axis, as long as the axes of that letter in the operands.</summary>
internal static class Einsum
{
    public static Dim?[]? Infer(Operands x)
    {
        if (EinsumEquation.Read(x.Node.Proto, [.. Enumerable.Range(0, x.Count).Select(x.Rank)]) is not { } equation) return null;
        var sizes = new Dictionary<char, Dim?>();
        for (var i = 0; i < x.Count; i++)
        {
            for (var axis = 0; axis < equation.Terms[i].Length; axis++)
            {
                var letter = equation.Terms[i][axis];
                sizes[letter] = sizes.TryGetValue(letter, out var known) ? Broadcast.Dim(known, x.Dim(i, axis)) : x.Dim(i, axis);
            }
        }
        return [.. equation.Result.Select(letter => sizes[letter])];
    }
}
