using System.Numerics;
using System.Runtime.CompilerServices;

namespace BnFold.Statistics;

/// <summary>The loops over all numbers.</summary>
internal static class MomentSums
{
    /// <summary>Σ(x − p) and Σ(x − p)². Not finite if an x is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Sum, double Squares) About(double point, ReadOnlySpan<double> values)
    {
        var p = new Vector<double>(point);
        var (sumA, sumB, squaresA, squaresB) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= values.Length - (2 * Vector<double>.Count); i += 2 * Vector<double>.Count)
        {
            var a = new Vector<double>(values[i..]) - p;
            var b = new Vector<double>(values[(i + Vector<double>.Count)..]) - p;
            sumA += a;
            sumB += b;
            squaresA += a * a;
            squaresB += b * b;
        }
        var (sum, squares) = (Vector.Sum(sumA + sumB), Vector.Sum(squaresA + squaresB));
        for (; i < values.Length; i++)
        {
            var deviation = values[i] - point;
            sum += deviation;
            squares += deviation * deviation;
        }
        return (sum, squares);
    }

    /// <inheritdoc cref="About(double, ReadOnlySpan{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Sum, double Squares) About(double point, ReadOnlySpan<float> values)
    {
        var p = new Vector<double>(point);
        var (sumA, sumB, squaresA, squaresB) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[i..]), out var a, out var b);
            a -= p;
            b -= p;
            sumA += a;
            sumB += b;
            squaresA += a * a;
            squaresB += b * b;
        }
        var (sum, squares) = (Vector.Sum(sumA + sumB), Vector.Sum(squaresA + squaresB));
        for (; i < values.Length; i++)
        {
            var deviation = values[i] - point;
            sum += deviation;
            squares += deviation * deviation;
        }
        return (sum, squares);
    }

    /// <summary>Adds a number for each channel to the sums of that channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRow(ReadOnlySpan<double> values, ReadOnlySpan<double> points, Span<double> sums, Span<double> squares)
    {
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var deviation = new Vector<double>(values[i..]) - new Vector<double>(points[i..]);
            (new Vector<double>(sums[i..]) + deviation).CopyTo(sums[i..]);
            (new Vector<double>(squares[i..]) + (deviation * deviation)).CopyTo(squares[i..]);
        }
        for (; i < values.Length; i++)
        {
            var deviation = values[i] - points[i];
            sums[i] += deviation;
            squares[i] += deviation * deviation;
        }
    }
}
