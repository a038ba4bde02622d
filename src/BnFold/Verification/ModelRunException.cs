using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>ONNX Runtime can't open or run a model. Whose it is decides what that means.</summary>
internal sealed class ModelRunException(RunnableModel model, OrtException cause) : Exception(cause.Message, cause)
{
    public RunnableModel Model => model;
}
