using System.Collections.Immutable;

namespace BnFold.Verification;

/// <summary>What is fed: inputs with their sizes settled.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="IntegerBound">Integers are drawn below this.</param>
/// <param name="Sizes">Sizes that were assumed for symbols.</param>
internal sealed record InputPlan(IReadOnlyList<PlannedInput> Inputs, int IntegerBound, IReadOnlyDictionary<string, long> Sizes)
{
    /// <summary>A plan for values inside a model, whose sizes are known.</summary>
    public static InputPlan Inside(IReadOnlyList<PlannedInput> values) => new(values, IntegerBound: 2, new Dictionary<string, long>());

    /// <summary>What is given, by name; the rest is random.</summary>
    public IReadOnlyDictionary<string, TensorFile> Given { get; init; } = ImmutableDictionary<string, TensorFile>.Empty;
}
