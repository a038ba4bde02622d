using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>What Conv and ConvTranspose have in common: filters [n, channels per group, k…], and a bias.</summary>
internal static class GroupedFilters
{
    /// <summary>Filters times a factor for each channel of their second axis, counted over all groups.</summary>
    public static Constant Scale(Constant filters, int groups, double[] factors)
    {
        if (groups == 1) return filters.Scale(Coefficients.Along(1, filters.Rank, factors));
        var (rows, perGroup) = (checked((int)filters.Dims[0]), checked((int)filters.Dims[1]));
        var dims = Coefficients.Ones(filters.Rank);
        (dims[0], dims[1]) = (rows, perGroup);
        var laid = new double[rows * perGroup];
        for (var row = 0; row < rows; row++) Array.Copy(factors, row / (rows / groups) * perGroup, laid, row * perGroup, perGroup);
        return filters.Scale(Coefficients.Create(dims, laid));
    }

    /// <summary>The node with new filters and a new bias, which stays left out where it was and is zero.</summary>
    public static Passage Absorb(Node node, Constant filters, int biasInput, double[] bias)
    {
        var weight = new NewConstant(1, filters, HostConstants.Hint(node, 1, "weight"));
        if (node.Input(biasInput) is null && bias.All(static b => b == 0)) return Passage.Absorbed(new(node) { Constants = [weight] });
        return HostConstants.TryMakeBias(node, biasInput, filters, [bias.Length], bias, out var newBias, out var blocked)
            ? Passage.Absorbed(new(node) { Constants = [weight, newBias] })
            : blocked;
    }
}
