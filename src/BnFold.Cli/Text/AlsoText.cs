using BnFold.Cli.Reports;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>What else a fold changed beside BatchNormalizations and arithmetic, in words.</summary>
internal static class AlsoText
{
    private const int Examples = 3;

    public static IEnumerable<string> Lines(FoldRunReport run)
    {
        if (run.MergedSums > 0) yield return $"{Figures.Count(run.MergedSums, "sum")} of parallel branches merged into one Conv each";
        if (run.SweptNodes > 0) yield return $"{Figures.Count(run.SweptNodes, "node")} dropped that nobody reads any more";
        if (run.FrozenInputs.Count == 0) yield break;
        var names = string.Join(", ", run.FrozenInputs.Take(Examples).Select(name => $"'{Printable.Line(name)}'"));
        var rest = run.FrozenInputs.Count > Examples ? ", …" : "";
        yield return $"{Figures.Count(run.FrozenInputs.Count, "input")} with a default dropped, as asked; the default is constant now: {names}{rest}";
    }
}
