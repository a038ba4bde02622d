using BnFold.Cli.Reports;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>A comparison in words.</summary>
internal static class VerificationText
{
    /// <summary>
    /// What is wrong, if anything is, the first difference first. A line for each output, those that differ before others, then what sites
    /// and run time say, all in one line if it is one output; then all there is when all is asked for. No lines where nothing could be
    /// compared.
    /// </summary>
    public static IReadOnlyList<string> Lines(
        VerificationFacts verification, Verbosity verbosity, string other = "folded")
    {
        if (verification.Verdict is Verdict.Identical) return ["nothing changed: the output is the input, byte for byte"];
        var lines = verification.Outputs.Where(output => !output.Agrees).Concat(verification.Outputs.Where(output => output.Agrees)).Select(Describe).ToList();
        if (lines.Count == 0 && verification is { Sites: [], UnverifiedSites: [] }) return [];
        var trailer = string.Join("   ", Trailer(verification));
        if (lines.Count == 1) lines[0] = $"{lines[0]}   {trailer}";
        else lines.Add(trailer);

        lines.AddRange(Given(verification, other));
        if (verbosity is Verbosity.Verbose)
        {
            lines.AddRange(verification.Inputs.Select(input => Describe(input, verification)));
            lines.AddRange(Parts(verification, value => value.Agrees));
        }
        lines.AddRange(Open(verification));
        lines.InsertRange(0, Parts(verification, value => !value.Agrees));
        if (verification.FirstDifference is { } first) lines.Insert(0, $"first: {Where(first, other)}{Beyond(first)}");
        return [.. lines.Select(Printable.Line)];
    }

    /// <summary>What there is to say besides values and how far they are off.</summary>
    /// <param name="verification">The comparison.</param>
    /// <param name="other">What the model is that is compared with the original, in a word.</param>
    public static IReadOnlyList<string> Notes(VerificationFacts verification, string other) =>
        [.. Given(verification, other), .. Open(verification)];

    /// <summary>Warnings; without those whose cause is the reason why nothing was proven, which is said anyway.</summary>
    public static IEnumerable<string> Warnings(VerificationFacts verification) => verification.Warnings.Where(warning =>
        verification is not { Verdict: Verdict.NotPossible, Reason: { } reason }
        || !reason.Contains(warning.Split(": ", 2)[^1], StringComparison.Ordinal));

    private static IEnumerable<string> Given(VerificationFacts verification, string other)
    {
        if (verification.FoundSizes.Count > 0) yield return $"sizes found by trying: {Sizes(verification.FoundSizes)}";
        foreach (var output in verification.ExpectedOutputs) yield return Describe(output, other);
    }

    private static IEnumerable<string> Open(VerificationFacts verification) =>
        verification.UnverifiedSites.Select(site => $"open: {site.Value}: {site.Reason}");

    /// <summary>Lines of optimised outputs and of sites.</summary>
    private static IEnumerable<string> Parts(VerificationFacts verification, Func<ValueFacts, bool> isWanted) =>
        verification.OptimizedOutputs.Where(isWanted).Select(value => $"optimized: {Describe(value)}")
            .Concat(verification.Sites.Where(site => isWanted(site.Value)).Select(Describe));

    private static string Describe(ValueFacts value)
    {
        var verdict = value.Agrees ? "" : "  DIFFERS";
        var excuse = value.Excuse is null ? "" : $"  {value.Excuse}";
        return $"{value.Name} {Figures.Dims(value.Dims)}  {value.Problem ?? Distance(value)}{excuse}{verdict}";
    }

    private static string Describe(InputFacts input, VerificationFacts verification)
    {
        var random = (verification.Samples ?? 0) - input.Files.Count;
        var noun = input.Files.Count > 0 ? "random sample" : "sample";
        var sources = input.Files.Select(file => file.Tensor is null ? file.Path : $"{file.Path} ('{file.Tensor}')")
            .Concat(random > 0 ? [$"{Figures.Count(random, noun)}, seed {verification.Seed}"] : []);
        return $"fed: {input.Name} {Figures.Dims(input.Dims)} {input.Type}, {string.Join(", ", sources)}";
    }

    private static string Describe(ExpectedFacts output, string other)
    {
        var folded = output.FoldedAgrees is null ? "not run" : output.FoldedProblem ?? Off(output.FoldedDifference!.Value);
        var original = output.OriginalProblem ?? Off(output.OriginalDifference);
        var verdict = output is { OriginalAgrees: true, FoldedAgrees: not false } ? "" : "  DIFFERS";
        return $"expected {output.Name} of {output.File.Path}: original {original}, {other} {folded}{verdict}";

        string Off(double difference) => output.Range == 0
            ? $"off by {Figures.Scientific(difference)}"
            : $"off by {Figures.Scientific(difference / output.Range)} of its range";
    }

    private static string Sizes(IReadOnlyDictionary<string, long> sizes) =>
        string.Join(", ", sizes.Select(size => $"{size.Key} = {size.Value}"));

    private static string Describe(SiteFacts site)
    {
        if (site.Value.Agrees) return $"site: {Describe(site.Value)}";
        var (before, after) = (string.Join(", ", site.OriginalNodes), string.Join(", ", site.FoldedNodes));
        return $"site: {Describe(site.Value)}: {before} → {after}";
    }

    /// <summary>A value that differs, its maker, the element and both its values.</summary>
    /// <param name="value">The value.</param>
    /// <param name="other">What the model is that is compared with the original, in a word.</param>
    public static string Where(ValueFacts value, string other)
    {
        var maker = value.Node is null ? "" : $" of {value.Node}";
        var (before, after) = Figures.Numbers(value.Original, value.Folded);
        var found = value.Problem ?? $"{before} in the original, {after} in the {other} model";
        return $"'{value.Name}'{maker} at {Figures.Dims(value.Index)}: {found}";
    }

    private static string Beyond(ValueFacts value)
    {
        if (value.Problem is not null) return "";
        var (difference, limit) = Figures.Scientifics(value.MaxDifference, value.Limit);
        return $"; |Δ| {difference}, limit {limit}";
    }

    /// <summary>Difference and limit, both as a share of the range if there is one.</summary>
    private static string Distance(ValueFacts value)
    {
        var difference = $"max |Δ| {Figures.Scientific(value.MaxDifference)}";
        if (value.Range == 0) return $"{difference}, and it holds nothing but zeros, or what is no number (limit {Figures.Scientific(value.Limit)})";
        if (value.MaxDifference == 0) return $"{difference} (limit {Figures.Scientific(value.Limit / value.Range)} of its range)";
        var (share, limit) = Figures.Scientifics(value.MaxDifference / value.Range, value.Limit / value.Range);
        return $"{difference} = {share} of its range (limit {limit})";
    }

    private static IEnumerable<string> Trailer(VerificationFacts verification)
    {
        var sites = verification.Sites;
        var total = sites.Count + verification.UnverifiedSites.Count;
        var alone = verification.SiteBySite ? ", site by site" : "";
        if (total > 0) yield return $"{sites.Count(site => site.Value.Agrees)} of {total} sites agree{alone}";
        if (verification.OnnxRuntime is { } version) yield return $"ONNX Runtime {version}";
    }
}
