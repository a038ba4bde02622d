using BnFold.Affines;
using BnFold.Onnx;

namespace BnFold.Walk;

/// <summary>What reading a node throws where the file makes no sense, as a reason to keep what depends on it.</summary>
internal static class Malformed
{
    /// <summary>What is wrong; null for an exception that is not the file's fault.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        AttributeException => exception.Message,
        ArithmeticException => "an attribute or a size is out of range",
        MismatchException => $"what the file says of its values contradicts itself ({exception.Message})",
        _ => null,
    };
}
