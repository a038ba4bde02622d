using System.CommandLine.Parsing;
using System.Globalization;

namespace BnFold.Cli.Commands;

/// <summary>Reads the values of options; what is wrong with one is said in terms of what was typed.</summary>
internal static class Values
{
    // Longer names first: each ends with a shorter one.
    private static readonly (string Name, double Factor)[] _units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
    ];

    /// <summary>A whole number that is not below <paramref name="least"/>.</summary>
    public static Func<ArgumentResult, Given<int>?> Whole(int least) => result =>
    {
        var text = result.Tokens.Single().Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least) return new(value);
        result.AddError($"'{text}' is not a whole number{(least == int.MinValue ? "" : $" from {least} up")} ({OptionOf(result)})");
        return null;
    };

    /// <summary>A finite number that is not negative.</summary>
    public static Given<double>? NotNegative(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && double.IsFinite(value))
            return new(value);
        result.AddError($"'{text}' is not a number from 0 up ({OptionOf(result)})");
        return null;
    }

    /// <summary>A number of bytes: <c>512MiB</c>, <c>2GB</c>, <c>1000000</c>.</summary>
    public static Given<long>? Bytes(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        var (unit, factor) = _units.FirstOrDefault(unit => text.EndsWith(unit.Name, StringComparison.OrdinalIgnoreCase));
        var number = unit is null ? text : text[..^unit.Length];
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value * Math.Max(factor, 1) is >= 1 and < long.MaxValue)
            return new((long)(value * Math.Max(factor, 1)));
        result.AddError($"'{text}' is not a size such as 512MiB, 2GB or 1000000 ({OptionOf(result)})");
        return null;
    }

    /// <summary>The name of an enum's member, in lower case.</summary>
    public static Given<T>? OneOf<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var text = result.Tokens.Single().Value;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Name(value) == text) return new(value);
        }
        result.AddError($"'{text}' is not one of {string.Join(", ", Enum.GetValues<T>().Select(Name))} ({OptionOf(result)})");
        return null;

        static string Name(T value) => value.ToString().ToLowerInvariant();
    }

    /// <summary><c>name=1,3,224,224</c>, any number of times.</summary>
    public static Dictionary<string, IReadOnlyList<long>>? Shapes(ArgumentResult result) =>
        Named<IReadOnlyList<long>>(result, "name=1,3,224,224", text =>
        {
            var sizes = text.Split(',').Select(Size).ToArray();
            return sizes.Contains(null) ? null : [.. sizes.Select(size => size!.Value)];
        });

    /// <summary><c>symbol=4</c>, any number of times.</summary>
    public static Dictionary<string, long>? Sizes(ArgumentResult result) =>
        Named(result, "batch=4", text => (object?)Size(text))?.ToDictionary(pair => pair.Key, pair => (long)pair.Value);

    private static Dictionary<string, T>? Named<T>(ArgumentResult result, string example, Func<string, T?> parse)
        where T : class
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            // Names of values may hold "=", sizes don't.
            var at = text.LastIndexOf('=');
            var value = at > 0 ? parse(text[(at + 1)..]) : null;
            if (value is null)
                result.AddError($"'{text}' is not of the form {example} ({OptionOf(result)})");
            else if (!values.TryAdd(text[..at], value))
                result.AddError($"'{text[..at]}' is given twice ({OptionOf(result)})");
        }
        return values;
    }

    private static long? Size(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;

    private static string OptionOf(ArgumentResult result) => ((OptionResult)result.Parent!).Option.Name;
}
