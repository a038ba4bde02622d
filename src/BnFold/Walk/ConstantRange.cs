using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>The range of a constant, read a piece at a time.</summary>
internal static class ConstantRange
{
    private const int Chunk = 1 << 15;

    public static WeightRange? Of(Constant constant)
    {
        var numbers = new double[Math.Min(constant.Count, Chunk)];
        var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
        for (long first = 0; first < constant.Count; first += numbers.Length)
        {
            var part = numbers.AsSpan(0, (int)Math.Min(numbers.Length, constant.Count - first));
            constant.ReadDoubles(first, part);
            foreach (var number in part)
            {
                if (number < min) min = number;
                if (number > max) max = number;
            }
        }
        return min <= max ? new(min, max) : null;
    }
}
