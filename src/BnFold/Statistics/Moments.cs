using BnFold.Onnx;

namespace BnFold.Statistics;

/// <summary>
/// Count, mean and sum of squared deviations of each channel, of numbers seen in any number of parts. Parts are merged as T. F. Chan,
/// G. H. Golub and R. J. LeVeque, <i>Updating formulae and a pairwise algorithm for computing sample variances</i>, 1979, do.
/// </summary>
internal sealed class Moments(int channels)
{
    public int Channels => channels;

    /// <summary>Numbers seen, by channel; those that are not finite are not among them.</summary>
    public long[] Count { get; } = new long[channels];

    public double[] Mean { get; } = new double[channels];

    /// <summary>Sums of squared deviations from the mean.</summary>
    public double[] SquaredDeviations { get; } = new double[channels];

    /// <summary>NaN and infinities seen.</summary>
    public long[] NotFinite { get; } = new long[channels];

    /// <summary>Divided by the count, as the operator does in training; NaN where nothing was seen.</summary>
    public double Variance(int channel) => SquaredDeviations[channel] / Count[channel];

    /// <summary>Takes in a tensor.</summary>
    /// <param name="elements">Its elements, row-major.</param>
    /// <param name="type">Their type.</param>
    /// <param name="run">How many elements of one channel stand one after another: the product of the sizes behind axis 1.</param>
    public void Add(ReadOnlySpan<byte> elements, ElementType type, int run)
    {
        if (elements.IsEmpty) return;
        var block = MomentBlock.Of(elements, type, channels, run, Mean, Count);
        for (var c = 0; c < channels; c++)
        {
            NotFinite[c] += block.NotFinite[c];
            Merge(c, block.Count[c], block.Mean(c), block.SquaredDeviations(c));
        }
    }

    /// <summary>The channels of several, one after another.</summary>
    public static Moments Join(IReadOnlyList<Moments> parts)
    {
        if (parts is [var only]) return only;
        var joined = new Moments(parts.Sum(part => part.Channels));
        var start = 0;
        foreach (var part in parts)
        {
            part.Count.CopyTo(joined.Count, start);
            part.Mean.CopyTo(joined.Mean, start);
            part.SquaredDeviations.CopyTo(joined.SquaredDeviations, start);
            part.NotFinite.CopyTo(joined.NotFinite, start);
            start += part.Channels;
        }
        return joined;
    }

    /// <summary>Takes in what another saw.</summary>
    public void Merge(Moments other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Channels, channels, nameof(other));
        for (var c = 0; c < channels; c++)
        {
            NotFinite[c] += other.NotFinite[c];
            Merge(c, other.Count[c], other.Mean[c], other.SquaredDeviations[c]);
        }
    }

    private void Merge(int c, long count, double mean, double squares)
    {
        if (count == 0) return;
        if (Count[c] == 0)
        {
            (Count[c], Mean[c], SquaredDeviations[c]) = (count, mean, squares);
            return;
        }
        var total = Count[c] + count;
        var delta = mean - Mean[c];
        SquaredDeviations[c] += squares + (delta * delta * ((double)Count[c] * count / total));
        Mean[c] += delta * count / total;
        Count[c] = total;
    }
}
