using BnFold.Cli.Reports.Statistics;

namespace BnFold.Cli.Measuring;

/// <summary>Makes one of parts that were measured one by one, or merged before.</summary>
internal sealed class MomentsMerge
{
    private const int MaxNamed = 20;

    private readonly IReadOnlyList<(string Path, MomentsFacts Facts)> _files;
    private readonly IReadOnlyList<(string Path, MomentsPart Part)> _parts;

    /// <exception cref="IOException">They can't be merged: of two models, of two divisions, or one part twice.</exception>
    public MomentsMerge(IReadOnlyList<(string Path, MomentsFacts Facts)> files)
    {
        _files = files;
        _parts = [.. files.SelectMany(file => file.Facts.Parts.Select(part => (file.Path, part)))];
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
            var (count, missing) = (Divided[0].Part.Shards, Missing);
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
        var whole = first.Facts.With(merged) with { Shard = 0, Shards = 1, Files = CountFiles(), Merged = [] };
        if (whole.LacksSamples)
            throw new IOException($"{first.Path}: there is no sample in it{(_files.Count > 1 ? ", nor in any other part" : "")}");
        var isComplete = IsDivided && Missing.Length == 0 && Divided.Count == _parts.Count;
        return isComplete ? whole : whole with { Merged = [.. _parts.Select(part => part.Part)] };
    }

    private IReadOnlyList<(string Path, MomentsPart Part)> Divided => [.. _parts.Where(part => part.Part.IsOfDivision)];

    private bool IsDivided => _parts.Any(part => part.Part.IsOfDivision);

    private int[] Missing => [.. Enumerable.Range(0, Divided[0].Part.Shards).Except(Divided.Select(part => part.Part.Shard))];

    // Every part of a division sees all files.
    private int CountFiles() =>
        _parts.Where(part => !part.Part.IsOfDivision).Sum(part => part.Part.Files) + (IsDivided ? Divided[0].Part.Files : 0);

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
        }
    }

    // Parts of one and the same division; what was measured whole may be any data.
    private void CheckDivision()
    {
        var divided = Divided;
        int[] divisions = [.. divided.Select(part => part.Part.Shards).Distinct()];
        if (divisions.Length > 1)
            throw new IOException($"{divided[0].Path}: the parts are of different divisions: of {string.Join(", of ", divisions)}");
        foreach (var same in divided.GroupBy(part => part.Part.Shard).Where(group => group.Count() > 1))
            throw new IOException($"{same.Last().Path}: is part {same.Key} of {divisions[0]}, and so is {same.First().Path}");
        foreach (var (path, part) in divided)
        {
            var first = divided[0];
            if (part.Files == first.Part.Files) continue;
            var counts = $"its data had {part.Files} files, and that of {first.Path} {first.Part.Files}";
            throw new IOException($"{path}: {counts}: all parts must see the same");
        }
    }

    // What was measured twice on the same data is the same to the last digit.
    private void CheckContents()
    {
        if (_files[0].Facts.Nodes.All(node => node.NotMeasured is not null)) return;
        var wholes = _parts.Where(part => !part.Part.IsOfDivision);
        foreach (var same in wholes.GroupBy(part => part.Part.Sha256).Where(group => group.Count() > 1))
            throw new IOException($"{same.Last().Path}: holds the same measurement as {same.First().Path}: it would count twice");
    }
}
