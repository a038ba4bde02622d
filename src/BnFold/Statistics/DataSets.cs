using System.Text.RegularExpressions;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>Finds out which files belong together.</summary>
internal static partial class DataSets
{
    /// <summary>Of a model with several inputs, files say which one they are for; those of inputs that are not fed are left out.</summary>
    /// <exception cref="OnnxFormatException">A file is for no input, or lacks its fellows.</exception>
    public static IReadOnlyList<DataSet> Of(CalibrationData data, FeedPlan plan)
    {
        var (files, inputs) = (data.Files, plan.Inputs);
        if (plan.IsForOneInput || files.All(IsArchive)) return [.. files.Select(path => new DataSet(Single(path)))];

        var sets = new SortedDictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var path in files)
        {
            if (IsArchive(path)) throw Invalid(path, "stands among files of one input each; either all are .npz with all inputs, or none");
            var match = Numbered().Match(Path.GetFileNameWithoutExtension(path));
            var input = plan.Names.FirstOrDefault(name => match.Success && IsNamed(name, match.Groups["name"].Value)) ?? throw Invalid(
                path, $"is for none of the inputs {Quoted(plan.Names)}; a name such as {FileName(inputs[0].Name)}_0001{Path.GetExtension(path)} expected");
            if (inputs.All(needed => needed.Name != input)) continue;
            var key = Path.Join(Path.GetDirectoryName(path), match.Groups["number"].Value);
            if (!sets.TryGetValue(key, out var set)) sets[key] = set = new(StringComparer.Ordinal);
            if (!set.TryAdd(input, path)) throw Invalid(path, $"is for the same input and number as {set[input]}");
        }
        if (sets.Count == 0) throw Invalid(files[0], $"is for an input that no BatchNormalization needs; there is no file for '{inputs[0].Name}'");
        var lonely = sets.Values.FirstOrDefault(set => set.Count < inputs.Count);
        if (lonely is null || data.Options.SkipBad) return [.. sets.Values.Select(set => new DataSet(set))];
        throw Incomplete(new(lonely), inputs);
    }

    /// <summary>What to say of files that lack a fellow.</summary>
    public static OnnxFormatException Incomplete(DataSet set, IReadOnlyList<InputDeclaration> inputs)
    {
        var missing = inputs.First(input => !set.Paths.ContainsKey(input.Name)).Name;
        return Invalid(set.Path, $"has no fellow for the input '{missing}' with its number");
    }

    private static Dictionary<string, string> Single(string path) => new(StringComparer.Ordinal) { [""] = path };

    private static bool IsArchive(string path) => Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase);

    private static bool IsNamed(string input, string prefix) => input == prefix || FileName(input) == prefix;

    // What no file name may hold, and what is awkward in one, is an underscore there.
    private static string FileName(string input) => Awkward().Replace(input, "_");

    private static string Quoted(IReadOnlyList<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    private static OnnxFormatException Invalid(string path, string problem) => new(path, null, problem);

    [GeneratedRegex(@"^(?<name>.+)[_.-](?<number>[0-9]+)$")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"[^A-Za-z0-9_.-]")]
    private static partial Regex Awkward();
}
