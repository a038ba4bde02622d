using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// Runs the original, captures the values around the sites, and feeds them to the other model's form of each site. The original's form
/// needs no second run: what it made of the same values was captured with them. Then both forms get noise instead, since what comes
/// through a network may leave whole channels at zero.
/// </summary>
internal sealed class SiteCheck
{
    // A step is large beside what a dead branch computes, and all else must not be excused for that.
    private const double MostOfRange = 1.0 / 64;

    // Right folds in float come within 5.7e-6 (docs/verification.md).
    private const double Rounding = 1e-5;

    private readonly Subject _subject;
    private readonly ProgressCounter _progress;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, string> _unjudged = new(StringComparer.Ordinal);

    public SiteCheck(Subject subject, ProgressCounter progress, CancellationToken cancellation)
    {
        (_subject, _progress, _cancellation) = (subject, progress, cancellation);
        var limits = subject.Sites.ToDictionary(site => site.Value, subject.LimitOf, StringComparer.Ordinal);
        Judge = new(subject, subject.Values.Declarations, value => limits[value]);
        Branching = new(subject.Original, subject.Other, subject.Values, Judge);
        Truths = new(subject);
    }

    public Judge Judge { get; }

    public BranchCheck Branching { get; }

    /// <summary>Both models beside the exact values.</summary>
    public SiteTruths Truths { get; }

    /// <summary>What the witnesses tell, of sites in which differences may hide.</summary>
    public Information Information { get; } = new();

    /// <summary>By how much witnesses may be off for biases that are rounded to whole steps; none for those without.</summary>
    public IReadOnlyDictionary<string, double> Offsets => OffsetsBy(BiasSteps.HalfStep);

    /// <summary>The same where ONNX Runtime optimises the other model.</summary>
    public IReadOnlyDictionary<string, double> OffsetsOptimized => OffsetsBy(BiasSteps.HalfStepOptimized);

    /// <summary>Sites that could not be run by themselves, with a line about each.</summary>
    public IReadOnlyDictionary<string, string> Unjudged => _unjudged;

    /// <summary>Compares all sites in all samples.</summary>
    /// <exception cref="ModelRunException">ONNX Runtime can't run the original.</exception>
    public void Run()
    {
        var groups = SiteGroups.Of(_subject.Sites, _subject.Values, _subject.Options.MemoryLimit);
        _progress.Expect((groups.Count + 2) * _subject.Samples.Count);
        foreach (var group in groups) Run(group);
    }

    private void Run(IReadOnlyList<Site> sites)
    {
        try
        {
            using var other = new ExcerptSession(_subject.Other, sites.Select(site => site.Value), _subject.Values.Declarations);
            using var first = new TensorSet();
            CompareOnSamples(sites, other, first);
            CompareOnNoise(sites, other, first);
        }
        catch (ModelRunException exception) when (exception.Model == _subject.Other)
        {
            foreach (var site in sites) _unjudged[site.Value] = exception.Message;
        }
    }

    /// <summary>Compares on all samples and keeps the values of the first. A session holds weights: this one is closed before the next opens.</summary>
    private void CompareOnSamples(IReadOnlyList<Site> sites, ExcerptSession other, TensorSet first)
    {
        var captured = sites.SelectMany(site => site.Reads.Append(site.Value)).Where(value => !_subject.Inputs.ContainsKey(value));
        using var original = new ExcerptSession(_subject.Original, captured, _subject.Inputs);
        for (var sample = 0; sample < _subject.Samples.Count; sample++)
        {
            _progress.Report("site by site");
            using var inputs = _subject.Sample(sample);
            using var values = original.Run(inputs, _cancellation);
            values.AddAll(inputs);
            foreach (var site in sites.Where(site => site.CanHide)) Information.Add(site.Value, values[site.Value]);
            using (var found = other.Run(values, _cancellation))
            {
                Judge.Compare(sites.Select(site => site.Value), values, values, found, sample, _cancellation);
                if (sample == 0) Truths.Measure(sites, values, found, _cancellation);
            }
            if (sample > 0) continue;
            Branching.Compare(sites, values, sample, _cancellation);
            first.TakeAll(values);
            first.TakeAll(inputs);
        }
    }

    private Dictionary<string, double> OffsetsBy(Func<RunnableModel, IEnumerable<NodeProto>, double> halfStep)
    {
        var offsets = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var site in _subject.Sites.Where(site => Judge.Tally.Contains(site.Value)))
        {
            var (difference, range) = (Judge.Tally[site.Value].MaxDifference, Judge.Tally[site.Value].Range);
            // What is off by more than its bias is rounded excuses nothing behind it.
            if (difference > BiasSteps.HalfStep(_subject.Other, site.Other) + (Rounding * range)) continue;
            var offset = Math.Min(halfStep(_subject.Other, site.Other), MostOfRange * range);
            if (offset > 0) offsets[site.Value] = offset;
        }
        return offsets;
    }

    private void CompareOnNoise(IReadOnlyList<Site> sites, ExcerptSession other, TensorSet values)
    {
        // Where the two forms start from different values, noise in these would not belong together.
        Site[] alike = [.. sites.Where(site => site.StartsAlike)];
        if (alike.Length == 0) return;
        var pool = new NoisePool(_subject.Options.Seed);
        using var noise = new TensorSet();
        foreach (var name in alike.SelectMany(site => site.Reads).Distinct())
        {
            if (TensorNoise.IsFloating(values[name])) noise.Add(name, pool.Like(values[name]));
        }
        var fed = new TensorSet();
        fed.AddAll(noise);
        fed.AddAll(values);
        try
        {
            using var original = new ExcerptSession(_subject.Original, alike.Select(site => site.Value), _subject.Values.Declarations);
            using var narrower = alike.Length == sites.Count
                ? null : new ExcerptSession(_subject.Other, alike.Select(site => site.Value), _subject.Values.Declarations);
            using var expected = original.Run(fed, _cancellation);
            using var found = (narrower ?? other).Run(fed, _cancellation);
            // Values that only noise takes to where a root or a logarithm ends tell nothing.
            var finite = alike.Select(site => site.Value).Where(value => TensorComparer.IsFinite(expected[value]));
            Judge.Compare(finite, fed, expected, found, _subject.Samples.Count, _cancellation);
        }
        catch (ModelRunException exception) when (exception.Model == _subject.Original)
        {
            // Not every site takes every value; the captured ones it took.
        }
    }
}
