using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>What is fed: inputs with their sizes settled.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="IntegerBound">Integers are drawn below this.</param>
internal sealed record InputPlan(IReadOnlyList<PlannedInput> Inputs, int IntegerBound)
{
    /// <summary>The inputs by name, their sizes settled.</summary>
    public IReadOnlyDictionary<string, ValueInfoProto> Declarations =>
        Inputs.ToDictionary(input => input.Name, input => input.Declaration, StringComparer.Ordinal);
}
