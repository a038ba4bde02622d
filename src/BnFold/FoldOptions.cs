namespace BnFold;

/// <summary>What to fold, and how far to go.</summary>
public sealed record FoldOptions
{
    /// <summary>
    /// Treats initializers that are also graph inputs (IR version 4 and later) as constants and drops them from the graph inputs: callers
    /// can no longer replace them. Off by default, because it changes the model's interface.
    /// </summary>
    public bool FreezeInputs { get; init; }

    /// <summary>Patterns (<c>*</c> and <c>?</c>) of node names; when there are any, only BatchNormalizations that match one are folded.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>
    /// Patterns (<c>*</c> and <c>?</c>) of node names to keep: BatchNormalizations, and arithmetic with constants. Such arithmetic doesn't
    /// go with a BatchNormalization either, though its constant may take one in.
    /// </summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>
    /// Leaves arithmetic with constants (a BatchNormalization written out as Sub, Div, Mul, Add, say) as it is, unless a
    /// BatchNormalization passes through it. Off by default: such runs are affines like any other.
    /// </summary>
    public bool BatchNormOnly { get; init; }

    /// <summary>
    /// Merges parallel branches — an Add of Conv k×k, Conv 1×1, a bare BatchNormalization over one input, as RepVGG and MobileOne have them
    /// in training form — into one Conv. Off by default.
    /// </summary>
    public bool MergeBranches { get; init; }

    /// <summary>
    /// Turns BatchNormalizations in training mode into inference with their stored statistics, which changes what the model computes.
    /// Those whose running statistics are read, or are outputs, stay as they are. Off by default.
    /// </summary>
    public bool AssumeInference { get; init; }

    /// <summary>When an Add may stand in for a shift that no constant takes.</summary>
    public StandIns StandIns { get; init; } = StandIns.Auto;

    /// <summary>
    /// Evaluates constant expressions that bnfold does not compute itself. By default ONNX Runtime, loaded on first need; where it is
    /// absent, nodes that need it are kept with that reason. Null never evaluates them.
    /// </summary>
    public IConstantEvaluator? Evaluator { get; init; } = OnnxRuntimeEvaluator.Shared;

    /// <summary>
    /// Also finds out what a report shows: the graph around each fold, and the range of every weight before and after, for which all
    /// weights that change are read. Off by default.
    /// </summary>
    public bool Details { get; init; }

    /// <summary>Names of nodes whose folded weights were found out of range while they were written; kept with that reason.</summary>
    public IReadOnlyCollection<string> OutOfRange { get; init; } = [];
}
