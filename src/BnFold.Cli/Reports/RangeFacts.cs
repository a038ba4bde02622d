using System.Text.Json.Serialization;

namespace BnFold.Cli.Reports;

/// <summary>Smallest and largest element.</summary>
internal sealed record RangeFacts(double Min, double Max)
{
    [JsonIgnore]
    public double MaxAbsolute => Math.Max(Math.Abs(Min), Math.Abs(Max));

    public static RangeFacts? Of(WeightRange? range) => range is null ? null : new(range.Min, range.Max);
}
