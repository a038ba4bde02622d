namespace BnFold;

/// <summary>How two models are compared.</summary>
public sealed record VerifyOptions
{
    /// <summary>Seed of the random inputs; with the same one, every run feeds the same.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// How many sets of inputs are fed, random ones each at another scale. The cost is linear. One does not show whether outputs depend on
    /// inputs.
    /// </summary>
    public int Samples { get; init; } = 2;

    /// <summary>
    /// Inputs that are given. They are fed first, all of them; what <see cref="Samples"/> asks for beyond them is random, of the sizes of
    /// the first set. Where the model doesn't run on random inputs of these sizes, the given ones must do.
    /// </summary>
    public IReadOnlyList<InputSet> Inputs { get; init; } = [];

    /// <summary>Threads that ONNX Runtime uses within an operator; 0 = one per core. Results don't depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Sizes of inputs, by name of the input; those not named are declared, or found by trying.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; init; } = new Dictionary<string, IReadOnlyList<long>>();

    /// <summary>Sizes of symbolic dimensions, by symbol.</summary>
    public IReadOnlyDictionary<string, long> Dims { get; init; } = new Dictionary<string, long>();

    /// <summary>Largest difference allowed whatever the range of a value, everywhere; null for the limits of the element type.</summary>
    public double? AbsoluteTolerance { get; init; }

    /// <summary>Largest difference allowed as a share of a value's range, everywhere; null for the limits of the element type.</summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>
    /// Measure in units in the last place of a value's range instead of shares of it, about four times as closely as by default, with no
    /// slack for small values, and excuse nothing for being sensitive (docs/verification.md). The two tolerances, where set, rule.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>Paths of shared libraries that bring custom operators, in the order they are registered.</summary>
    public IReadOnlyList<string> CustomOpLibraries { get; init; } = [];

    /// <summary>
    /// Names of BatchNormalizations of the original that are said to be folded: each must be found gone, and what replaced it checked.
    /// An unnamed node goes by the name of its first output.
    /// </summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>
    /// Whether a name that both models have may stand for different values, as after tools that fold a node into its producer and keep the
    /// producer's name. A value that is closer to one of the original behind it, whose own name is gone, is compared with that. Others are
    /// looked past if all that is computed from them agrees; what a Relu or the like hides from all inputs that are fed is not seen then.
    /// False by default: a model folded by bnfold gives new values new names.
    /// </summary>
    public bool AllowReusedNames { get; init; }

    /// <summary>Bytes that captured values may take at a time; where that is not enough for all, the models run several times.</summary>
    public long MemoryLimit { get; init; } = 1L << 30;
}
