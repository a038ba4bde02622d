using System.Text.RegularExpressions;
using Google.Protobuf;

namespace BnFold.Onnx;

/// <summary>
/// The side file of a model that is being replaced. It goes once nothing refers to it any more, but only what bears the name we give, lies
/// beside the model, and was the replaced model's own.
/// </summary>
internal sealed partial class OrphanedData
{
    private readonly string _model;
    private readonly HashSet<string> _candidates;

    private OrphanedData(string model, HashSet<string> candidates) => (_model, _candidates) = (model, candidates);

    /// <summary>What the model at this path, which is about to be replaced, may leave behind.</summary>
    public static OrphanedData Of(string model)
    {
        var own = $"{Path.GetFileName(model)}.";
        var candidates = Locations(model) ?? [];
        candidates.RemoveWhere(name => !name.StartsWith(own, StringComparison.Ordinal) || !Ending().IsMatch(name[own.Length..]));
        return new(model, candidates);
    }

    /// <summary>Removes what no model in the folder refers to; where that can't be found out, nothing.</summary>
    public void Remove()
    {
        if (_candidates.Count == 0) return;
        try
        {
            if (StillReferred() is not { } referred) return;
            foreach (var name in _candidates.Where(name => !referred.Contains(PathOf(name)))) File.Delete(Path.Combine(FolderOf(_model), name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The model has its name: a file too many is not worth failing for.
        }
    }

    /// <summary>The files that models in the folder refer to, whatever these are named and however each spells their places.</summary>
    private HashSet<string>? StillReferred()
    {
        var referred = new HashSet<string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(FolderOf(_model)))
        {
            if (_candidates.Contains(Path.GetFileName(file))) continue;
            if (Locations(file) is not { } locations)
            {
                if (file == Path.GetFullPath(_model) || file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) return null;
                continue; // no model
            }
            referred.UnionWith(locations.Where(static location => !location.Contains('\0', StringComparison.Ordinal)).Select(PathOf));
        }
        return referred;
    }

    private string PathOf(string location) => RealPath.Of(Path.Combine(FolderOf(_model), location));

    /// <summary>Where the model at this path has its external data; null if it can't be read.</summary>
    private static HashSet<string>? Locations(string model)
    {
        if (!File.Exists(model)) return null;
        try
        {
            using var file = ModelFile.Open(model);
            var key = ByteString.CopyFromUtf8("location");
            return ModelTensors.Of(file.Proto).SelectMany(tensor => tensor.ExternalData).Where(entry => entry.Key == key)
                .Select(entry => entry.Value.ToStringUtf8()).ToHashSet(StringComparer.Ordinal);
        }
        catch (OnnxFormatException)
        {
            return null;
        }
    }

    private static string FolderOf(string model) => Path.GetDirectoryName(Path.GetFullPath(model))!;

    /// <summary>What <see cref="SideFile"/> puts behind the model's name.</summary>
    [GeneratedRegex("^[0-9a-f]{12}\\.data$")]
    private static partial Regex Ending();
}
