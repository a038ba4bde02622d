using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>Where arithmetic may stand in for the part of an affine that nothing takes.</summary>
internal sealed record StandInPolicy(StandIns Mode)
{
    /// <summary>
    /// An Add. By default on rank 2 and 3 only: there it is faster than a BatchNormalization; on higher ranks runtimes turn what is left
    /// of one into a convolution that fuses with the activation, and an Add is slower than that.
    /// </summary>
    public bool Allows(GraphView view, int rank) => view.Opset >= 7 && (Mode is StandIns.Always || (Mode is StandIns.Auto && rank is 2 or 3));

    /// <summary>Which attempts may be made on a value of this rank. A BatchNormalization of rank 2 runs far slower than Mul and Add.</summary>
    public bool Allows(FoldRoute route, GraphView view, int rank) => route switch
    {
        FoldRoute.StandIn => Allows(view, rank),
        FoldRoute.Divided => Mode is StandIns.Always && Allows(view, rank),
        FoldRoute.Lowered => Allows(view, rank) && (Mode is StandIns.Always || rank == 2),
        _ => true,
    };
}
