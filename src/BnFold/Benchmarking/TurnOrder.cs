using BnFold.Verification;

namespace BnFold.Benchmarking;

/// <summary>Whose turn it is: all models once a round, in an order drawn anew, so that none always follows the same other.</summary>
internal sealed class TurnOrder(int models, params int[] seeds)
{
    private readonly Noise _noise = new(seeds);

    /// <summary>The numbers of the models in the order of the next round.</summary>
    public int[] Next()
    {
        var order = Enumerable.Range(0, models).ToArray();
        for (var last = models - 1; last > 0; last--)
        {
            var other = _noise.Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }
}
