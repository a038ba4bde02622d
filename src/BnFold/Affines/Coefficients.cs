using System.Collections.Immutable;

namespace BnFold.Affines;

/// <summary>
/// A small tensor of doubles of a value's rank. Each dim is 1 (the same along that axis) or full, so a per-channel vector of an
/// [N,C,H,W] value is [1,C,1,1]. Always canonical: an axis whose slices are all equal is collapsed to 1, hence equality is by content.
/// </summary>
internal sealed class Coefficients : IEquatable<Coefficients>
{
    private readonly double[] _values;

    private Coefficients(ImmutableArray<int> dims, double[] values)
    {
        Dims = dims;
        _values = values;
    }

    public ImmutableArray<int> Dims { get; }

    public int Rank => Dims.Length;

    public ReadOnlySpan<double> Values => _values;

    public static Coefficients Create(ReadOnlySpan<int> dims, double[] values)
    {
        var shape = dims.ToArray();
        if (BroadcastIndex.Count(shape) != values.Length) throw new MismatchException($"{values.Length} values for [{string.Join(',', shape)}]");
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] <= 1 || !SlicesAreEqual(shape, values, axis)) continue;
            values = FirstSlice(shape, values, axis);
            shape[axis] = 1;
        }
        return new([.. shape], values);
    }

    public static Coefficients Uniform(int rank, double value) => new([.. Ones(rank)], [value]);

    /// <summary>The dims of what is the same everywhere, to be changed. Written out, since it runs in every start before any code is compiled.</summary>
    public static int[] Ones(int rank)
    {
        var dims = new int[rank];
        for (var i = 0; i < rank; i++) dims[i] = 1;
        return dims;
    }

    /// <summary>A vector laid along one axis of a value of the given rank.</summary>
    public static Coefficients Along(int axis, int rank, double[] vector)
    {
        var dims = Ones(rank);
        dims[axis] = vector.Length;
        return Create(dims, vector);
    }

    public static Coefficients Zip(Coefficients a, Coefficients b, Func<double, double, double> f)
    {
        if (a.Rank != b.Rank) throw new MismatchException($"ranks {a.Rank} and {b.Rank}");
        var dims = new int[a.Rank];
        for (var i = 0; i < dims.Length; i++)
            dims[i] = BroadcastIndex.Dim(a.Dims[i], b.Dims[i]) ?? throw new MismatchException($"dims {a.Dims[i]} and {b.Dims[i]} of axis {i}");
        var result = new double[BroadcastIndex.Count(dims)];
        var ia = new BroadcastIndex(dims, a.Dims);
        var ib = new BroadcastIndex(dims, b.Dims);
        for (var i = 0; i < result.Length; i++) result[i] = f(a._values[ia.Next()], b._values[ib.Next()]);
        return Create(dims, result);
    }

    /// <summary>The coefficient that applies at a position of the value.</summary>
    public double At(ReadOnlySpan<int> position)
    {
        var index = 0;
        for (var i = 0; i < Rank; i++) index = index * Dims[i] + (Dims[i] == 1 ? 0 : position[i]);
        return _values[index];
    }

    public Coefficients Map(Func<double, double> f) => Create(Dims.AsSpan(), Array.ConvertAll(_values, v => f(v)));

    public static Coefficients operator *(Coefficients a, Coefficients b) => Zip(a, b, static (x, y) => x * y);

    public static Coefficients operator +(Coefficients a, Coefficients b) => Zip(a, b, static (x, y) => x + y);

    /// <summary>True when every coefficient has this value, and so where there is none.</summary>
    public bool IsUniformly(double value) => _values.Length == 0 || (_values.Length == 1 && _values[0] == value);

    public bool All(Predicate<double> predicate) => Array.TrueForAll(_values, predicate);

    public bool VariesOn(int axis) => Dims[axis] > 1;

    public bool VariesOnlyOn(int axis)
    {
        for (var i = 0; i < Rank; i++)
        {
            if (i != axis && Dims[i] > 1) return false;
        }
        return true;
    }

    /// <summary>True when nothing varies on any axis for which <paramref name="allowed"/> is false.</summary>
    public bool VariesOnlyWhere(Predicate<int> allowed)
    {
        for (var i = 0; i < Rank; i++)
        {
            if (Dims[i] > 1 && !allowed(i)) return false;
        }
        return true;
    }

    /// <summary>The vector along the one axis it may vary on, repeated to <paramref name="length"/>; null when its length is neither 1 nor that.</summary>
    public double[]? Vector(int axis, int length)
    {
        if (!VariesOnlyOn(axis)) return null;
        if (_values.Length == length) return (double[])_values.Clone();
        if (_values.Length != 1) return null;
        var repeated = new double[length];
        Array.Fill(repeated, _values[0]);
        return repeated;
    }

    /// <summary>The same coefficients with the axes in a new order: result axis i is this one's <paramref name="permutation"/>[i].</summary>
    public Coefficients Transpose(ReadOnlySpan<int> permutation)
    {
        var dims = new int[Rank];
        for (var i = 0; i < Rank; i++) dims[i] = Dims[permutation[i]];
        var strides = BroadcastIndex.Strides(Dims);
        var permuted = new long[Rank];
        for (var i = 0; i < Rank; i++) permuted[i] = strides[permutation[i]];
        var index = new BroadcastIndex(dims, permuted);
        var result = new double[_values.Length];
        for (var i = 0; i < result.Length; i++) result[i] = _values[index.Next()];
        return new([.. dims], result);
    }

    /// <summary>The same numbers under other dims of equal element count.</summary>
    public Coefficients WithDims(ReadOnlySpan<int> dims) => Create(dims, _values);

    /// <summary>Repeats each dim of 1 to the given size, so that every dim is full; a dim that is neither gives null.</summary>
    public double[]? Expand(ReadOnlySpan<int> dims)
    {
        for (var i = 0; i < Rank; i++)
        {
            if (Dims[i] != 1 && Dims[i] != dims[i]) return null;
        }
        var result = new double[BroadcastIndex.Count(dims)];
        var index = new BroadcastIndex(dims, Dims);
        for (var i = 0; i < result.Length; i++) result[i] = _values[index.Next()];
        return result;
    }

    /// <summary>The slices at the given indices of an axis, in that order; an axis without variation stays as it is.</summary>
    public Coefficients Take(int axis, ReadOnlySpan<int> indices)
    {
        if (!VariesOn(axis)) return this;
        var inner = InnerCount(Dims.AsSpan(), axis);
        var outer = _values.Length / (inner * Dims[axis]);
        foreach (var index in indices)
        {
            if (index < 0 || index >= Dims[axis]) throw new MismatchException($"index {index} of {Dims[axis]} coefficients on axis {axis}");
        }
        var result = new double[outer * indices.Length * inner];
        for (var o = 0; o < outer; o++)
        {
            for (var k = 0; k < indices.Length; k++)
                Array.Copy(_values, (o * Dims[axis] + indices[k]) * inner, result, (o * indices.Length + k) * inner, inner);
        }
        var dims = Dims.ToArray();
        dims[axis] = indices.Length;
        return Create(dims, result);
    }

    /// <summary>Joins parts of the given lengths along an axis.</summary>
    public static Coefficients Concat(int axis, IReadOnlyList<Coefficients> parts, IReadOnlyList<int> lengths)
    {
        var dims = parts[0].Dims.ToArray();
        foreach (var part in parts)
        {
            for (var i = 0; i < dims.Length; i++) dims[i] = Math.Max(dims[i], part.Dims[i]);
        }
        dims[axis] = lengths.Sum();
        var result = new double[BroadcastIndex.Count(dims)];
        var inner = InnerCount(dims, axis);
        var outer = result.Length / (inner * dims[axis]);
        var start = 0;
        for (var p = 0; p < parts.Count; p++)
        {
            var partDims = (int[])dims.Clone();
            partDims[axis] = lengths[p];
            var values = parts[p].Expand(partDims) ?? throw new MismatchException($"part {p} does not fit");
            for (var o = 0; o < outer; o++)
                Array.Copy(values, o * lengths[p] * inner, result, (o * dims[axis] + start) * inner, lengths[p] * inner);
            start += lengths[p];
        }
        return Create(dims, result);
    }

    public bool Equals(Coefficients? other) =>
        other is not null && Dims.AsSpan().SequenceEqual(other.Dims.AsSpan()) && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as Coefficients);

    public override int GetHashCode() => HashCode.Combine(Rank, _values.Length, _values.Length > 0 ? _values[0] : 0);

    private static int InnerCount(ReadOnlySpan<int> dims, int axis) => (int)BroadcastIndex.Count(dims[(axis + 1)..]);

    private static bool SlicesAreEqual(int[] dims, double[] values, int axis)
    {
        var inner = InnerCount(dims, axis);
        var block = inner * dims[axis];
        for (var start = 0; start < values.Length; start += block)
        {
            var first = values.AsSpan(start, inner);
            for (var k = 1; k < dims[axis]; k++)
            {
                if (!first.SequenceEqual(values.AsSpan(start + k * inner, inner))) return false;
            }
        }
        return true;
    }

    private static double[] FirstSlice(int[] dims, double[] values, int axis)
    {
        var inner = InnerCount(dims, axis);
        var block = inner * dims[axis];
        var result = new double[values.Length / dims[axis]];
        for (var (from, to) = (0, 0); from < values.Length; from += block, to += inner) Array.Copy(values, from, result, to, inner);
        return result;
    }
}
