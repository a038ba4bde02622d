namespace BnFold.Cli.Commands;

/// <summary>What somebody may have meant who mistyped it.</summary>
internal static class Spelling
{
    private const int MaxDistance = 2;

    /// <summary>The known word that takes the fewest changes of a letter, two at most; null if there is none.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) => known
        .Select(candidate => (Word: candidate, Distance: Distance(word, candidate)))
        .Where(pair => pair.Distance <= MaxDistance)
        .OrderBy(pair => pair.Distance)
        .Select(pair => pair.Word)
        .FirstOrDefault();

    /// <summary>Letters to insert, to drop or to replace (Levenshtein), row by row.</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var k = 1; k <= other.Length; k++)
            {
                var replaced = diagonal + (one[i - 1] == other[k - 1] ? 0 : 1);
                diagonal = row[k];
                row[k] = Math.Min(replaced, Math.Min(row[k], row[k - 1]) + 1);
            }
        }
        return row[^1];
    }
}
