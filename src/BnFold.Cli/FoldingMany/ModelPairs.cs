using System.IO.Enumeration;
using BnFold.Onnx;

namespace BnFold.Cli.FoldingMany;

/// <summary>Finds the models that arguments speak of, and gives each an output.</summary>
internal static class ModelPairs
{
    /// <summary>
    /// In the order of the arguments, files below a folder in the order of their paths. A file keeps its name, a file below a folder its
    /// path from there. What lies in the output folder itself was made by an earlier run and is left out, unless that very folder is asked for.
    /// </summary>
    /// <exception cref="UsageException">Two models would get the same output.</exception>
    public static IReadOnlyList<ModelPair> Of(IReadOnlyList<string> arguments, string outputFolder)
    {
        var pairs = new List<ModelPair>();
        var sources = new Dictionary<string, string>(RealPath.Comparer);
        foreach (var pair in arguments.SelectMany(argument => Find(argument, outputFolder)))
        {
            var (model, output) = (Path.GetFullPath(pair.Model), RealPath.OrAsItStands(pair.Output));
            if (sources.TryAdd(output, model)) pairs.Add(pair);
            else if (sources[output] is var first && first != model)
                throw new UsageException($"'{first}' and '{model}' would both be written to '{pair.Output}'");
        }
        return pairs;
    }

    /// <summary>A link to a folder is not followed: it may lead back, or to what is found without it.</summary>
    private static FileSystemEnumerable<string> ModelsBelow(string folder) => new(
        folder, static (ref entry) => entry.ToSpecifiedFullPath(), new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
    {
        ShouldIncludePredicate = static (ref entry) => !entry.IsDirectory && FileSystemName.MatchesSimpleExpression("*.onnx", entry.FileName),
        ShouldRecursePredicate = static (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };

    private static IEnumerable<ModelPair> Find(string argument, string outputFolder)
    {
        if (!Directory.Exists(argument)) return [new(argument, Path.Combine(outputFolder, Path.GetFileName(argument)))];
        var (root, outputs) = (RealPath.OrAsItStands(argument), RealPath.OrAsItStands(outputFolder));
        var isBelow = RealPath.IsInside(outputs, root);
        return from file in ModelsBelow(argument).Order(StringComparer.Ordinal)
               let place = Path.GetRelativePath(argument, file)
               where !isBelow || !RealPath.IsInside(Path.Combine(root, place), outputs)
               select new ModelPair(file, Path.Combine(outputFolder, place));
    }
}
