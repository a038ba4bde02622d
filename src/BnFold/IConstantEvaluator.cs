namespace BnFold;

/// <summary>Evaluates constant expressions that bnfold does not compute itself.</summary>
public interface IConstantEvaluator
{
    /// <summary>Runs a model without inputs and returns its outputs.</summary>
    /// <param name="model">A serialized ONNX model whose graph has no inputs.</param>
    /// <returns>The outputs in their order; null when this evaluator cannot run the model (it says why in <paramref name="failure"/>).</returns>
    /// <param name="failure">Why there is no result, in one line; null otherwise.</param>
    public IReadOnlyList<EvaluatedTensor>? Evaluate(ReadOnlyMemory<byte> model, out string? failure);
}
