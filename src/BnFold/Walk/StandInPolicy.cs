using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>Where an Add may stand in for the part of an affine that nothing takes.</summary>
internal sealed record StandInPolicy(StandIns Mode)
{
    /// <summary>
    /// By default on rank 2 and 3 only: there an Add is faster than a BatchNormalization; on higher ranks runtimes turn what is left of
    /// one into a convolution that fuses with the activation, and an Add is slower than that.
    /// </summary>
    public bool Allows(GraphView view, int rank) => view.Opset >= 7 && Mode switch
    {
        StandIns.Never => false,
        StandIns.Auto => rank is 2 or 3,
        _ => true,
    };
}
