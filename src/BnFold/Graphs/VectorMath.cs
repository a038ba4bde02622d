using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BnFold.Graphs;

/// <summary>
/// Multiplication of many numbers at once. Compiled for this machine's vectors at the first call: precompiled code knows no vector's length,
/// and weights of hundreds of megabytes are no place to begin slowly.
/// </summary>
internal static class VectorMath
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(Span<double> numbers, double factor)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(numbers);
        foreach (ref var vector in vectors) vector *= factor;
        foreach (ref var number in numbers[(vectors.Length * Vector<double>.Count)..]) number *= factor;
    }

    /// <summary>Element by element; both are of one length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(Span<double> numbers, ReadOnlySpan<double> factors)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(numbers);
        var by = MemoryMarshal.Cast<double, Vector<double>>(factors);
        for (var i = 0; i < vectors.Length; i++) vectors[i] *= by[i];
        for (var i = vectors.Length * Vector<double>.Count; i < numbers.Length; i++) numbers[i] *= factors[i];
    }

    /// <summary>Each number multiplied in double and rounded once, to nearest even. False if a result is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Scale(Span<float> numbers, double factor)
    {
        var factors = new Vector<double>(factor);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        var marks = Vector<float>.Zero;
        foreach (ref var vector in vectors)
        {
            Vector.Widen(vector, out var low, out var high);
            vector = Vector.Narrow(low * factors, high * factors);
            marks |= Mark(vector);
        }
        var rest = numbers[(vectors.Length * Vector<float>.Count)..];
        foreach (ref var number in rest) number = (float)(number * factor);
        return Vector.EqualsAll(marks, Vector<float>.Zero) && AreFinite(rest);
    }

    /// <summary>The same with a factor for each; both are of one length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Scale(Span<float> numbers, ReadOnlySpan<double> factors)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        var by = MemoryMarshal.Cast<double, Vector<double>>(factors);
        var marks = Vector<float>.Zero;
        for (var i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out var low, out var high);
            vectors[i] = Vector.Narrow(low * by[2 * i], high * by[2 * i + 1]);
            marks |= Mark(vectors[i]);
        }
        var first = vectors.Length * Vector<float>.Count;
        for (var i = first; i < numbers.Length; i++) numbers[i] = (float)(numbers[i] * factors[i]);
        return Vector.EqualsAll(marks, Vector<float>.Zero) && AreFinite(numbers[first..]);
    }

    /// <summary>Zero for what is finite, NaN for what is not; any number of them can be or-ed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Mark(Vector<float> vector) => vector - vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreFinite(ReadOnlySpan<float> numbers)
    {
        foreach (var number in numbers)
        {
            if (!float.IsFinite(number)) return false;
        }
        return true;
    }
}
