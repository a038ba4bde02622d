using System.Text.RegularExpressions;
using BnFold.Cli.Reports;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>Outcomes in words: totals, and a line for each node.</summary>
internal static partial class OutcomeText
{
    /// <summary>More nodes than this that were kept for the same reason, in the same words, are shown by a few of them.</summary>
    private const int MaxAlike = 10;

    private const int Examples = 3;

    /// <summary>A hint that more nodes than this share is given once, behind them.</summary>
    private const int MaxRepeatedHints = 3;

    private const int MaxNameWidth = 48;

    /// <summary>What took the nodes in, by operator: <c>into Conv 50, Gemm 2</c>.</summary>
    public static string Hosts(IEnumerable<OutcomeFacts> folded)
    {
        var kinds = folded.GroupBy(KindOfHost).OrderByDescending(kind => kind.Count()).ThenBy(kind => kind.Key, StringComparer.Ordinal);
        return string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Count()}"));
    }

    public static IEnumerable<string> FoldedLines(IReadOnlyList<OutcomeFacts> folded)
    {
        var width = WidthOf(folded);
        return folded.Select(outcome => $"{Name(outcome).PadRight(width)}  {Way(outcome.Route, outcome.Hosts)}");
    }

    public static IEnumerable<string> ArithmeticLines(IReadOnlyList<ArithmeticFacts> arithmetic)
    {
        string[] names = [.. arithmetic.Select(node => Name(node.Node, node.Inside))];
        var width = Math.Min(MaxNameWidth, names.Select(name => name.Length).DefaultIfEmpty(0).Max());
        return arithmetic.Zip(names, (node, name) => $"{name.PadRight(width)}  {Way(node.Route, node.Hosts)}");
    }

    public static IEnumerable<string> KeptLines(IReadOnlyList<OutcomeFacts> kept, Verbosity verbosity, Ink ink)
    {
        var repeated = kept.Where(outcome => outcome.Hint is not null)
            .GroupBy(Advice.Of)
            .Where(group => group.Count() > MaxRepeatedHints && verbosity is not Verbosity.Verbose)
            .ToDictionary(group => group.Key, group => group.Count());
        OutcomeFacts[][] crowds = verbosity is Verbosity.Verbose ? []
            : [.. kept.GroupBy(Wording).Select(group => group.ToArray()).Where(group => group.Length > MaxAlike)];
        var hidden = crowds.SelectMany(crowd => crowd.Skip(Examples)).ToHashSet(ReferenceEqualityComparer.Instance);
        var crowdsBehind = crowds.ToDictionary<OutcomeFacts[], OutcomeFacts>(crowd => crowd[Examples - 1], ReferenceEqualityComparer.Instance);
        OutcomeFacts[] shown = [.. kept.Where(outcome => !hidden.Contains(outcome))];
        var width = WidthOf(shown);
        foreach (var outcome in shown)
        {
            var forward = outcome.ForwardDetail is { } detail ? $"; forward: {detail}" : "";
            var hint = outcome.Hint is null || repeated.ContainsKey(Advice.Of(outcome)) ? "" : Hint(outcome.Hint);
            yield return $"{Name(outcome).PadRight(width)}  {ink.Mixed($"{outcome.Reason}")}: "
                + Printable.Line($"{outcome.Detail}{forward}") + ink.Faint(hint);
            if (crowdsBehind.TryGetValue(outcome, out var crowd))
                yield return ink.Faint($"… and {crowd.Length - Examples} more like these (-v shows all; --report lists all)");
        }
        foreach (var (advice, count) in repeated) yield return ink.Faint($"{advice.Reason} ({count}){Hint(advice.Hint!)}");
    }

    /// <summary>What was in the way, without the names of nodes and values and without numbers.</summary>
    private static (SkipReason? Reason, string Detail, string Forward) Wording(OutcomeFacts outcome) =>
        (outcome.Reason, Particulars().Replace(outcome.Detail ?? "", ""), Particulars().Replace(outcome.ForwardDetail ?? "", ""));

    [GeneratedRegex(@"'[^']*'|\d+")]
    private static partial Regex Particulars();

    private static string Hint(string hint) => $"  → {Printable.Line(hint)}";

    private static string KindOfHost(OutcomeFacts outcome)
    {
        var operators = outcome.Hosts is [var only] ? only.OpType
            : string.Join(" + ", outcome.Hosts.Select(host => host.OpType).Distinct().Order(StringComparer.Ordinal));
        return Printable.Line(outcome.Route switch
        {
            FoldRoute.Unread => "nothing (unread)",
            FoldRoute.StandIn or FoldRoute.Divided => operators.Length > 0 ? $"{operators} + Add" : "Add",
            FoldRoute.Lowered => "Mul + Add",
            _ => operators,
        });
    }

    /// <summary>Where a node went: <c>back into Conv 'c'</c>.</summary>
    public static string Way(FoldRoute? route, IReadOnlyList<HostFacts> into)
    {
        var hosts = Printable.Line(string.Join(", ", into.Select(host => $"{host.OpType} '{host.Node}'")));
        return route switch
        {
            FoldRoute.Backward => $"back into {hosts}",
            FoldRoute.Forward => $"forward into {hosts}",
            FoldRoute.Split => $"split over {hosts}",
            FoldRoute.StandIn => hosts.Length > 0 ? $"into {hosts}; an Add took its place" : "an Add took its place",
            FoldRoute.Divided => $"forward into {hosts}; an Add took its place",
            FoldRoute.Lowered => "Mul and Add took its place",
            FoldRoute.Merged => $"merged into {hosts}",
            _ => "dropped: nobody reads it",
        };
    }

    private static string Name(OutcomeFacts outcome) => Name(outcome.Node, outcome.Inside);

    private static string Name(string node, string? inside) => Printable.Line(inside is null ? node : $"{node} (in {inside})");

    /// <summary>What nodes with the same trouble share.</summary>
    private sealed record Advice(SkipReason? Reason, string? Hint)
    {
        public static Advice Of(OutcomeFacts outcome) => new(outcome.Reason, outcome.Hint);
    }

    private static int WidthOf(IReadOnlyList<OutcomeFacts> outcomes) =>
        outcomes.Count == 0 ? 0 : Math.Min(MaxNameWidth, outcomes.Max(outcome => Name(outcome).Length));
}
