using BnFold.Graphs;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>One operator on the way of an affine, and what became of the affine there.</summary>
internal sealed record TrailStep(string OpType, SweepDirection Direction, string Outcome)
{
    public static TrailStep Of(Node node, SweepDirection direction, Passage.Open passage) => new(node.OpType, direction, passage switch
    {
        { Removal: not null } => "composed",
        { Insertion: not null } => "absorbed, Add left",
        { IsHost: true, Onward.Length: > 0 } => "shared",
        { IsHost: true } => "absorbed",
        _ => "carried",
    });
}

/// <summary>Which way an affine goes.</summary>
internal enum SweepDirection
{
    Backward,
    Forward,
}
