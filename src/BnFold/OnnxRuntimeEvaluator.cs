using BnFold.Runtime;

namespace BnFold;

/// <summary>Evaluates constant expressions with ONNX Runtime, which is loaded on first need.</summary>
public sealed class OnnxRuntimeEvaluator : IConstantEvaluator
{
    private OnnxRuntimeEvaluator()
    {
    }

    /// <summary>The evaluator; it keeps nothing between calls.</summary>
    public static IConstantEvaluator Shared { get; } = new OnnxRuntimeEvaluator();

    /// <inheritdoc/>
    public IReadOnlyList<EvaluatedTensor>? Evaluate(ReadOnlyMemory<byte> model, out string? failure)
    {
        try
        {
            failure = null;
            using var session = OrtSession.Open(model.Span, new() { OptimizationLevel = OrtOptimizationLevel.None });
            var results = session.Run([], [.. session.Outputs.Select(o => o.Name)]);
            try
            {
                if (results.FirstOrDefault(static r => !r.IsTensor) is { } other)
                {
                    failure = $"it makes a value of the kind {other.Kind}";
                    return null;
                }
                return [.. results.Select(r => new EvaluatedTensor(r.ElementType, r.Dims, r.Bytes.ToArray()))];
            }
            finally
            {
                foreach (var result in results) result.Dispose();
            }
        }
        catch (Exception e) when (e is OrtException or OnnxRuntimeNotFoundException or NotSupportedException)
        {
            failure = e.Message;
            return null;
        }
    }
}
