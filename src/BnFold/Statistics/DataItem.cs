namespace BnFold.Statistics;

/// <summary>Arrays whose samples belong together, one array for each input.</summary>
internal sealed record DataItem(IReadOnlyList<SampleArray> Arrays)
{
    public string Path => Arrays[0].File.Path;

    public long Count => Arrays[0].Count;

    /// <summary>The items of a set of files; several only where an .npz is for a model of one input.</summary>
    /// <exception cref="OnnxFormatException">A file can't be read, or is not what the model takes.</exception>
    public static IEnumerable<DataItem> Open(DataSet set, FeedPlan plan)
    {
        if (plan is { IsForOneInput: true, Formats: [var only] })
            return only.Open(set.Path).Select(file => new DataItem([only.Samples(file, plan.IsBatched)]));
        if (!set.Paths.ContainsKey("") && set.Paths.Count < plan.Inputs.Count) throw DataSets.Incomplete(set, plan.Inputs);

        SampleArray[] arrays = [.. plan.Formats.Select(format => format.Samples(FileOf(format, set), plan.IsBatched))];
        var odd = arrays.FirstOrDefault(array => array.Count != arrays[0].Count);
        if (odd is null) return [new(arrays)];
        throw new OnnxFormatException(
            odd.File.Path, $"input '{odd.Format.Input.Name}'",
            $"has {odd.Count} {(odd.Count == 1 ? "sample" : "samples")}, but '{arrays[0].Format.Input.Name}' has {arrays[0].Count}");
    }

    private static TensorFile FileOf(InputFormat format, DataSet set)
    {
        var name = format.Input.Name;
        if (set.Paths.TryGetValue(name, out var path))
        {
            var tensors = format.Open(path);
            return tensors is [var one] ? one : throw new OnnxFormatException(path, null, $"holds {tensors.Count} arrays, one expected");
        }
        var all = TensorFile.OpenAll(set.Path);
        return all.FirstOrDefault(tensor => tensor.Name == name) ?? throw new OnnxFormatException(
            set.Path, null, $"holds no array for the input '{name}'; there are {string.Join(", ", all.Select(tensor => $"'{tensor.Name}'"))}");
    }
}
