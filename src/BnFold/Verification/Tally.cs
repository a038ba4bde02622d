using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Keeps the worst comparison of each value over all samples.</summary>
internal sealed class Tally(ModelGraph original)
{
    private readonly Dictionary<string, ValueComparison> _worst = new(StringComparer.Ordinal);
    private readonly HashSet<string> _telling = new(StringComparer.Ordinal);

    public ValueComparison this[string value] => _worst[value];

    public bool Contains(string value) => _worst.ContainsKey(value);

    /// <summary>The values in the order they were first added.</summary>
    public IReadOnlyList<ValueComparison> All => [.. _worst.Values];

    /// <summary>
    /// What makes a value agree with whatever it is compared with, as in "is so small …"; null if nothing does, or the caller wants it so.
    /// </summary>
    public string? Blindness(string value, VerifyOptions options)
    {
        if (options.AbsoluteTolerance is not null || options.RelativeTolerance is not null) return null;
        if (_telling.Contains(value) || !_worst.TryGetValue(value, out var worst) || !(worst.Range > 0)) return null;
        return FormattableString.Invariant($"is so small (up to {worst.Range:g3}) that anything would be within its limit ({worst.Limit:g3}); --rtol sets one that is not absolute");
    }

    public void Add(ValueComparison comparison)
    {
        if (comparison.Limit < comparison.Range) _telling.Add(comparison.Name);
        if (_worst.TryGetValue(comparison.Name, out var known) && Badness(comparison).CompareTo(Badness(known)) <= 0) return;
        _worst[comparison.Name] = comparison;
    }

    /// <summary>Counts a value that is beyond its limit as agreeing after all.</summary>
    public void Excuse(string value, string excuse) => _worst[value] = _worst[value] with { Excuse = excuse };

    public ValueComparison Describe(string value, OrtTensor tensor, Deviation deviation, Limit limit, int sample)
    {
        IReadOnlyList<long> dims = tensor.IsTensor ? tensor.Dims : [];
        return new()
        {
            Name = value,
            Node = original.TryProducer(value, out var node) ? node.Title : null,
            Type = tensor.IsTensor ? ((ElementType)tensor.ElementType).ToString() : tensor.Kind.ToString(),
            Dims = dims,
            MaxDifference = deviation.Max,
            Range = deviation.Range,
            Limit = limit.For(deviation.Range),
            Index = deviation is { Max: 0, Problem: null } || deviation.Index < 0 ? [] : IndexIn(dims, deviation.Index),
            Original = deviation.Original,
            Other = deviation.Other,
            Problem = deviation.Problem,
            Mismatches = deviation.Mismatches,
            Sample = sample,
        };
    }

    private static (bool, bool, double) Badness(ValueComparison comparison)
    {
        var distance = comparison.Problem is null ? comparison.MaxDifference / comparison.Limit : double.PositiveInfinity;
        return (!comparison.Agrees, comparison.Excuse is not null, distance);
    }

    private static long[] IndexIn(IReadOnlyList<long> dims, long flat)
    {
        var index = new long[dims.Count];
        for (var axis = dims.Count - 1; axis >= 0 && dims[axis] > 0; axis--)
        {
            index[axis] = flat % dims[axis];
            flat /= dims[axis];
        }
        return index;
    }
}
