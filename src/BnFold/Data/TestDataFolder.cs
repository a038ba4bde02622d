using System.Globalization;

namespace BnFold.Data;

/// <summary>A folder of numbered tensors, as the ONNX test suite keeps them.</summary>
internal static class TestDataFolder
{
    /// <exception cref="OnnxFormatException">The folder holds no inputs or too many, or a file can't be read.</exception>
    public static InputSet Open(string folder, string modelPath)
    {
        if (!Directory.Exists(folder)) throw new OnnxFormatException(folder, null, "there is no such folder");
        using var model = OnnxModel.Load(modelPath);
        var graph = model.Proto.Graph;
        var initializers = graph.Initializer.Select(tensor => tensor.Name)
            .Concat(graph.SparseInitializer.Select(tensor => tensor.Values?.Name ?? "")).ToHashSet(StringComparer.Ordinal);
        var inputs = graph.Input.Select(input => input.Name).Where(name => !initializers.Contains(name));
        var set = new InputSet
        {
            Inputs = Named(folder, "input", [.. inputs]),
            ExpectedOutputs = Named(folder, "output", [.. graph.Output.Select(output => output.Name)]),
        };
        if (set.Inputs.Count == 0 && set.ExpectedOutputs.Count == 0)
            throw new OnnxFormatException(folder, null, "holds no data; input_0.pb, output_0.pb and so on expected");
        return set;
    }

    private static Dictionary<string, TensorFile> Named(string folder, string kind, string[] names)
    {
        var files = Files(folder, kind);
        var tensors = files.Select(file => TensorFile.Open(file.Path)).ToArray();
        var own = tensors.Select(tensor => tensor.Name).Distinct().ToArray();
        if (own.Length == tensors.Length && own.All(names.Contains))
            return tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);

        var surplus = files.FirstOrDefault(file => file.Number >= names.Length);
        if (surplus.Path is not null)
            throw new OnnxFormatException(
                surplus.Path, null, $"is for {kind} {surplus.Number}, but the model has {names.Length}, counted from 0");
        return files.Zip(tensors).ToDictionary(pair => names[pair.First.Number], pair => pair.Second, StringComparer.Ordinal);
    }

    private static (int Number, string Path)[] Files(string folder, string kind)
    {
        var files = new SortedDictionary<int, string>();
        foreach (var path in Directory.EnumerateFiles(folder, $"{kind}_*"))
        {
            if (Path.GetExtension(path) is not (".pb" or ".npy")) continue;
            var digits = Path.GetFileNameWithoutExtension(path)[(kind.Length + 1)..];
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
            if (!files.TryAdd(number, path))
                throw new OnnxFormatException(path, null, $"is there twice, as {Path.GetFileName(files[number])} too");
        }
        return [.. files.Select(file => (file.Key, file.Value))];
    }
}
