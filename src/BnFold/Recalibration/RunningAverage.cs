using BnFold.Statistics;

namespace BnFold.Recalibration;

/// <summary>Statistics as training keeps them: running · momentum + batch · (1 − momentum), batch by batch.</summary>
internal sealed class RunningAverage(RecalibrationSite site, double momentum)
{
    public double[] Mean { get; } = [.. site.Mean.Values];

    public double[] Variance { get; } = [.. site.Variance.Values];

    /// <summary>Whether any batch had two numbers for a channel; one alone has no variance.</summary>
    public bool IsMoved { get; private set; }

    public void Add(Moments batch)
    {
        for (var c = 0; c < Mean.Length; c++)
        {
            if (batch.Count[c] < 2) continue;
            IsMoved = true;
            Mean[c] = (Mean[c] * momentum) + (batch.Mean[c] * (1 - momentum));
            Variance[c] = (Variance[c] * momentum) + (batch.Variance(c) * (1 - momentum));
        }
    }
}
