namespace BnFold.Graphs.Inference;

/// <summary>LSTM, GRU and RNN: Y holds every step, the other outputs the last.</summary>
internal static class Recurrent
{
    public static Dim?[] Infer(Operands x)
    {
        Dim? directions = x.Node.String("direction") is "bidirectional" ? 2 : 1;
        // W is [directions, gates·hidden, input], R is [directions, gates·hidden, hidden].
        var hidden = x.Node.Int("hidden_size") is { } size ? size : x.Dim(2, 2);
        var isBatchFirst = x.Node.Int("layout") is not (null or 0);
        var steps = x.Rank(0) == 3 ? x.Dim(0, isBatchFirst ? 1 : 0) : null;
        var batch = x.Rank(0) == 3 ? x.Dim(0, isBatchFirst ? 0 : 1) : null;
        return (x.Output, isBatchFirst) switch
        {
            (0, false) => [steps, directions, batch, hidden],
            (0, true) => [batch, steps, directions, hidden],
            (_, false) => [directions, batch, hidden],
            (_, true) => [batch, directions, hidden],
        };
    }
}
