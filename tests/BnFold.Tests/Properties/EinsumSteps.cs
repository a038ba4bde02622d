using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>Einstein sums over a value, with a constant or without.</summary>
internal static class EinsumSteps
{
    public static Signal Einsum(GraphDraft draft, Signal x)
    {
        if (draft.Opset < 12 || draft.Type == ElementType.Float16 || x.Rank is < 2 or > 5) throw new MisfitException();
        var dice = draft.Dice;
        var term = "abcde"[..x.Rank];
        var sizes = term.Zip(x.Dims).ToDictionary(p => p.First, p => p.Second);
        if (dice.Chance(0.15)) return Add(draft, [x.Name], [term], Arranged(dice, dice.Chance(0.6) ? term : Some(dice, term, 0.7)), sizes);

        sizes['n'] = draft.IsSquare ? x.Channels : dice.Int(1, 5);
        var shared = Some(dice, term, 0.5);
        var other = Arranged(dice, dice.Chance(0.8) ? shared + 'n' : shared);
        // A letter of both is summed or goes on, as one of the constant alone does.
        var kept = string.Concat(term.Where(c => !shared.Contains(c, StringComparison.Ordinal) || dice.Chance(0.4)));
        var result = kept + (other.Contains('n', StringComparison.Ordinal) && dice.Chance(0.9) ? "n" : "");
        if (dice.Chance(0.7)) result = Arranged(dice, result);
        long[] dims = [.. other.Select(c => sizes[c])];
        var weight = draft.Constants.Weight(dims, shared.Aggregate(1L, (terms, c) => terms * sizes[c]));
        return dice.Chance(0.7) ? Add(draft, [x.Name, weight], [term, other], result, sizes) : Add(draft, [weight, x.Name], [other, term], result, sizes);
    }

    private static Signal Add(GraphDraft draft, string[] inputs, string[] terms, string result, Dictionary<char, long> sizes)
    {
        // Of a scalar some operators make a vector of one.
        if (result.Length == 0) throw new MisfitException();
        var equation = $"{string.Join(draft.Dice.Pick(",", ", "), terms)}->{result}";
        return draft.Add("Einsum", inputs, [.. result.Select(c => sizes[c])], ModelBuilder.Text("equation", equation));
    }

    private static string Some(Dice dice, string letters, double share) => string.Concat(letters.Where(_ => dice.Chance(share)));

    private static string Arranged(Dice dice, string letters) => string.Concat(dice.Permutation(letters.Length).Select(i => letters[i]));
}
