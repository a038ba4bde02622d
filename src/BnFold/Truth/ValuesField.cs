namespace BnFold.Truth;

/// <summary>Numbers at hand, such as those of a shape; one number stands for all elements.</summary>
internal sealed class ValuesField(long[] dims, params double[] values) : Field(dims)
{
    public static ValuesField Vector(IEnumerable<long> numbers)
    {
        double[] values = [.. numbers.Select(number => (double)number)];
        return new([values.Length], values);
    }

    public override double At(long index) => values[values.Length == 1 ? 0 : index];
}
