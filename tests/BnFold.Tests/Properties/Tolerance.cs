using System.Globalization;
using BnFold.Onnx;

namespace BnFold.Tests.Properties;

/// <summary>
/// How far two values may be apart: a share of the range of the original, and as much again of one, which is the size that the generator
/// keeps all values near, for values that are small because larger ones cancel.
/// </summary>
internal static class Tolerance
{
    /// <summary>The share for the coarsest of the types that a graph computes in, which a finer one is then computed from.</summary>
    public static double Relative(IEnumerable<ElementType> types) => types.Max(static type => type switch
    {
        ElementType.Float => 2e-5,
        ElementType.Float16 => 3e-2,
        ElementType.Double => 1e-10,
        _ => 0,
    });

    /// <summary>The largest difference as a share of what is allowed.</summary>
    public static double Share(Held expected, Held actual, double relative, out string where)
    {
        var limit = TensorCodec.IsFloating(expected.Type) ? relative : 0;
        var range = expected.Numbers.Length == 0 ? 0 : expected.Numbers.Max(Math.Abs);
        var largest = 0.0;
        where = "";
        for (var i = 0; i < expected.Numbers.Length; i++)
        {
            var difference = Math.Abs(expected.Numbers[i] - actual.Numbers[i]);
            var share = difference == 0 ? 0 : limit == 0 || double.IsNaN(difference) ? double.PositiveInfinity : difference / (limit * (range + 0.2));
            if (share <= largest) continue;
            largest = share;
            where = string.Create(CultureInfo.InvariantCulture, $"element {i} is {actual.Numbers[i]}, expected {expected.Numbers[i]}; range {range:g4}, {share:g3} of the limit");
        }
        return largest;
    }
}
