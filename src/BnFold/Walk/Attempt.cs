using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>One kind of attempt: which sites, which way, and which hosts.</summary>
internal sealed record Attempt(FoldRoute Route)
{
    /// <summary>Arithmetic with constants instead of BatchNormalizations.</summary>
    public bool OfArithmetic { get; init; }

    /// <summary>Arithmetic may go into a BatchNormalization. Too early, that would take from it the Add its shift could go into.</summary>
    public bool IntoBatchNorm { get; init; }

    /// <summary>
    /// Arithmetic must save a node. A BatchNormalization does not go forward into a Mul: the Mul goes into it instead, with the Add behind.
    /// </summary>
    public bool Wants(FoldPlan plan)
    {
        if (OfArithmetic) return plan.NodesSaved > 0 && (IntoBatchNorm || !plan.Hosts.Any(static h => h.Is("BatchNormalization")));
        return Route is not FoldRoute.Forward || !plan.Hosts.Any(IsFactor);
    }

    private static bool IsFactor(Node host) => host.Is("Mul") || host.Is("Div");
}
