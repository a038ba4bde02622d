using System.Globalization;

namespace BnFold.Cli.Text;

/// <summary>Numbers as people read them, the same everywhere.</summary>
internal static class Figures
{
    /// <summary>Megabytes (10⁶); kilobytes where that would be 0.0.</summary>
    public static string Size(long bytes) => bytes >= 100_000 ? Invariant($"{bytes / 1e6:F1} MB") : Invariant($"{bytes / 1e3:F1} kB");

    public static string Seconds(double seconds) => Invariant($"{seconds:F1} s");

    /// <summary>Three digits, with the unit that suits: <c>12.3 µs</c>, <c>1.05 ms</c>.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 9.995e-6 => Invariant($"{seconds * 1e6:F2} µs"),
        < 99.95e-6 => Invariant($"{seconds * 1e6:F1} µs"),
        < 999.5e-6 => Invariant($"{seconds * 1e6:F0} µs"),
        < 9.995e-3 => Invariant($"{seconds * 1e3:F2} ms"),
        < 99.95e-3 => Invariant($"{seconds * 1e3:F1} ms"),
        < 999.5e-3 => Invariant($"{seconds * 1e3:F0} ms"),
        _ => Invariant($"{seconds:F2} s"),
    };

    public static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Two digits, as in <c>3.1e-06</c>.</summary>
    public static string Scientific(double value) => value == 0 ? "0" : value.ToString("0.0e+00", CultureInfo.InvariantCulture);

    /// <summary>Two digits; plain between 0.01 and 9999, and as in <c>3.1e-06</c> beyond.</summary>
    public static string Magnitude(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 0.01 or >= 9999.5 or double.NaN => Scientific(value),
        < 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };

    /// <summary>The same with its sign, whichever that is.</summary>
    public static string Signed(double value) => value > 0 ? $"+{Magnitude(value)}" : Magnitude(value);

    /// <summary>A share in per cent: <c>3 %</c>, <c>0.4 %</c>.</summary>
    public static string Percent(double share) => share switch
    {
        0 => "0 %",
        < 0.001 => "<0.1 %",
        < 0.0995 => Invariant($"{100 * share:0.0} %"),
        < 100 => Invariant($"{100 * share:0} %"),
        _ => ">9999 %",
    };

    /// <summary>Seven digits, enough to tell float32 values apart at a glance.</summary>
    public static string Number(double value) => value.ToString("g7", CultureInfo.InvariantCulture);

    /// <summary>The same with more digits, up to all, where seven don't tell two numbers apart.</summary>
    public static (string One, string Other) Numbers(double one, double other) =>
        Apart(one, other, [7, 9, 17], static digits => $"g{digits}");

    /// <summary>Two digits as in <see cref="Scientific"/>; more, up to all, where those don't tell two numbers apart.</summary>
    public static (string One, string Other) Scientifics(double one, double other) =>
        Apart(one, other, [2, 3, 4, 17], static digits => $"0.{new string('0', digits - 1)}e+00");

    /// <summary>Two decimals.</summary>
    public static string Ratio(double value) => Invariant($"{value:F2}");

    public static string Count(long number, string noun) => number == 1 ? $"1 {noun}" : Invariant($"{number} {noun}s");

    /// <summary>How many channels, and the first of them.</summary>
    public static string Channels(IReadOnlyList<int> channels) => $"{Count(channels.Count, "channel")}, first {Whole(channels[0])}";

    /// <summary>A warning.</summary>
    /// <param name="samples">Their number.</param>
    /// <param name="uncertainty">What chance may do to a mean, in σ.</param>
    public static string FewSamples(long samples, double uncertainty) =>
        $"{Count(samples, "sample")}: chance alone may move a mean by {Magnitude(uncertainty)} σ; more would tell more";

    public static string Dims(IReadOnlyList<long> dims) => $"[{string.Join(',', dims)}]";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static (string One, string Other) Apart(double one, double other, int[] lengths, Func<int, string> format)
    {
        foreach (var digits in lengths)
        {
            var (text, otherText) = (Text(one, digits), Text(other, digits));
            if (text != otherText) return (text, otherText);
        }
        return (Text(one, lengths[0]), Text(other, lengths[0]));

        string Text(double value, int digits) => value == 0 ? "0" : value.ToString(format(digits), CultureInfo.InvariantCulture);
    }
}
