using BnFold.Verification;

namespace BnFold.Benchmarking;

/// <summary>Finds what models are fed while they are timed.</summary>
internal static class BenchmarkInputs
{
    /// <summary>Plans with which the original runs; null, and why not, if there are none.</summary>
    /// <exception cref="OnnxFormatException">The options do not fit the model.</exception>
    /// <exception cref="ModelRunException">ONNX Runtime can't open the original at all.</exception>
    public static SamplePlans? Find(string original, BenchmarkOptions options, CancellationToken cancellation, out string? reason)
    {
        var asked = options.Inputs with { Samples = 1, Threads = options.Threads };
        using var model = new RunnableModel(original, asked);
        var bound = BindBatch(model, asked, options.BatchSize);
        var plans = InputSearch.Find(model, model.Graph.Inputs, bound, outputs: null, cancellation, out reason);
        if (plans is not null || options.BatchSize is not null || ReferenceEquals(bound, asked)) return plans;
        return InputSearch.Find(model, model.Graph.Inputs, asked, outputs: null, cancellation, out reason);
    }

    /// <summary>Settles the first dimension of inputs that leave it open and are not given.</summary>
    private static VerifyOptions BindBatch(RunnableModel model, VerifyOptions options, long? size)
    {
        var given = options.Inputs.SelectMany(set => set.Inputs.Keys).Concat(options.Shapes.Keys).ToHashSet(StringComparer.Ordinal);
        var batches = model.Graph.Inputs.Select(InputDeclaration.Of).OfType<InputDeclaration>()
            .Where(input => !given.Contains(input.Name) && input.Dims is [{ Size: null }, ..])
            .Select(input => input.Dims!.Value[0].Symbol).Distinct().Where(symbol => !options.Dims.ContainsKey(symbol)).ToArray();
        if (batches.Length == 0)
        {
            return size is null ? options : throw new OnnxFormatException(
                model.File.Path, null, "no input leaves its first dimension open, so there is no batch size to choose");
        }
        var dims = options.Dims.ToDictionary(StringComparer.Ordinal);
        foreach (var symbol in batches) dims[symbol] = size ?? 1;
        return options with { Dims = dims };
    }
}
