using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

/// <summary>Tensors from arrays and back.</summary>
internal static class Tensors
{
    public static OrtTensor Of<T>(ElementType type, long[] dims, params T[] values)
        where T : unmanaged
    {
        var tensor = OrtTensor.Create((int)type, dims);
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(tensor.Bytes);
        return tensor;
    }

    public static T[] Values<T>(this OrtTensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.Bytes).ToArray();

    public static IReadOnlyList<OrtTensor> RunAll(
        this OrtSession session, NamedTensor[] inputs, params string[] outputs) =>
        session.Run(inputs, outputs, TestContext.Current.CancellationToken);

    /// <summary>Runs a model of one input for its first output.</summary>
    public static OrtTensor RunOne(this OrtSession session, OrtTensor input) =>
        session.RunAll([new(session.Inputs[0].Name, input)], session.Outputs[0].Name)[0];

    public static void DisposeAll(this IEnumerable<OrtTensor> tensors)
    {
        foreach (var tensor in tensors)
            tensor.Dispose();
    }
}
