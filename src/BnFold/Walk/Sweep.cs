using System.Globalization;
using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>What backward and forward sweeps share: a queue of nodes in topological order, each with the affines pending at it.</summary>
internal abstract class Sweep(AffineSite site, PlanBuilder plan, Choices choices, StandInPolicy standIns, IComparer<Node> order)
{
    private const int MaxNodes = 20_000;

    private readonly SortedSet<Node> _queue = new(order);
    private readonly Dictionary<Node, Affine?[]> _pending = [];

    protected AffineSite Site { get; } = site;

    protected PlanBuilder Plan { get; } = plan;

    protected void Enqueue(Node node, int index, int count, Affine affine)
    {
        if (_queue.Add(node)) _pending.Add(node, new Affine?[count]);
        _pending[node][index] = affine;
    }

    /// <summary>Takes the nodes one after the other until every affine has ended in a constant, or something is in the way.</summary>
    protected Obstacle? Drain()
    {
        for (var visited = 0; _queue.Min is { } node; visited++)
        {
            _queue.Remove(node);
            _pending.Remove(node, out var affines);
            if (visited >= MaxNodes) return Obstacle.At(node, SkipReason.TooFar, "the way to a host is longer than the search goes");
            if (Enter(node, affines!) is { } closed) return closed;
            if (!TryAnswer(node, affines!, out var passage, out var obstacle)) return obstacle;
            if (!Plan.TryAdd(node, passage)) return Obstacle.At(node, SkipReason.OtherReaders, "two parts of the affine meet at one constant");
            foreach (var onward in passage.Onward)
            {
                if (Continue(node, onward) is { } blocked) return blocked;
            }
        }
        return null;
    }

    protected static Obstacle IsOutput(Value value) =>
        new(SkipReason.GraphOutput, $"value {value} is an output of {(value.Scope.Owner is { } owner ? $"the body of {owner}" : "the graph")}");

    /// <summary>Checks that hold before the operator is asked.</summary>
    protected virtual Obstacle? Enter(Node node, Affine?[] affines) => null;

    protected abstract IEnumerable<Passage> Ask(Operator rule, Node node, Affine?[] affines);

    protected abstract Obstacle? Continue(Node node, Onward onward);

    private bool TryAnswer(Node node, Affine?[] affines, out Passage.Open passage, out Obstacle obstacle)
    {
        passage = null!;
        obstacle = null!;
        if (OperatorTable.For(node) is not { } rule)
        {
            obstacle = Obstacle.At(node, SkipReason.OperatorBlocks, "neither takes an affine nor lets it through");
            return false;
        }
        if (OperatorTable.MissingInput(node) is { } missing)
        {
            obstacle = Obstacle.At(node, SkipReason.MalformedNode, string.Create(CultureInfo.InvariantCulture, $"input {missing} is missing"));
            return false;
        }
        Passage[] answers;
        try
        {
            answers = [.. Ask(rule, node, affines).Select(Writable)];
        }
        catch (Exception e) when (Malformed.Describe(e) is not null)
        {
            obstacle = Obstacle.At(node, SkipReason.MalformedNode, Malformed.Describe(e)!);
            return false;
        }
        Passage.Open[] open = [.. answers.OfType<Passage.Open>().Where(IsAllowed)];
        if (open.Length > 0)
        {
            passage = open[open.Length == 1 ? 0 : choices.Take(open.Length)];
            return true;
        }
        obstacle = answers.OfType<Passage.BlockedPassage>().FirstOrDefault()?.Obstacle
            ?? Obstacle.At(node, SkipReason.ShiftBlocked, "it takes a scale only, and the shift would need an Add behind it, which is not asked for");
        return false;
    }

    /// <summary>Why a constant can't be written as an operator wants it; null when it can.</summary>
    protected virtual string? Refusal(NewConstant constant) =>
        constant.Value.Refusal ?? (constant is { Value.Quantization.IsScaledByChannel: true, Input: 0 } ? "runtimes know one scale only for the integers of a left factor" : null);

    private Passage Writable(Passage passage)
    {
        if (passage is not Passage.Open { Rewrite: { } rewrite }) return passage;
        var refusal = rewrite.Constants.Select(Refusal).FirstOrDefault(static r => r is not null);
        if (refusal is not null) return Passage.Blocked(rewrite.Node, SkipReason.Quantized, refusal);
        return rewrite.Constants.FirstOrDefault(static c => c.Value.Payload is ScaledPayload scaled && scaled.IsTooSmall()) is { } lost
            ? Passage.Blocked(rewrite.Node, SkipReason.NotFinite, $"{rewrite.Node.Input(lost.Input)} would become too small for {lost.Value.Type}")
            : passage;
    }

    private bool IsAllowed(Passage.Open passage) => passage.Insertion is null || standIns.Allows(Site.Node.Scope.View, Site.Affine.Rank);
}
