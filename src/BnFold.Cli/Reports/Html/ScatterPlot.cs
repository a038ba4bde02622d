using System.Globalization;

namespace BnFold.Cli.Reports.Html;

/// <summary>A dot for each channel, what is stored to the right and what was observed upwards, both on one linear scale.</summary>
internal static class ScatterPlot
{
    private const double Size = 240;
    private const double Margin = 14;

    /// <param name="html">Where to write.</param>
    /// <param name="figure">What is compared.</param>
    /// <param name="stored">By channel.</param>
    /// <param name="observed">By channel.</param>
    /// <param name="isBad">By channel: whether it is beyond the threshold, which shows as a diamond.</param>
    public static void Write(Markup html, string figure, IReadOnlyList<double> stored, IReadOnlyList<double> observed, IReadOnlyList<bool> isBad)
    {
        double[] all = [.. stored.Concat(observed).Where(double.IsFinite)];
        if (all.Length == 0) return;
        var (low, high) = (all.Min(), all.Max());
        if (low == high) (low, high) = (low - Math.Max(1, Math.Abs(low)), high + Math.Max(1, Math.Abs(high)));
        html.Open("figure", ("class", "scatter"));
        html.Open("svg", ("viewBox", Number(Size)), ("role", "img"), ("aria-label", $"{figure} of {stored.Count} channels, observed against stored"));
        html.Shape("path", ("class", "grid"), ("fill", "none"), ("d", FormattableString.Invariant(
            $"M{Margin} {Margin}V{Size - Margin}H{Size - Margin}M{Margin} {Size - Margin}L{Size - Margin} {Margin}")));
        for (var channel = 0; channel < stored.Count; channel++) WriteDot(html, channel, Place(stored[channel]), Place(observed[channel]));
        html.Close().Element("figcaption", FormattableString.Invariant(
            $"{figure}: stored →, observed ↑, both from {low:g3} to {high:g3}"), ("class", "note")).Close();

        double Place(double value) => Margin + ((Size - (2 * Margin)) * (value - low) / (high - low));

        void WriteDot(Markup markup, int channel, double x, double y)
        {
            if (!double.IsFinite(x) || !double.IsFinite(y)) return;
            var title = FormattableString.Invariant($"channel {channel}: stored {stored[channel]:g4}, observed {observed[channel]:g4}");
            var (right, down) = (x.ToString("0.#", CultureInfo.InvariantCulture), (Size - y).ToString("0.#", CultureInfo.InvariantCulture));
            if (isBad[channel]) markup.Open("path", ("class", "dot far"), ("d", $"M{right} {down}m0-4 4 4-4 4-4-4z"));
            else markup.Open("circle", ("class", "dot"), ("cx", right), ("cy", down), ("r", "2.5"));
            markup.Element("title", title).Close();
        }
    }

    private static string Number(double size) => FormattableString.Invariant($"0 0 {size} {size}");
}
