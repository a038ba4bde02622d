using System.Globalization;

namespace BnFold.Cli.Reports.Html;

/// <summary>Places positive numbers on a line by their logarithm, in per cent of its length.</summary>
internal sealed class LogAxis
{
    /// <summary>Room at both ends for a mark that sits there.</summary>
    private const double Margin = 4;

    private const int MaxTicks = 6;

    private readonly int _first;
    private readonly int _last;

    /// <param name="values">All that is to be placed; what is not positive and finite is left out of the reckoning.</param>
    public LogAxis(IEnumerable<double> values)
    {
        double[] logarithms = [.. values.Where(static value => value > 0 && double.IsFinite(value)).Select(Math.Log10)];
        _first = logarithms.Length == 0 ? -1 : (int)Math.Floor(logarithms.Min());
        _last = logarithms.Length == 0 ? 0 : Math.Max((int)Math.Ceiling(logarithms.Max()), _first + 1);
    }

    /// <summary>Powers of ten, not more than fit a narrow screen.</summary>
    public IEnumerable<(string Label, string At)> Ticks()
    {
        var step = ((_last - _first) / MaxTicks) + 1;
        for (var power = _first; power <= _last; power += step)
        {
            var label = power is >= -2 and <= 3
                ? Math.Pow(10, power).ToString("0.##", CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"1e{(power < 0 ? '-' : '+')}{Math.Abs(power):00}");
            yield return (label, Place(power));
        }
    }

    /// <summary>Zero stands at the left end; what is not finite, at the right.</summary>
    public string At(double value)
    {
        if (!double.IsFinite(value)) return Place(_last);
        return value <= 0 ? "0.5%" : Place(Math.Clamp(Math.Log10(value), _first, _last));
    }

    private string Place(double power) =>
        string.Create(CultureInfo.InvariantCulture, $"{Margin + ((100 - (2 * Margin)) * (power - _first) / (_last - _first)):0.##}%");
}
