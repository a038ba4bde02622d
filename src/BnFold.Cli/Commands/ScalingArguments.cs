using System.Globalization;

namespace BnFold.Cli.Commands;

/// <summary>What <c>--scale</c>, <c>--mean</c> and <c>--std</c> say: <c>0.5</c>, <c>0.485,0.456,0.406</c>, or <c>image=0.5</c>.</summary>
internal static class ScalingArguments
{
    /// <exception cref="UsageException">An argument is of no form known here, or stands there twice.</exception>
    public static Dictionary<string, InputScaling> Read(
        IReadOnlyList<string> scale, IReadOnlyList<string> mean, IReadOnlyList<string> deviation)
    {
        var scaling = new Dictionary<string, InputScaling>(StringComparer.Ordinal);
        foreach (var (name, numbers) in Named(scale, "--scale")) scaling[name] = new() { Scale = numbers };
        foreach (var (name, numbers) in Named(mean, "--mean")) scaling[name] = Of(name) with { Mean = numbers };
        foreach (var (name, numbers) in Named(deviation, "--std"))
        {
            if (numbers.Contains(0)) throw new UsageException("nothing can be divided by 0 (--std)");
            scaling[name] = Of(name) with { StandardDeviation = numbers };
        }
        return scaling;

        InputScaling Of(string name) => scaling.GetValueOrDefault(name) ?? new();
    }

    private static Dictionary<string, double[]> Named(IReadOnlyList<string> arguments, string option)
    {
        var named = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            // Names of inputs may hold "=", numbers don't.
            var at = argument.LastIndexOf('=');
            var name = at > 0 ? argument[..at] : "";
            var numbers = argument[(at + 1)..].Split(',').Select(text => Number(text, argument, option)).ToArray();
            if (!named.TryAdd(name, numbers)) throw new UsageException(Twice(name, option));
        }
        return named;
    }

    private static string Twice(string name, string option) =>
        name.Length > 0 ? $"'{name}' is given twice ({option})" : $"{option} is given twice";

    /// <summary>A number, or a fraction as in 1/255.</summary>
    private static double Number(string text, string argument, string option)
    {
        var parts = text.Split('/');
        if (parts.Length <= 2 && parts.All(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            var numbers = parts.Select(part => double.Parse(part, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray();
            var number = numbers.Length == 1 ? numbers[0] : numbers[0] / numbers[1];
            if (double.IsFinite(number)) return number;
        }
        throw new UsageException($"'{argument}' is no number such as 0.5 or 1/255, nor one for each channel as in 0.485,0.456,0.406 ({option})");
    }
}
