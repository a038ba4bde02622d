using BnFold.Onnx;

namespace BnFold.Tests.Properties;

/// <summary>A generated model and how to fold it.</summary>
internal sealed record GeneratedGraph(int Seed, ModelProto Model, FoldOptions Options);

/// <summary>Small random models with at least one BatchNormalization. One seed, one model.</summary>
internal static class GraphGenerator
{
    /// <summary>What a dynamic batch is when the graph runs; no other size of a generated graph is a multiple of it by intention.</summary>
    public const long DynamicBatch = 7;

    public static GeneratedGraph Make(int seed)
    {
        var draft = new GraphDraft(seed);
        var x = draft.Input(InputDims(draft));
        for (var motifs = draft.Dice.Int(1, 3); motifs > 0; motifs--)
        {
            var from = draft.Dice.Chance(0.85) ? x : draft.Dice.Pick([.. draft.Signals]);
            x = Motifs.Any(draft, from);
        }
        if (draft.Dice.Chance(0.6)) x = Motifs.Tail(draft, x);
        if (draft.Model.Graph.Node.All(static n => n.OpType != "BatchNormalization")) NormalizationSteps.BatchNorm(draft, draft.Signals.Last(static s => s.Rank >= 2));
        ChooseOutputs(draft);
        return new(seed, draft.Model, Options(draft.Dice));
    }

    private static long[] InputDims(GraphDraft draft)
    {
        var dice = draft.Dice;
        var rank = dice.Pick(2, 3, 4, 4, 4, 4, 5);
        if (draft.IsSquare && !draft.HasDynamicBatch) return [.. Enumerable.Repeat((long)dice.Int(2, 4), rank)];
        var batch = draft.HasDynamicBatch ? DynamicBatch : dice.Int(1, 3);
        var largest = rank switch { 3 => 9, 4 => 6, _ => 4 };
        long channels = draft.IsSquare ? dice.Int(2, 4) : dice.Int(1, 6);
        var size = dice.Int(2, largest);
        return [batch, channels, .. Enumerable.Range(0, rank - 2).Select(_ => draft.IsSquare ? channels : dice.Chance(0.5) ? size : dice.Int(1, largest))];
    }

    /// <summary>What nobody reads; sometimes a value in the middle as well.</summary>
    private static void ChooseOutputs(GraphDraft draft)
    {
        var graph = draft.Model.Graph;
        var read = AllNodes(graph).SelectMany(static n => n.Input).ToHashSet(StringComparer.Ordinal);
        var made = graph.Node.SelectMany(static n => n.Output).ToHashSet(StringComparer.Ordinal);
        var exposes = draft.Dice.Chance(0.2) ? 0.2 : 0;
        foreach (var signal in draft.Signals.Where(s => made.Contains(s.Name)).ToArray())
        {
            var isLeaf = !read.Contains(signal.Name) && !draft.Dice.Chance(0.03);
            if (isLeaf || draft.Dice.Chance(exposes)) draft.Output(signal);
        }
        if (graph.Output.Count == 0) draft.Output(draft.Signals.Last(s => made.Contains(s.Name)));
    }

    private static FoldOptions Options(Dice dice) => new()
    {
        StandIns = dice.Pick(StandIns.Auto, StandIns.Auto, StandIns.Always, StandIns.Never),
        BatchNormOnly = dice.Chance(0.15),
        FreezeInputs = dice.Chance(0.1),
    };

    private static IEnumerable<NodeProto> AllNodes(GraphProto graph) => graph.Node.SelectMany(static n => n.Bodies().SelectMany(AllNodes).Prepend(n));
}
