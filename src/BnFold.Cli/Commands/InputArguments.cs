using System.Globalization;
using System.Text.RegularExpressions;

namespace BnFold.Cli.Commands;

/// <summary>
/// What <c>--input</c> says: <c>name=file</c>, an .npz whose keys are names, or a folder of test data. Each adds to the set of inputs
/// before it, or begins another if that set already has one of its inputs.
/// </summary>
internal sealed partial class InputArguments(string model)
{
    private readonly List<InputSet> _sets = [];

    /// <exception cref="UsageException">An argument is of no form known here.</exception>
    /// <exception cref="OnnxFormatException">A file can't be read.</exception>
    public static IReadOnlyList<InputSet> Read(IEnumerable<string> arguments, string model)
    {
        var sets = new InputArguments(model);
        foreach (var argument in arguments) sets.Add(sets.Parse(argument));
        return sets._sets;
    }

    private void Add(InputSet part)
    {
        var collides = _sets.Count == 0
            || _sets[^1].Inputs.Keys.Intersect(part.Inputs.Keys).Any()
            || _sets[^1].ExpectedOutputs.Keys.Intersect(part.ExpectedOutputs.Keys).Any();
        if (collides) _sets.Add(part);
        else _sets[^1] = United(_sets[^1], part);
    }

    private InputSet Parse(string argument)
    {
        if (Directory.Exists(argument)) return InputSet.OpenFolder(argument, model);
        var isArchive = argument.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
        if (isArchive && (File.Exists(argument) || !argument.Contains('=', StringComparison.Ordinal)))
            return new() { Inputs = TensorFile.OpenAll(argument).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal) };

        var at = SplitAt(argument);
        if (at <= 0 || at == argument.Length - 1)
            throw new UsageException($"'{argument}' is not of the form NAME=FILE, nor an .npz file or a folder (--input)");
        var name = argument[..at];
        return new() { Inputs = new Dictionary<string, TensorFile>(StringComparer.Ordinal) { [name] = Open(name, argument[(at + 1)..]) } };
    }

    /// <summary>Names and paths may hold "=": it is where a file follows; the first where none does.</summary>
    private static int SplitAt(string argument)
    {
        for (var at = argument.IndexOf('='); at >= 0; at = argument.IndexOf('=', at + 1))
        {
            var source = argument[(at + 1)..];
            if (File.Exists(source) || File.Exists(Typed().Match(source).Groups["file"].Value)
                || File.Exists(Keyed().Match(source).Groups["file"].Value)) return at;
        }
        return argument.IndexOf('=');
    }

    private static TensorFile Open(string name, string source)
    {
        if (File.Exists(source) || Directory.Exists(source)) return OpenFile(name, source);
        if (Typed().Match(source) is { Success: true } typed)
            return TensorFile.OpenRaw(typed.Groups["file"].Value, typed.Groups["type"].Value, Dims(typed.Groups["dims"].Value));
        return Keyed().Match(source) is { Success: true } keyed
            ? OpenArray(keyed.Groups["file"].Value, keyed.Groups["key"].Value)
            : OpenFile(name, source);
    }

    private static TensorFile OpenFile(string name, string path)
    {
        var tensors = TensorFile.OpenAll(path);
        return tensors.Count > 1 && tensors.FirstOrDefault(tensor => tensor.Name == name) is { } named ? named : TensorFile.Open(path);
    }

    private static TensorFile OpenArray(string path, string key)
    {
        var tensors = TensorFile.OpenAll(path);
        return tensors.FirstOrDefault(tensor => tensor.Name == key) ?? throw new OnnxFormatException(
            path, null, $"holds no array '{key}'; there are {string.Join(", ", tensors.Select(tensor => $"'{tensor.Name}'"))}");
    }

    private static long[] Dims(string text) => text.Length == 0 ? []
        : [.. text.Split(',').Select(size => long.TryParse(size, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var n)
            ? n : throw new UsageException($"'[{text}]' is no shape; sizes as in [1,3,224,224] expected (--input)"))];

    private static InputSet United(InputSet set, InputSet part) => new()
    {
        Inputs = United(set.Inputs, part.Inputs),
        ExpectedOutputs = United(set.ExpectedOutputs, part.ExpectedOutputs),
    };

    private static Dictionary<string, TensorFile> United(
        IReadOnlyDictionary<string, TensorFile> some, IReadOnlyDictionary<string, TensorFile> others) =>
        some.Concat(others).ToDictionary(StringComparer.Ordinal);

    [GeneratedRegex(@"^(?<file>.+):(?<type>[a-z0-9]+)\[(?<dims>[0-9, ]*)\]$")]
    private static partial Regex Typed();

    [GeneratedRegex(@"^(?<file>.+\.npz):(?<key>.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Keyed();
}
