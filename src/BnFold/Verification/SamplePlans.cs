using System.Collections.Immutable;
using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>What is fed, sample by sample: first what is given, then noise.</summary>
/// <param name="given">One plan for each given set.</param>
/// <param name="random">The plan of all samples behind them; null if there are none.</param>
/// <param name="wanted">How many samples were asked for.</param>
internal sealed class SamplePlans(IReadOnlyList<InputPlan> given, InputPlan? random, int wanted)
{
    public int Count => random is null ? given.Count : Math.Max(given.Count, wanted);

    public InputPlan this[int sample] => sample < given.Count ? given[sample] : random!;

    /// <summary>Whether the samples differ at all.</summary>
    public bool HasInputs => this[0].Inputs.Count > 0;

    /// <summary>What a user should know about the samples.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What symbols were tried with and stand for.</summary>
    public IReadOnlyDictionary<string, long> FoundSizes =>
        this[0].Sizes is { Count: > 0 } sizes ? sizes.ToImmutableSortedDictionary(StringComparer.Ordinal) : this[0].Sizes;

    /// <summary>The inputs by name, with the sizes in which all samples agree.</summary>
    public IReadOnlyDictionary<string, ValueInfoProto> Declarations
    {
        get
        {
            var plans = random is null ? given : [.. given, random];
            var inputs = plans.SelectMany(plan => plan.Inputs).GroupBy(input => input.Name, StringComparer.Ordinal);
            return inputs.ToDictionary(group => group.Key, group => United([.. group]), StringComparer.Ordinal);
        }
    }

    public IReadOnlyList<VerifyInput> Describe() => [.. this[0].Inputs.Select(Describe)];

    private VerifyInput Describe(PlannedInput input)
    {
        var files = new Dictionary<int, TensorFile>();
        for (var sample = 0; sample < given.Count; sample++)
        {
            if (given[sample].Given.TryGetValue(input.Name, out var file)) files.Add(sample, file);
        }
        return new(input.Name, input.Type.ToString(), input.Dims) { Files = files };
    }

    private static ValueInfoProto United(PlannedInput[] inputs)
    {
        var declaration = inputs[0].Declaration;
        var shape = declaration.Type.TensorType.Shape;
        if (inputs.Any(input => input.Dims.Count != shape.Dim.Count))
        {
            declaration.Type.TensorType.Shape = null;
            return declaration;
        }
        for (var axis = 0; axis < shape.Dim.Count; axis++)
        {
            if (inputs.Any(input => input.Dims[axis] != shape.Dim[axis].DimValue)) shape.Dim[axis] = new();
        }
        return declaration;
    }
}
