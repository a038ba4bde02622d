namespace BnFold.Tests.Properties;

/// <summary>Steps put together as networks have them, leaning towards what can be folded.</summary>
internal static class Motifs
{
    private delegate Signal Step(GraphDraft draft, Signal x);

    private static readonly Step[] _carriers =
    [
        LayoutSteps.Transpose, LayoutSteps.Transpose, LayoutSteps.Reshape, LayoutSteps.Reshape, LayoutSteps.Flatten, LayoutSteps.Squeeze,
        LayoutSteps.Unsqueeze, LayoutSteps.Expand, LayoutSteps.Tile, LayoutSteps.DepthToSpace, LayoutSteps.SpaceToDepth,
        SelectionSteps.Slice, SelectionSteps.Gather, SelectionSteps.Part, SelectionSteps.Pad, SelectionSteps.Resize,
        PoolingSteps.Pool, PoolingSteps.Pool, PoolingSteps.Pool, PoolingSteps.Reduce,
        ElementwiseSteps.WithConstant, ElementwiseSteps.WithConstant, ElementwiseSteps.WithConstant, ElementwiseSteps.Neg,
        ElementwiseSteps.Identity, ElementwiseSteps.Dropout, ElementwiseSteps.Cast,
        JoiningSteps.Residual, JoiningSteps.Concat, JoiningSteps.Gate, JoiningSteps.WithEarlier,
    ];

    private static readonly Step[] _others =
    [
        ElementwiseSteps.Relu, ElementwiseSteps.Relu, ElementwiseSteps.Activation, ElementwiseSteps.Activation, ElementwiseSteps.HandWritten,
        NormalizationSteps.Instance, NormalizationSteps.Group, NormalizationSteps.Layer, NormalizationSteps.Decomposed,
        PoolingSteps.Softmax, RecurrentSteps.Recurrent, BodySteps.Branch, BodySteps.Branch, LinearSteps.Host,
    ];

    /// <summary>Grows the graph by one motif that starts at a value.</summary>
    public static Signal Any(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        return dice.Int(0, 12) switch
        {
            12 => Embed(draft, x),
            0 or 1 or 2 => Backward(draft, x),
            3 or 4 or 5 => Forward(draft, x),
            6 => FanOut(draft, x),
            7 => SplitAndJoin(draft, x),
            8 => Follow(draft, Follow(draft, x, [NormalizationSteps.Decomposed]), [LinearSteps.Host]),
            9 => Recur(draft, x),
            10 => Normed(draft, x),
            _ => Follow(draft, x, _others),
        };
    }

    /// <summary>A host or an activation, so that what comes before is not an output of the graph.</summary>
    public static Signal Tail(GraphDraft draft, Signal x) => Follow(draft, x, [LinearSteps.Host, LinearSteps.Host, ElementwiseSteps.Relu]);

    /// <summary>host → carriers → BatchNormalization.</summary>
    private static Signal Backward(GraphDraft draft, Signal x)
    {
        var y = Carry(draft, Follow(draft, x, [LinearSteps.Host]), 3);
        return Follow(draft, y, [NormalizationSteps.BatchNorm]);
    }

    /// <summary>something that blocks → BatchNormalization → carriers → host.</summary>
    private static Signal Forward(GraphDraft draft, Signal x)
    {
        var y = draft.Dice.Chance(0.6) ? Follow(draft, x, _others) : x;
        y = Follow(draft, y, [NormalizationSteps.BatchNorm]);
        if (draft.Dice.Chance(0.15)) y = Follow(draft, y, [ElementwiseSteps.Relu, ElementwiseSteps.Activation]);
        return Follow(draft, Carry(draft, y, 3), [LinearSteps.Host, LinearSteps.Host, RecurrentSteps.Recurrent]);
    }

    /// <summary>BatchNormalization → two hosts.</summary>
    private static Signal FanOut(GraphDraft draft, Signal x)
    {
        var y = Carry(draft, Follow(draft, x, [NormalizationSteps.BatchNorm]), 1);
        var left = Follow(draft, Carry(draft, y, 1), [LinearSteps.Host]);
        var right = Follow(draft, Carry(draft, y, 1), [LinearSteps.Host]);
        return draft.Dice.Pick(left, right);
    }

    private static Signal SplitAndJoin(GraphDraft draft, Signal x)
    {
        var y = draft.Dice.Chance(0.5) ? Follow(draft, x, [LinearSteps.Host]) : Follow(draft, x, [NormalizationSteps.BatchNorm]);
        Signal[] parts;
        try
        {
            parts = SelectionSteps.Split(draft, y);
        }
        catch (MisfitException)
        {
            return y;
        }
        var branch = draft.Dice.Chance(0.5) ? NormalizationSteps.BatchNorm : (Step)LinearSteps.Host;
        parts = [.. parts.Select(p => draft.Dice.Chance(0.7) ? Follow(draft, p, [branch]) : p)];
        return Follow(draft, parts[0], [JoiningSteps.WithEarlier, JoiningSteps.Concat]);
    }

    /// <summary>BatchNormalization → LSTM, GRU or RNN.</summary>
    private static Signal Recur(GraphDraft draft, Signal x)
    {
        var y = x.Rank == 3 ? Follow(draft, x, [NormalizationSteps.BatchNorm]) : x;
        if (y.Rank == 3 && draft.Dice.Chance(0.7)) y = LayoutSteps.Transpose(draft, y, draft.Dice.Pick<int[]>([2, 0, 1], [0, 2, 1]));
        return Follow(draft, y, [RecurrentSteps.Recurrent]);
    }

    /// <summary>constant → carriers → BatchNormalization or arithmetic → carriers, added to a value, as a positional embedding is.</summary>
    private static Signal Embed(GraphDraft draft, Signal x)
    {
        var y = Carry(draft, new Signal(draft.Constants.Normal(x.Dims), x.Dims), 1);
        y = Follow(draft, y, [NormalizationSteps.BatchNorm, NormalizationSteps.Decomposed, ElementwiseSteps.WithConstant]);
        y = Carry(draft, y, 1);
        return x.Dims.SequenceEqual(y.Dims) ? draft.Add("Add", [x.Name, y.Name], x.Dims) : Follow(draft, y, [LinearSteps.Host]);
    }

    /// <summary>InstanceNormalization, GroupNormalization or LayerNormalization → BatchNormalization.</summary>
    private static Signal Normed(GraphDraft draft, Signal x)
    {
        var y = Follow(draft, x, [NormalizationSteps.Instance, NormalizationSteps.Group, NormalizationSteps.Layer]);
        return Follow(draft, Carry(draft, y, 1), [NormalizationSteps.BatchNorm]);
    }

    private static Signal Carry(GraphDraft draft, Signal x, int most)
    {
        for (var n = draft.Dice.Int(0, most); n > 0; n--) x = Follow(draft, x, _carriers);
        return x;
    }

    /// <summary>One step of those given that fits; the value itself where none is found.</summary>
    private static Signal Follow(GraphDraft draft, Signal x, Step[] steps)
    {
        for (var attempt = 0; attempt < 4; attempt++)
        {
            try
            {
                return draft.Dice.Pick(steps)(draft, x);
            }
            catch (MisfitException)
            {
            }
        }
        return x;
    }
}
