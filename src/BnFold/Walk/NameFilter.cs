using System.IO.Enumeration;

namespace BnFold.Walk;

/// <summary>Which nodes the user wants folded, by patterns of names.</summary>
internal sealed class NameFilter(FoldOptions options)
{
    /// <summary>Whether a node is not to be folded.</summary>
    public bool Keeps(string name) => (options.Only.Count > 0 && !Matches(options.Only, name)) || Protects(name);

    /// <summary>Whether it is not to go with another that is folded, either.</summary>
    public bool Protects(string name) => Matches(options.Keep, name);

    public IEnumerable<string> Unmatched(IReadOnlyList<string> names) =>
        options.Only.Concat(options.Keep).Where(p => !names.Any(n => Matches([p], n)));

    private static bool Matches(IReadOnlyList<string> patterns, string name) =>
        patterns.Any(p => FileSystemName.MatchesSimpleExpression(p.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: false));
}
