namespace BnFold.Truth;

/// <summary>A tensor whose elements are computed when they are asked for, each by itself and in double.</summary>
internal abstract class Field(long[] dims)
{
    public long[] Dims { get; } = dims;

    public int Rank => Dims.Length;

    /// <summary>Number of elements; 1 for a scalar.</summary>
    public long Count { get; } = Coordinates.Product(dims);

    /// <param name="index">Row-major, from 0 to below <see cref="Count"/>.</param>
    public abstract double At(long index);

    public double[] ToArray()
    {
        var values = new double[Count];
        for (var i = 0; i < values.Length; i++) values[i] = At(i);
        return values;
    }
}
