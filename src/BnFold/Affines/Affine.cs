namespace BnFold.Affines;

/// <summary>y = Scale·x + Shift, element by element, with coefficients of the value's rank. All arithmetic is double.</summary>
internal sealed record Affine(Coefficients Scale, Coefficients Shift)
{
    public int Rank => Scale.Rank;

    public bool IsIdentity => Scale.IsUniformly(1) && HasNoShift;

    public bool HasNoShift => Shift.IsUniformly(0);

    public bool HasNoScale => Scale.IsUniformly(1);

    public bool IsFinite => Scale.All(double.IsFinite) && Shift.All(double.IsFinite);

    /// <summary>The affine with its shift left out.</summary>
    public Affine ScaleOnly => this with { Shift = Coefficients.Uniform(Rank, 0) };

    /// <summary>The affine with its scale left out.</summary>
    public Affine ShiftOnly => this with { Scale = Coefficients.Uniform(Rank, 1) };

    public static Affine Identity(int rank) => new(Coefficients.Uniform(rank, 1), Coefficients.Uniform(rank, 0));

    public static Affine OfScale(Coefficients scale) => new(scale, Coefficients.Uniform(scale.Rank, 0));

    public static Affine OfShift(Coefficients shift) => new(Coefficients.Uniform(shift.Rank, 1), shift);

    /// <summary>
    /// Inference-mode batch normalization (Ioffe and Szegedy 2015, algorithm 2, step 11): with population mean μ and variance σ²,
    /// y = γ·(x − μ)/√(σ² + ε) + β, which is scale = γ/√(σ² + ε), shift = β − μ·scale.
    /// </summary>
    public static Affine OfBatchNormalization(Coefficients scale, Coefficients bias, Coefficients mean, Coefficients variance, double epsilon)
    {
        var gain = Coefficients.Zip(scale, variance, (gamma, v) => gamma / Math.Sqrt(v + epsilon));
        return new(gain, Coefficients.Zip(bias, mean * gain, static (beta, offset) => beta - offset));
    }

    /// <summary>First this, then <paramref name="next"/>.</summary>
    public Affine Then(Affine next) => new(next.Scale * Scale, next.Scale * Shift + next.Shift);

    public Affine Transpose(ReadOnlySpan<int> permutation) => new(Scale.Transpose(permutation), Shift.Transpose(permutation));

    public Affine WithDims(ReadOnlySpan<int> scale, ReadOnlySpan<int> shift) => new(Scale.WithDims(scale), Shift.WithDims(shift));

    /// <summary>The coefficients at these indices of an axis, in their order.</summary>
    public Affine Take(int axis, int[] indices) => new(Scale.Take(axis, indices), Shift.Take(axis, indices));

    /// <summary>How many numbers it has along an axis; 1 where it doesn't vary.</summary>
    public int Length(int axis) => Math.Max(Scale.Dims[axis], Shift.Dims[axis]);

    public bool VariesOn(int axis) => Scale.VariesOn(axis) || Shift.VariesOn(axis);

    public bool VariesOnlyOn(int axis) => Scale.VariesOnlyOn(axis) && Shift.VariesOnlyOn(axis);

    public bool VariesOnlyWhere(Predicate<int> allowed) => Scale.VariesOnlyWhere(allowed) && Shift.VariesOnlyWhere(allowed);
}
