namespace BnFold.Truth;

/// <summary>A function of each element.</summary>
internal sealed class MapField(Field source, Func<double, double> function) : Field(source.Dims)
{
    public override double At(long index) => function(source.At(index));
}
