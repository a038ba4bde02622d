using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Identity: what goes in comes out, affine included.</summary>
internal sealed class PassThrough : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) => [Passage.Carried(0, affine)];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) => [Passage.Carried(0, affine)];
}
