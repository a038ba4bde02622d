namespace BnFold;

/// <summary>What became of every BatchNormalization of a model.</summary>
public sealed record FoldReport
{
    /// <summary>One outcome for each BatchNormalization of the input, in the order of the file, bodies after the node they belong to.</summary>
    public required IReadOnlyList<FoldOutcome> Outcomes { get; init; }

    /// <summary>Arithmetic with constants that was folded as well: Mul, Add, Sub, Div and Neg nodes that are gone.</summary>
    public IReadOnlyList<FoldOutcome> Arithmetic { get; init; } = [];

    /// <summary>What the constants of the hosts were and are, in the order of the graph; empty without <see cref="FoldOptions.Details"/>.</summary>
    public IReadOnlyList<WeightChange> Weights { get; init; } = [];

    /// <summary>Number of further nodes that are gone because nobody read them any more.</summary>
    public int Swept { get; init; }

    /// <summary>Number of sums of parallel branches that became one Conv, and are gone; 0 without <see cref="FoldOptions.MergeBranches"/>.</summary>
    public int MergedSums { get; init; }

    /// <summary>Inputs of the graph that are no inputs any more, since initializers give them a default; empty without <see cref="FoldOptions.FreezeInputs"/>.</summary>
    public IReadOnlyList<string> FrozenInputs { get; init; } = [];

    /// <summary>The model as it was.</summary>
    public required ModelSummary Before { get; init; }

    /// <summary>The model as it is now.</summary>
    public required ModelSummary After { get; init; }

    /// <summary>
    /// BatchNormalizations and Dropouts that were in training mode and are taken for inference: with them the model computes something else.
    /// </summary>
    public IReadOnlyList<string> AssumedInference { get; init; } = [];

    /// <summary>Things a user should know that change nothing, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Number of BatchNormalizations that are gone.</summary>
    public int Folded => Outcomes.Count(o => o.IsFolded);

    /// <summary>Number of BatchNormalizations that are still there.</summary>
    public int Kept => Outcomes.Count - Folded;
}
