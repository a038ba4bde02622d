namespace BnFold.Graphs;

/// <summary>What the user lets count as a constant.</summary>
internal sealed record ConstantPolicy
{
    /// <summary>Initializers that are also graph inputs count as constants.</summary>
    public bool FreezeInputs { get; init; }

    public IConstantEvaluator? Evaluator { get; init; }
}
