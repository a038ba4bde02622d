namespace BnFold.Verification;

/// <summary>How often each distance in units in the last place occurred; exact up to 1023, by powers of two above.</summary>
internal sealed class UlpHistogram
{
    private const int Exact = 1024;

    private readonly long[] _counts = new long[Exact + 64];

    public long Count { get; private set; }

    public long Max { get; private set; }

    public void Add(long distance)
    {
        Count++;
        Max = Math.Max(Max, distance);
        _counts[distance < Exact ? distance : Exact + (int)long.Log2(distance)]++;
    }

    /// <summary>A distance that this share of all stays within.</summary>
    public long Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(share * Count);
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted) return i < Exact ? i : Math.Min(Max, (1L << (i - Exact + 1)) - 1);
        }
        return Max;
    }
}
