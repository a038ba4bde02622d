using System.CommandLine.Parsing;
using System.Globalization;

namespace BnFold.Cli.Commands;

/// <summary>A part of the data.</summary>
/// <param name="Index">Which, counted from 0.</param>
/// <param name="Count">How many parts there are.</param>
internal sealed record Shard(int Index, int Count)
{
    /// <summary>Reads <c>3/16</c>, the fourth of sixteen.</summary>
    public static Shard? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (text.Split('/') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index < count)
            return new(index, count);
        result.AddError($"'{text}' is not a part such as 0/16, the first of sixteen, or 15/16, the last (--shard)");
        return null;
    }
}
