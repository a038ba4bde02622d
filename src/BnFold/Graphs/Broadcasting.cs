using System.Collections.Immutable;
using BnFold.Affines;

namespace BnFold.Graphs;

/// <summary>Numpy-style broadcasting of constants: dims are aligned at the last axis.</summary>
internal static class Broadcasting
{
    /// <summary>The constant's dims with leading 1s up to the rank; false when it has more axes than that or too many elements.</summary>
    public static bool TryAlign(Constant constant, int rank, out ImmutableArray<int> dims)
    {
        dims = [];
        if (constant.Rank > rank || constant.Dims.Any(static d => d > int.MaxValue)) return false;
        dims = [.. Enumerable.Repeat(1, rank - constant.Rank), .. constant.Dims.Select(static d => (int)d)];
        return true;
    }

    /// <summary>The constant as coefficients of a value of the given rank; null when it has more axes than the value.</summary>
    public static Coefficients? Coefficients(Constant constant, int rank) =>
        TryAlign(constant, rank, out var dims) ? Affines.Coefficients.Create(dims.AsSpan(), constant.ToDoubles()) : null;
}
