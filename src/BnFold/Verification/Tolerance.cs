using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// The limits, from what right folds were seen to differ by: 2,167 sites of 116 models (exports, published models, the ONNX test suite),
/// ONNX Runtime 1.30, inputs at two scales and noise. Worst |Δ| as a share of the value's range:
/// <code>
///            one site, fed the same      end to end
/// float      5.6e-6   limit 3e-5         4.1e-5   limit 2e-4
/// float16    1.0e-3   limit 5e-3         1.2e-2   limit 2e-2
/// </code>
/// The worst float site has nothing but equal weights, whose rounding errors add up instead of cancelling; the worst with real ones is
/// at 3.1e-6. In roundoffs that is 94 and 52 for float, whose sums are rounded at every step, and 2 for float16, whose sums are not. It
/// does not grow with the length of the sums. Float16 networks that amplify rounding went to 7.6e-2 end to end; <see cref="Sensitivity"/>
/// tells them from wrong ones. Double and bfloat16, which ONNX Runtime hardly runs, follow by their roundoff.
/// </summary>
internal sealed class Tolerance(VerifyOptions options)
{
    private static readonly Limit _exact = new(0, 0);

    /// <summary>Whether a difference may be excused at all: who names a limit wants it kept.</summary>
    public static bool Excuses(VerifyOptions options) =>
        options is { AbsoluteTolerance: null, RelativeTolerance: null, Strict: false };

    /// <summary>The limit of a model's output.</summary>
    /// <param name="type">Type of the value.</param>
    /// <param name="precision">The coarsest type that it was computed in.</param>
    public Limit EndToEnd(ElementType type, ElementType precision)
    {
        if (!TensorCodec.IsFloating(type)) return _exact;
        var limit = precision switch
        {
            ElementType.Double => new(1e-15, 4e-13),
            ElementType.Float16 => new(1e-4, 2e-2),
            ElementType.BFloat16 => new(1e-3, 1.6e-1),
            _ => new Limit(1e-6, 2e-4),
        };
        return Override(limit, Ulps(precision, sums: 512, halves: 16));
    }

    /// <summary>The limit of a site's witness, computed from the same values in both models.</summary>
    /// <param name="type">Type of the value.</param>
    /// <param name="precision">The coarsest type among the values and constants of the site.</param>
    /// <param name="steps">How many layers lie one behind the other in it; 1 for nearly all.</param>
    public Limit Site(ElementType type, ElementType precision, int steps)
    {
        if (!TensorCodec.IsFloating(type)) return _exact;
        var limit = OneStep(precision);
        limit = limit with { Relative = Math.Min(limit.Relative * steps, EndToEnd(type, precision).Relative) };
        return Override(limit, Ulps(precision, Math.Min(96 * steps, 512), Math.Min(2 * steps, 16)));
    }

    /// <summary>The limit of a site's witness; in integer kernels a folded bias may be off by half a step beside.</summary>
    /// <param name="site">The site.</param>
    /// <param name="type">Type of the witness.</param>
    /// <param name="precision">The coarsest type among the values and constants of the site.</param>
    /// <param name="other">The model whose biases may be rounded.</param>
    public Limit Site(Site site, ElementType type, ElementType precision, RunnableModel other)
    {
        var limit = Site(type, precision, site.Steps());
        return Excuses(options) ? limit with { Absolute = limit.Absolute + BiasSteps.HalfStep(other, site.Other) } : limit;
    }

    private static Limit OneStep(ElementType precision) => precision switch
    {
        ElementType.Double => new(1e-18, 6e-14),
        ElementType.Float16 => new(1e-6, 5e-3),
        ElementType.BFloat16 => new(1e-5, 4e-2),
        _ => new(1e-8, 3e-5),
    };

    /// <summary>The strict limit: for types whose sums are rounded at every step, and for those whose sums are kept in a wider one.</summary>
    private static Limit Ulps(ElementType precision, int sums, int halves) => precision switch
    {
        ElementType.Double => new() { Ulps = sums, Bits = 52 },
        ElementType.Float16 => new() { Ulps = halves, Bits = 10 },
        ElementType.BFloat16 => new() { Ulps = halves, Bits = 7 },
        _ => new() { Ulps = sums, Bits = 23 },
    };

    private Limit Override(Limit limit, Limit strict) => options switch
    {
        { AbsoluteTolerance: null, RelativeTolerance: null } => options.Strict ? strict : limit,
        _ => new(options.AbsoluteTolerance ?? 0, options.RelativeTolerance ?? 0),
    };
}
