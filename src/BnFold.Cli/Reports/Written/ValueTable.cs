using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Written;

/// <summary>How far values of two models are apart.</summary>
internal static class ValueTable
{
    /// <param name="kind">What the values are, such as <c>output</c>.</param>
    /// <param name="values">The rows.</param>
    public static FactTable Of(string kind, IEnumerable<ValueFacts> values) =>
        new([kind, "largest difference", "share of range", "limit", ""], [.. values.Select(Row)]);

    private static FactRow Row(ValueFacts value) => new(
        value.Name,
        Figures.Scientific(value.MaxDifference), Figures.Scientific(Shares.OfDifference(value)), Figures.Scientific(Shares.OfLimit(value)))
    {
        Note = $"{value.Type} {Figures.Dims(value.Dims)}",
        Remark = value switch
        {
            { Agrees: true } => value.Excuse ?? "agrees",
            { Problem: { } problem } => $"differs: {problem}",
            _ => "differs",
        },
        IsBad = !value.Agrees,
    };
}
