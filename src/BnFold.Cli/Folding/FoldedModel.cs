using BnFold.Cli.Commands;

namespace BnFold.Cli.Folding;

/// <summary>A model after folding: what became of it, and its temporary file unless it was a dry run.</summary>
internal sealed record FoldedModel(FoldReport Report, PendingFile? Pending) : IDisposable
{
    /// <summary>Folds and writes the temporary file. Weights are multiplied while they are written; folds that take one out of its type's
    /// range are undone by folding again without them.</summary>
    public static FoldedModel Make(FoldRequest request, CommandContext context)
    {
        for (var options = request.Folding with { Details = request.Reports.Count > 0 }; ;)
        {
            using var model = context.Load(request.Model);
            context.Cancellation.ThrowIfCancellationRequested();
            var report = BatchNormFolder.Fold(model, options, context.Cancellation);
            context.Cancellation.ThrowIfCancellationRequested();
            try
            {
                return new(report, request.DryRun ? null : model.Prepare(OutputPath.Of(request.Output)));
            }
            catch (WeightOverflowException overflow)
            {
                options = options with { OutOfRange = [.. options.OutOfRange, .. overflow.Nodes] };
            }
        }
    }

    /// <summary>The model with its training mode taken for inference and nothing folded: what the folded one is to agree with.</summary>
    public static PendingFile InferenceForm(FoldRequest request)
    {
        using var model = OnnxModel.Load(request.Model);
        BatchNormFolder.Fold(model, request.Folding with { Keep = ["*"], BatchNormOnly = true, MergeBranches = false });
        return model.Prepare(OutputPath.Of(request.Output));
    }

    public void Dispose() => Pending?.Dispose();
}
