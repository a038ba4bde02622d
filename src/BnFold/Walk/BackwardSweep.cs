using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>
/// Backward: the site's input shall become affine(input). Nodes are taken in reverse topological order, so that all readers of a value
/// have said what they wish before its producer is asked; a reader outside the walk stops it.
/// </summary>
internal sealed class BackwardSweep(AffineSite site, PlanBuilder plan, Choices choices, StandInPolicy standIns)
    : Sweep(site, plan, choices, standIns, Comparer<Node>.Create(static (a, b) => Node.ByOrder.Compare(b, a)))
{
    private readonly Dictionary<Value, (Affine Affine, HashSet<Use> Uses)> _wishes = [];

    public Obstacle? Run(Affine wanted) => Wish(Site.Input, wanted, new(Site.Node, Site.DataInput)) ?? Drain();

    protected override IEnumerable<Passage> Ask(Operator rule, Node node, Affine?[] affines) => rule.Backward(node, affines);

    protected override Obstacle? Continue(Node node, Onward onward) =>
        node.Input(onward.Index) is { } input ? Wish(input, onward.Affine, new(node, onward.Index)) : null;

    protected override Obstacle? Enter(Node node, Affine?[] affines)
    {
        for (var i = 0; i < affines.Length; i++)
        {
            if (affines[i] is null) continue;
            var value = node.Output(i)!;
            foreach (var use in value.Uses)
            {
                if (!use.IsShapeOnly && !_wishes[value].Uses.Contains(use))
                    return new(SkipReason.OtherReaders, $"value {value} is also read by {use.Node}");
            }
        }
        return null;
    }

    private Obstacle? Wish(Value value, Affine affine, Use use)
    {
        if (affine.IsIdentity) return null;
        if (value.Scope.View.Constants.Find(value) is { IsFloating: true } constant) return Rewrite(constant, affine, use);
        if (_wishes.TryGetValue(value, out var earlier))
        {
            if (earlier.Affine != affine) return new(SkipReason.OtherReaders, $"the readers of value {value} need different affines");
            earlier.Uses.Add(use);
            return null;
        }
        if (Fixed(value) is { } obstacle) return obstacle;
        _wishes.Add(value, (affine, [use]));
        Plan.Change(value);
        var producer = value.Producer!;
        Enqueue(producer, producer.IndexOfOutput(value), producer.Outputs.Count, affine);
        return null;
    }

    private Obstacle? Fixed(Value value)
    {
        if (value.IsGraphOutput) return IsOutput(value);
        if (value.Scope != Site.Node.Scope) return new(SkipReason.ScopeBoundary, $"value {value} comes from the graph around this body");
        if (value.Producer is null) return new(SkipReason.GraphInput, $"value {value} is an input of the graph");
        return value.IsAnnotated ? new(SkipReason.Quantized, $"value {value} has a quantization annotation") : null;
    }

    /// <summary>A constant on the way becomes affine(constant), for this reader only.</summary>
    private Obstacle? Rewrite(Constant constant, Affine affine, Use use)
    {
        var blocked = ConstantRewrite.Make(use, constant, affine, out var rewrite);
        if (blocked is not null) return blocked;
        Plan.AddHost(use.Node);
        return Plan.TryRewrite(rewrite!) ? null : Obstacle.At(use.Node, SkipReason.OtherReaders, "two parts of the affine meet at one constant");
    }
}
