using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>One kind of attempt: which sites, which way, and which hosts.</summary>
internal sealed record Attempt(FoldRoute Route)
{
    /// <summary>
    /// How many elements larger arithmetic may make the constants of a model: a node saved is not worth a small constant spread over a large value.
    /// </summary>
    private const long MaxGrowth = 4096;

    /// <summary>From how many elements on a constant that others read too is not copied to save nodes of arithmetic.</summary>
    private const long MaxCopy = 4096;

    /// <summary>Arithmetic with constants instead of BatchNormalizations.</summary>
    public bool OfArithmetic { get; init; }

    /// <summary>Arithmetic may go into a BatchNormalization. Too early, that would take from it the Add its shift could go into.</summary>
    public bool IntoBatchNorm { get; init; }

    /// <summary>
    /// Arithmetic must save a node, and not blow constants up. A BatchNormalization does not go forward into a Mul: the Mul goes into it instead, with the Add behind.
    /// </summary>
    public bool Wants(FoldPlan plan)
    {
        if (OfArithmetic) return IsWorthIt(plan) && (IntoBatchNorm || !plan.Hosts.Any(static h => h.Is("BatchNormalization")));
        return Route is not FoldRoute.Forward || !plan.Hosts.Any(IsFactor);
    }

    private static bool IsWorthIt(FoldPlan plan) => plan.NodesSaved > 0 && plan.Growth <= MaxGrowth && plan.LargestCopy <= MaxCopy;

    private static bool IsFactor(Node host) => host.Is("Mul") || host.Is("Div");
}
