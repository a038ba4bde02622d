using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// Runs the original, captures the values around the sites, and feeds them to the other model's form of each site. The original's form
/// needs no second run: what it made of the same values was captured with them.
/// </summary>
internal sealed class SiteCheck
{
    private readonly Subject _subject;
    private readonly ProgressCounter _progress;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, string> _unjudged = new(StringComparer.Ordinal);

    public SiteCheck(Subject subject, ProgressCounter progress, CancellationToken cancellation)
    {
        (_subject, _progress, _cancellation) = (subject, progress, cancellation);
        var limits = subject.Sites.ToDictionary(site => site.Value, LimitOf, StringComparer.Ordinal);
        Judge = new(subject.Original, subject.Values.Declarations, value => limits[value], subject.Options);
        Branches = new(subject.Original, subject.Other, subject.Values, Judge);
    }

    public Judge Judge { get; }

    public BranchCheck Branches { get; }

    /// <summary>Sites that could not be run by themselves, with a line about each.</summary>
    public IReadOnlyDictionary<string, string> Unjudged => _unjudged;

    /// <summary>Compares all sites in all samples; returns the original's outputs for each sample, which the caller disposes.</summary>
    /// <exception cref="ModelRunException">ONNX Runtime can't run the original.</exception>
    public IReadOnlyList<TensorSet> Run()
    {
        var groups = SiteGroups.Of(_subject.Sites, _subject.Values, _subject.Options.MemoryLimit);
        _progress.Expect((groups.Count + 2) * _subject.Options.Samples);
        var outputs = Run(groups[0], _subject.Outputs);
        foreach (var group in groups.Skip(1)) Run(group, []);
        return outputs;
    }

    private List<TensorSet> Run(IReadOnlyList<Site> sites, IReadOnlyList<string> kept)
    {
        var captured = sites.SelectMany(site => site.Reads.Append(site.Value)).Where(value => !_subject.Inputs.ContainsKey(value));
        using var original = new ExcerptSession(_subject.Original, captured.Concat(kept), _subject.Inputs);
        using var other = Open(sites);
        var results = new List<TensorSet>();
        for (var sample = 0; sample < _subject.Options.Samples; sample++)
        {
            _progress.Report("site by site");
            using var inputs = _subject.Sample(sample);
            using var values = original.Run(inputs, _cancellation);
            values.AddAll(inputs);
            if (other is not null) Compare(sites, other, values, sample);
            if (kept.Count > 0) results.Add(values.Take(kept));
        }
        return results;
    }

    private ExcerptSession? Open(IReadOnlyList<Site> sites)
    {
        if (sites.Count == 0) return null;
        try
        {
            return new(_subject.Other, sites.Select(site => site.Value), _subject.Values.Declarations);
        }
        catch (ModelRunException exception)
        {
            foreach (var site in sites) _unjudged[site.Value] = exception.Message;
            return null;
        }
    }

    private void Compare(IReadOnlyList<Site> sites, ExcerptSession other, TensorSet values, int sample)
    {
        try
        {
            using var found = other.Run(values, _cancellation);
            Judge.Compare(sites.Select(site => site.Value), values, values, found, sample, _cancellation);
            if (sample == 0) Branches.Compare(sites, values, sample, _cancellation);
        }
        catch (ModelRunException exception)
        {
            foreach (var site in sites) _unjudged[site.Value] = exception.Message;
        }
    }

    private (Limit, double) LimitOf(Site site)
    {
        var precision = _subject.Precision.Of(site.Original);
        var type = _subject.Values.TypeOf(site.Value) ?? ElementType.Undefined;
        return (_subject.Tolerance.Site(type, precision, site.Steps()), Tolerance.OneStep(precision).Relative / 16);
    }
}
