namespace BnFold.Graphs.Inference;

/// <summary>Numpy-style broadcasting of shapes: axes are aligned at the last, and an axis of 1 takes the other's size.</summary>
internal static class Broadcast
{
    /// <summary>The result of all operands; null when the rank of one is unknown.</summary>
    public static Dim?[]? Shapes(IEnumerable<Dim?[]?> operands)
    {
        Dim?[]? result = null;
        foreach (var operand in operands)
        {
            if (operand is null) return null;
            result = result is null ? operand : Two(result, operand);
        }
        return result;
    }

    public static Dim?[] Two(ReadOnlySpan<Dim?> a, ReadOnlySpan<Dim?> b)
    {
        var result = new Dim?[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= result.Length; i++)
            result[^i] = Dim(i <= a.Length ? a[^i] : (Dim)1, i <= b.Length ? b[^i] : (Dim)1);
        return result;
    }

    public static Dim? Dim(Dim? a, Dim? b)
    {
        if (a is { IsOne: true }) return b;
        if (b is { IsOne: true }) return a;
        if (a is { } x && b is { } y && x == y) return a;
        // The other is the same or 1, or the model can't run.
        return IsNotOne(a) ? a : IsNotOne(b) ? b : null;
    }

    private static bool IsNotOne(Dim? dim) => dim?.Size is not null || dim?.Minimum > 1;

    /// <summary>Dims that have to be equal for the model to run: what is known best of either.</summary>
    public static Dim?[] Same(Dim?[] a, Dim?[]? b) => b?.Length == a.Length ? [.. a.Zip(b, Same)] : a;

    private static Dim? Same(Dim? a, Dim? b)
    {
        if (a is null || b is null) return a ?? b;
        if (a.Size is not null) return a;
        return b.Size is not null || (a.IsAnonymous && !b.IsAnonymous) ? b : a;
    }
}
