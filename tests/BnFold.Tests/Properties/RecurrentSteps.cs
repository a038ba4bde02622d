using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>LSTM, GRU and RNN over [time, batch, channels].</summary>
internal static class RecurrentSteps
{
    public static Signal Recurrent(GraphDraft draft, Signal x)
    {
        if (x.Rank != 3 || draft.Type != ElementType.Float) throw new MisfitException();
        var dice = draft.Dice;
        var opType = dice.Pick("LSTM", "GRU", "RNN");
        var gates = opType switch { "LSTM" => 4, "GRU" => 3, _ => 1 };
        var directions = dice.Chance(0.3) ? 2 : 1;
        var hidden = dice.Int(1, 3);
        string[] inputs =
        [
            x.Name,
            draft.Constants.Weight([directions, gates * hidden, x.Dims[2]], x.Dims[2]),
            draft.Constants.Weight([directions, gates * hidden, hidden], hidden),
        ];
        if (dice.Chance(0.6)) inputs = [.. inputs, draft.Constants.Normal(directions, 2 * gates * hidden)];
        var y = draft.Add(
            opType, inputs, [x.Dims[0], directions, x.Dims[1], hidden], ModelBuilder.Int("hidden_size", hidden),
            directions == 2 ? ModelBuilder.Text("direction", "bidirectional") : dice.Chance(0.3) ? ModelBuilder.Text("direction", "reverse") : null,
            opType == "GRU" && dice.Chance(0.5) ? ModelBuilder.Int("linear_before_reset", 1) : null);
        return dice.Chance(0.5) ? LayoutSteps.Reshape(draft, y, [x.Dims[0], x.Dims[1] * directions, hidden]) : y;
    }
}
