using BnFold.Onnx;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>A value that is summed up, channel by channel.</summary>
/// <param name="Name">The value to capture.</param>
/// <param name="Channels">How many there are by the parameters of its reader; null for as many as axis 1 is long.</param>
internal sealed record MeasuredValue(string Name, int? Channels = null)
{
    /// <summary>
    /// What has the channels of a value, one after another. A Concat along them has those of its operands, so each is summed up once,
    /// however many nodes get it among others, as in a DenseNet.
    /// </summary>
    /// <param name="graph">Where the value is made.</param>
    /// <param name="value">Its name.</param>
    /// <param name="channels">How many it has.</param>
    public static IReadOnlyList<MeasuredValue> PartsOf(ModelGraph graph, string value, int channels)
    {
        var parts = new List<MeasuredValue>();
        var pending = new Stack<string>([value]);
        while (pending.TryPop(out var name))
        {
            if (graph.TryProducer(name, out var node) && node is { IsOnnx: true, OpType: "Concat" } && (node.Int("axis") ?? 1) == 1)
                foreach (var operand in node.Input.Reverse()) pending.Push(operand);
            else
                parts.Add(new(name));
            // Concats of the same again and again would be no end of parts, but none without a channel.
            if (parts.Count + pending.Count > channels) return [new(value, channels)];
        }
        return parts is [var only] && only.Name == value ? [new(value, channels)] : parts;
    }
}
