using BnFold.Functions;
using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Walk;

namespace BnFold;

/// <summary>Folds the BatchNormalizations of a model into neighbouring weights.</summary>
public static class BatchNormFolder
{
    /// <summary>
    /// Folds what can be folded, in memory. Each BatchNormalization at inference is one affine per channel, y = s·x + t; it goes into the
    /// constants of the operators before or behind it. Weights are multiplied when the model is saved, in double, rounded once.
    /// </summary>
    /// <param name="model">The model; changed in place.</param>
    /// <param name="options">What to fold; null for the defaults.</param>
    /// <param name="cancellation">Looked at between two sites; the model is of no use then.</param>
    /// <returns>One outcome for each BatchNormalization.</returns>
    /// <exception cref="OnnxFormatException">The model is not well-formed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static FoldReport Fold(OnnxModel model, FoldOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        RequireSoundTensors(model);
        var before = Summaries.Of(model);
        var inlined = FunctionInliner.Run(model);
        var view = new GraphView(model);
        view.Constants.Policy = new() { FreezeInputs = options.FreezeInputs, Evaluator = options.Evaluator };
        var converted = options.AssumeInference ? InferenceForm.Convert(view) : [];
        // Before the fold, which drops those that nobody reads any more.
        string[] frozen = options.FreezeInputs ? [.. view.OverridableInputs().Select(static value => value.Name)] : [];
        var loop = new FoldLoop(view, options, cancellation);
        var sites = loop.Run();
        if (options.FreezeInputs) view.DropOverridableInputs();
        view.Commit();
        model.Modified |= inlined is not null;
        return new()
        {
            Outcomes = [.. sites.Where(s => s.IsBatchNorm).Select(Outcome), .. Summaries.InsideFunctions(model, options)],
            Arithmetic = [.. sites.Where(s => !s.IsBatchNorm && s.Plan is not null).Select(s => s.ToOutcome(options))],
            Weights = loop.Weights,
            Swept = view.SweptNodes,
            MergedSums = loop.MergedSums,
            FrozenInputs = frozen,
            Warnings =
            [
                .. loop.Warnings,
                .. InferenceForm.Warnings(converted),
                .. JumpingReaders.Warnings(sites.Select(s => s.Plan).OfType<FoldPlan>()),
            ],
            Before = before,
            AssumedInference = converted,
            After = Summaries.Of(model),
        };

        FoldOutcome Outcome(SiteState site) =>
            site.ToOutcome(options) with { NameInFile = inlined?.GetValueOrDefault(site.Node.Name) ?? site.Node.Name };
    }

    /// <summary>
    /// What contradicts itself is refused wherever it stands, and not only where a fold happens to look. What holds nothing at all is as
    /// tools leave it that take the weights out.
    /// </summary>
    private static void RequireSoundTensors(OnnxModel model)
    {
        foreach (var tensor in ModelTensors.Of(model.Proto))
        {
            var isEmpty = tensor.RawData.IsEmpty && tensor.StringData.Count == 0 && tensor.ExternalData.Count == 0 && !TypedData.IsPresent(tensor);
            if (!isEmpty) _ = model.Read(tensor);
        }
    }
}
