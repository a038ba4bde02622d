using System.Buffers;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>The numbers of a payload, decoded through a small buffer.</summary>
internal static class PayloadNumbers
{
    private const int BufferLength = 1 << 16;

    /// <summary>The elements from number <paramref name="first"/> on, before any rounding that is still to come.</summary>
    public static void Read(Payload payload, ElementType type, long first, Span<double> destination)
    {
        if (payload is NumericPayload numeric)
        {
            numeric.ReadDoubles(first, destination);
            return;
        }
        var size = TensorCodec.ByteSize(type);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferLength, (long)destination.Length * size));
        try
        {
            for (var done = 0; done < destination.Length;)
            {
                var count = Math.Min(buffer.Length / size, destination.Length - done);
                var bytes = buffer.AsSpan(0, count * size);
                payload.Read((first + done) * size, bytes);
                TensorCodec.ReadDoubles(bytes, type, destination.Slice(done, count));
                done += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
