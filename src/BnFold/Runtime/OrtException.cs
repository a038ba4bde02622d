namespace BnFold.Runtime;

/// <summary>ONNX Runtime refused a model, an input or a run.</summary>
internal sealed class OrtException(OrtErrorCode code, string message) : Exception(OneLine(message))
{
    public OrtErrorCode Code { get; } = code;

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
