using BnFold.Affines;
using BnFold.Operators;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace BnFold.Tests.Affines;

/// <summary>The algebra of affines, against plain arithmetic on every element. FsCheck prints the seed of a failure.</summary>
public sealed class AffineProperties
{
    private static readonly int[] _full = [2, 3, 4];

    [Fact]
    public void Then_is_one_after_the_other() => Holds((first, second, x) =>
        Same(Apply(first.Then(second), x), Apply(second, Apply(first, x))));

    [Fact]
    public void Transpose_moves_the_coefficients_with_the_elements() => Holds((affine, _, x) =>
    {
        int[] permutation = [2, 0, 1];
        var moved = Coefficients.Create(_full, x).Transpose(permutation);
        var turned = affine.Transpose(permutation);
        int[] dims = [4, 2, 3];
        var expected = Coefficients.Create(_full, Apply(affine, x)).Transpose(permutation).Expand(dims)!;
        var actual = Apply(turned, moved.Expand(dims)!, dims);
        return Same(expected, actual);
    });

    [Fact]
    public void Cutting_and_joining_along_an_axis_gives_the_same() => Holds((affine, _, _) =>
    {
        var parts = AxisParts.Cut(affine, axis: 2, [1, 3]).ToArray();
        return AxisParts.Join(parts, axis: 2, [1, 3]) == affine;
    });

    [Fact]
    public void Collapsing_equal_slices_changes_no_element() => Holds((affine, _, _) =>
        Coefficients.Create(_full, affine.Scale.Expand(_full)!).Equals(affine.Scale));

    private static void Holds(Func<Affine, Affine, double[], bool> property)
    {
        var number = Gen.Choose(-20, 20).Select(n => n / 4.0);
        var coefficients =
            from varies in Gen.Choose(0, 7)
            let dims = _full.Select((d, i) => (varies >> i & 1) == 1 ? d : 1).ToArray()
            from values in number.ArrayOf((int)BroadcastIndex.Count(dims))
            select Coefficients.Create(dims, values);
        var affines = from scale in coefficients from shift in coefficients select new Affine(scale, shift);
        var cases = from a in affines from b in affines from x in number.ArrayOf(24) select (a, b, x);
        Prop.ForAll(cases.ToArbitrary(), c => property(c.a, c.b, c.x)).QuickCheckThrowOnFailure();
    }

    private static double[] Apply(Affine affine, double[] x, int[]? dims = null)
    {
        var scale = affine.Scale.Expand(dims ?? _full)!;
        var shift = affine.Shift.Expand(dims ?? _full)!;
        return [.. x.Select((v, i) => scale[i] * v + shift[i])];
    }

    private static bool Same(double[] a, double[] b) => a.Zip(b, static (p, q) => Math.Abs(p - q) <= 1e-9 * (1 + Math.Abs(p))).All(static same => same);
}
