namespace BnFold.Graphs;

/// <summary>A computed payload that can tell its numbers before they are rounded to the element type.</summary>
internal interface INumericPayload
{
    public void ReadDoubles(long first, Span<double> destination);
}
