using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>
/// What can be said of two models of which ONNX Runtime can't run the original: where they compute alike nothing need run, and each place
/// where they don't is a small model of its own, fed with noise.
/// </summary>
internal sealed class StandaloneComparison(
    RunnableModel original, RunnableModel other, VerifyOptions options, ProgressCounter progress, CancellationToken cancellation)
{
    private readonly GuessedTypes _types = new(original.Graph);
    private readonly GuessedShapes _shapes = new(original.Graph);
    private readonly Tally _tally = new(original.Graph);
    private readonly Information _information = new();
    private readonly Dictionary<string, string> _unverified = new(StringComparer.Ordinal);

    /// <param name="report">The report so far.</param>
    /// <param name="claims">What must be found gone.</param>
    /// <param name="why">Why the original can't be run.</param>
    public VerificationReport Complete(VerificationReport report, ClaimedSites claims, string why)
    {
        var values = new CommonValues(original, other, value => _types[value]);
        var precision = new Precision(original.Graph, values);
        var found = new SiteFinder(original, other, values).Find();
        Site[] sites = [.. found, .. FixedOutputs(values)];
        var reason = $"ONNX Runtime can't run the original: {why}";
        if (sites.Length == 0) return report with { Reason = reason };

        progress.Expect(sites.Length);
        foreach (var site in sites)
        {
            progress.Report("site by site");
            if (TryCompare(site, precision) is { } problem) _unverified[site.Value] = problem;
        }
        var compared = sites.Where(site => _tally.Contains(site.Value)).ToArray();
        var first = compared.Select(site => _tally[site.Value]).FirstOrDefault(value => !value.Agrees);
        var still = claims.StillThere(sites).FirstOrDefault();
        var difference = first is not null ? Findings.Describe(first, "computed from the same values")
            : still is not null ? Findings.StillThere(still) : Findings.Ignored(original, other);
        UnverifiedSite[] open = [.. sites.Where(site => _unverified.ContainsKey(site.Value)).Select(Unverified)];
        var doubt = open.Length == 0 ? null : $"{reason}; nor '{open[0].Value}' by itself: {open[0].Reason}";
        return report with
        {
            Verdict = Findings.Verdict(difference, doubt),
            Reason = difference ?? doubt,
            SiteBySite = true,
            Sites = [.. compared.Select(site => Findings.Describe(site, _tally[site.Value]))],
            UnverifiedSites = open,
            AlikeValues = values.Computed.Count - found.Count,
            FirstDifference = first,
            Warnings = [$"verified site by site, on noise: {reason}"],
        };
    }

    /// <summary>Outputs that no input has a say in, in one model at least. Whatever makes them is compared as a whole.</summary>
    private IEnumerable<Site> FixedOutputs(CommonValues values) =>
        from output in original.Graph.Outputs.Select(output => output.Name).Distinct()
        where !values.Computed.Contains(output) && original.Graph.Inputs.Concat(other.Graph.Inputs).All(input => input.Name != output)
        select new Site(output, [], [], [], []);

    private UnverifiedSite Unverified(Site site) =>
        new(site.Value, [.. site.BatchNormalizations.Select(node => node.Label).Distinct()], _unverified[site.Value]);

    /// <summary>Compares a site; gives the reason if it can't.</summary>
    private string? TryCompare(Site site, Precision precision)
    {
        if (!site.StartsAlike) return "its two forms start from different values, which noise does not relate";
        if (original.Graph.IsVariable(site.Value) != other.Graph.IsVariable(site.Value)) return "it depends on inputs in one of the models only";
        var reads = new List<PlannedInput>();
        foreach (var read in site.Reads)
        {
            if (_shapes.Of(read, site.Original) is not { } dims) return $"nothing tells the sizes of '{read}'";
            reads.Add(new(read, _types[read], dims));
        }
        var problem = TryCompare(site, reads, precision, isWidened: false);
        ElementType[] types = [.. reads.Select(read => read.Type), precision.Of(site.Original)];
        var isInFloat = problem is not null && types.Any(Widening.Concerns);
        if (isInFloat) problem = TryCompare(site, [.. reads.Select(read => read with { Type = Widening.Of(read.Type) })], precision, isWidened: true);
        if (problem is not null) return problem;
        if (isInFloat && types.Contains(ElementType.Double) && _tally[site.Value].Range == 0) return "it is zero everywhere in float, and ONNX Runtime can't run it in double";
        var blindness = (site.CanHide ? _information.Blindness(site.Value, reads.Count > 0) : null) ?? _tally.Blindness(site.Value, options);
        return blindness is null ? null : $"it {blindness}";
    }

    private string? TryCompare(Site site, IReadOnlyList<PlannedInput> reads, Precision precision, bool isWidened)
    {
        var type = precision.Of(site.Original);
        if (isWidened && type == ElementType.Double) type = ElementType.Float;
        var limit = new Tolerance(options).Site(site, Widening.Of(_types[site.Value]), type, other);
        var plan = InputPlan.Inside(reads);
        try
        {
            for (var sample = 0; sample < options.Samples; sample++)
            {
                using var inputs = new InputGenerator(options.Seed).Create(plan, sample);
                using var expected = Run(original, site, inputs, plan, isWidened);
                using var found = Run(other, site, inputs, plan, isWidened);
                _information.Add(site.Value, expected);
                _tally.Add(_tally.Describe(site.Value, expected, TensorComparer.Compare(expected, found), limit, sample));
            }
            return null;
        }
        catch (Exception exception) when (exception is ModelRunException or NotSupportedException)
        {
            return exception.Message;
        }
    }

    private OrtTensor Run(RunnableModel model, Site site, TensorSet inputs, InputPlan plan, bool isWidened)
    {
        using var owned = new TensorSet();
        var fed = new TensorSet();
        fed.AddAll(inputs);
        var run = new StandaloneRun(model, fed, new SamplePlans([], plan, options.Samples).Declarations, isWidened, cancellation);
        try
        {
            return run.Compute(site.Value);
        }
        catch (ModelRunException)
        {
            return run.ComputeByReference(site.Value, owned);
        }
    }
}
