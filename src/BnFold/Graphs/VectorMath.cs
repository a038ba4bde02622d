using System.Numerics;
using System.Runtime.InteropServices;

namespace BnFold.Graphs;

/// <summary>Multiplication of many doubles at once.</summary>
internal static class VectorMath
{
    public static void Multiply(Span<double> numbers, double factor)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(numbers);
        foreach (ref var vector in vectors) vector *= factor;
        foreach (ref var number in numbers[(vectors.Length * Vector<double>.Count)..]) number *= factor;
    }

    /// <summary>Element by element; both are of one length.</summary>
    public static void Multiply(Span<double> numbers, ReadOnlySpan<double> factors)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(numbers);
        var by = MemoryMarshal.Cast<double, Vector<double>>(factors);
        for (var i = 0; i < vectors.Length; i++) vectors[i] *= by[i];
        for (var i = vectors.Length * Vector<double>.Count; i < numbers.Length; i++) numbers[i] *= factors[i];
    }
}
