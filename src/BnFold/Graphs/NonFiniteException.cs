namespace BnFold.Graphs;

/// <summary>
/// A weight multiplied by a fold leaves the range of its element type, or was not finite before. Found while the weight is streamed
/// to the output, so whoever saves makes the plan again without that fold.
/// </summary>
internal sealed class NonFiniteException(Onnx.Payload payload) : Exception("A folded weight is not finite in its element type.")
{
    public Onnx.Payload Payload { get; } = payload;
}
