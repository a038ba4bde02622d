using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>
/// Forward: the site's output was affine(what takes its place). Every reader must take that in or hand it on; nodes are taken in
/// topological order, so that a node that joins several changed values sees all of them.
/// </summary>
internal sealed class ForwardSweep(AffineSite site, PlanBuilder plan, Choices choices, StandInPolicy standIns)
    : Sweep(site, plan, choices, standIns, Node.ByOrder)
{
    public Obstacle? Run(Affine lost) => Spread(Site.Output, lost) ?? Drain();

    protected override IEnumerable<Passage> Ask(Operator rule, Node node, Affine?[] affines) => rule.Forward(node, affines);

    protected override Obstacle? Continue(Node node, Onward onward) =>
        node.Output(onward.Index) is { } output ? Spread(output, onward.Affine) : null;

    /// <summary>Forward, factors belong to input channels, and runtimes know scales of integers for output channels only.</summary>
    protected override string? Refusal(NewConstant constant) =>
        base.Refusal(constant) ?? (constant.Value.Quantization is { IsScaledByChannel: true } ? "its integers would need a scale for each input channel" : null);

    private Obstacle? Spread(Value value, Affine affine)
    {
        if (affine.IsIdentity) return null;
        if (value.IsGraphOutput) return IsOutput(value);
        if (value.IsAnnotated) return new(SkipReason.Quantized, $"value {value} has a quantization annotation");
        Plan.Change(value);
        foreach (var use in value.Uses)
        {
            if (use.IsShapeOnly) continue;
            if (use.Input < 0 || use.Node.Scope != Site.Node.Scope)
                return new(SkipReason.ScopeBoundary, $"value {value} is read inside the body of {Owner(use)}");
            Enqueue(use.Node, use.Input, use.Node.Inputs.Count, affine);
        }
        return null;
    }

    private static Node Owner(Use use) => use.Input < 0 ? use.Node : use.Node.Scope.Owner ?? use.Node;
}
