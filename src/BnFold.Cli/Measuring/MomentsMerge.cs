using BnFold.Cli.Reports.Statistics;

namespace BnFold.Cli.Measuring;

/// <summary>Makes one of parts that were measured one by one, or merged before.</summary>
internal sealed class MomentsMerge
{
    private const int MaxNamed = 20;

    private readonly IReadOnlyList<(string Path, MomentsFacts Facts)> _files;
    private readonly List<IReadOnlyList<(string Path, MomentsPart Part)>> _whole = [];
    private readonly List<(string Path, MomentsPart Part)> _divided = [];

    /// <exception cref="IOException">They can't be merged: of two models, of two divisions, or one part twice.</exception>
    public MomentsMerge(IReadOnlyList<(string Path, MomentsFacts Facts)> files)
    {
        _files = files;
        foreach (var (path, facts) in files) Sort(path, facts.Parts);
        CheckModels();
        CheckDivision();
        CheckContents();
    }

    /// <summary>What a user should know about the parts.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            if (!IsDivided) return [];
            var (count, missing) = (_divided[0].Part.Shards, Missing);
            var named = $"{string.Join(", ", missing.Take(MaxNamed))}{(missing.Length > MaxNamed ? ", ..." : "")}";
            return missing.Length == 0 ? [] : [$"{missing.Length} of {count} parts are missing: {named}"];
        }
    }

    /// <summary>All of them as one.</summary>
    /// <exception cref="IOException">They are not of the same model, or there is no sample in any.</exception>
    public MomentsFacts Merge()
    {
        var merged = Population();
        var first = _files[0];
        var whole = first.Facts.With(merged) with { Shard = 0, Shards = 1, Files = CountFiles(), Merged = Parts };
        if (whole.LacksSamples)
            throw new IOException($"{first.Path}: there is no sample in it{(_files.Count > 1 ? ", nor in any other part" : "")}");
        return whole;
    }

    private bool IsDivided => _divided.Count > 0;

    private int[] Missing => [.. Enumerable.Range(0, _divided[0].Part.Shards).Except(_divided.Select(part => part.Part.Shard))];

    /// <summary>What is whole comes first, so that it is known again.</summary>
    private MomentsPart[] Parts => [.. _whole.SelectMany(parts => parts).Concat(_divided).Select(part => part.Part)];

    /// <summary>Whole is what was measured so, and a division of which all parts stand together in one file.</summary>
    private void Sort(string path, IReadOnlyList<MomentsPart> parts)
    {
        var divided = new List<(string Path, MomentsPart Part)>();
        foreach (var part in parts)
        {
            if (!part.IsOfDivision)
            {
                _whole.Add([(path, part)]);
                continue;
            }
            divided.Add((path, part));
            if (divided.DistinctBy(each => (each.Part.Shard, each.Part.Shards)).Count() < part.Shards) continue;
            _whole.Add([.. divided]);
            divided.Clear();
        }
        _divided.AddRange(divided);
    }

    // Every part of a division sees all files.
    private int CountFiles() => _whole.Sum(parts => parts[0].Part.Files) + (IsDivided ? _divided[0].Part.Files : 0);

    private PopulationStatistics Population()
    {
        try
        {
            return PopulationStatistics.Merge([.. _files.Select(file => file.Facts.Population())]);
        }
        catch (ArgumentException exception)
        {
            throw new IOException($"{_files[0].Path}: {exception.Message.Split(" (Parameter", 2)[0].TrimEnd('.')}", exception);
        }
    }

    private void CheckModels()
    {
        var (first, model) = (_files[0].Path, _files[0].Facts.Model);
        foreach (var (path, facts) in _files)
        {
            if (facts.Model.Sha256 != model.Sha256)
                throw new IOException($"{path}: is of another model than {first}: their digests differ");
            if (!(facts.Model.ExternalFiles ?? []).SequenceEqual(model.ExternalFiles ?? []))
                throw new IOException($"{path}: is of a model with other weights than {first}: the digests of their external data differ");
        }
    }

    // Parts of one and the same division; what was measured whole may be any data.
    private void CheckDivision()
    {
        int[] divisions = [.. _divided.Select(part => part.Part.Shards).Distinct()];
        if (divisions.Length > 1)
            throw new IOException($"{_divided[0].Path}: the parts are of different divisions: of {string.Join(", of ", divisions)}");
        foreach (var same in _divided.GroupBy(part => part.Part.Shard).Where(group => group.Count() > 1))
            throw new IOException($"{same.Last().Path}: is part {same.Key} of {divisions[0]}, and so is {same.First().Path}");
        foreach (var (path, part) in _divided)
        {
            var first = _divided[0];
            if (part.Files == first.Part.Files) continue;
            var counts = $"its data had {part.Files} files, and that of {first.Path} {first.Part.Files}";
            throw new IOException($"{path}: {counts}: all parts must see the same");
        }
    }

    // What was measured twice on the same data is the same to the last digit.
    private void CheckContents()
    {
        if (_files[0].Facts.Nodes.All(node => node.NotMeasured is not null)) return;
        var nothing = MomentsPart.Empty(_files[0].Facts).Sha256;
        // Parts of one division may be the same, where files are.
        var seen = new Dictionary<string, (string Path, int Group)>(StringComparer.Ordinal);
        foreach (var (group, parts) in _whole.Append(_divided).Index())
        {
            foreach (var (path, part) in parts.Where(part => part.Part.Sha256 != nothing))
            {
                if (seen.TryAdd(part.Sha256, (path, group)) || seen[part.Sha256].Group == group) continue;
                throw new IOException($"{path}: holds the same measurement as {seen[part.Sha256].Path}: it would count twice");
            }
        }
    }
}
