using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>Operators over several computed values.</summary>
internal static class JoiningSteps
{
    /// <summary>Two branches that meet in an Add, Sub, Sum, Mul or Div; one may be the value itself.</summary>
    public static Signal Residual(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        var left = dice.Chance(0.5) ? x : LinearSteps.Same(draft, x, x.Channels);
        var right = LinearSteps.Same(draft, x, x.Channels);
        if (dice.Chance(0.4)) right = NormalizationSteps.BatchNorm(draft, right);
        if (dice.Chance(0.2)) left = NormalizationSteps.BatchNorm(draft, left);
        if (dice.Chance(0.2)) right = ElementwiseSteps.Relu(draft, right);
        return Join(draft, left, right);
    }

    /// <summary>With any earlier value whose shape goes with this one's.</summary>
    public static Signal WithEarlier(GraphDraft draft, Signal x)
    {
        Signal[] others = [.. draft.Signals.Where(s => s != x && Fits(x.Dims, s.Dims))];
        return others.Length == 0 ? throw new MisfitException() : Join(draft, x, draft.Dice.Pick(others));
    }

    /// <summary>x · sigmoid(1×1 convolution of the mean of x), one number for each channel.</summary>
    public static Signal Gate(GraphDraft draft, Signal x)
    {
        if (x.Rank != 4) throw new MisfitException();
        var mean = PoolingSteps.GlobalAverage(draft, x);
        var gate = draft.Add("Sigmoid", [LinearSteps.Same(draft, mean, x.Channels).Name], mean.Dims);
        return draft.Add("Mul", draft.Dice.Pick<string[]>([x.Name, gate.Name], [gate.Name, x.Name]), x.Dims);
    }

    public static Signal Concat(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        if (x.Rank == 0) throw new MisfitException();
        var axis = x.Rank > 1 && dice.Chance(0.7) ? 1 : dice.Int(0, x.Rank - 1);
        var parts = new List<(string Name, long[] Dims)> { (x.Name, x.Dims) };
        for (var more = dice.Int(1, 2); more > 0; more--)
        {
            if (dice.Chance(0.15))
            {
                long[] dims = [.. x.Dims[..axis], dice.Int(1, 3), .. x.Dims[(axis + 1)..]];
                parts.Add((draft.Constants.Normal(dims), dims));
                continue;
            }
            Signal[] others = [.. draft.Signals.Where(s => s.Rank == x.Rank && s.Dims.Where((d, i) => i != axis && d != x.Dims[i]).FirstOrDefault(-1) == -1)];
            var other = x.Rank >= 2 && axis == 1 && dice.Chance(0.6) ? LinearSteps.Same(draft, x, x.Channels) : dice.Pick(others);
            parts.Add((other.Name, other.Dims));
        }
        if (dice.Chance(0.4)) parts.Reverse();
        return draft.Add(
            "Concat", parts.Select(static p => p.Name), [.. x.Dims[..axis], parts.Sum(p => p.Dims[axis]), .. x.Dims[(axis + 1)..]],
            ModelBuilder.Int("axis", draft.Opset >= 11 && dice.Chance(0.3) ? axis - x.Rank : axis));
    }

    private static Signal Join(GraphDraft draft, Signal a, Signal b)
    {
        var dice = draft.Dice;
        if (dice.Chance(0.3)) (a, b) = (b, a);
        var dims = ElementwiseSteps.Broadcast(a.Dims, b.Dims);
        switch (dice.Int(0, 11))
        {
            case 0 or 1:
                return draft.Add("Sub", [a.Name, b.Name], dims);
            case 2:
                return draft.Add("Mul", [a.Name, b.Name], dims);
            case 3:
                // Between 1/e and e, so that the quotient stays well-conditioned.
                var divisor = draft.Add("Exp", [draft.Add("Tanh", [b.Name], b.Dims).Name], b.Dims);
                return draft.Add("Div", [a.Name, divisor.Name], dims);
            case 4:
                return draft.Add(dice.Pick("Max", "Min"), [a.Name, b.Name], dims);
            case 5 or 6 when draft.Opset >= 8:
                return draft.Add("Sum", dice.Chance(0.3) ? [a.Name, b.Name, a.Name] : [a.Name, b.Name], dims);
            default:
                return draft.Add("Add", [a.Name, b.Name], dims);
        }
    }

    private static bool Fits(long[] a, long[] b)
    {
        for (var i = 1; i <= Math.Min(a.Length, b.Length); i++)
        {
            if (a[^i] != b[^i] && a[^i] != 1 && b[^i] != 1) return false;
        }
        return true;
    }
}
