using BnFold.Affines;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>The bytes of a constant with its axes in another order; made when first asked for.</summary>
internal sealed class TransposedPayload(Constant source, int[] permutation) : Payload
{
    private readonly Lazy<byte[]> _bytes = new(() => Permute(source, permutation));

    public override long Length => source.Payload.Length;

    public override void Read(long offset, Span<byte> destination) => _bytes.Value.AsSpan((int)offset, destination.Length).CopyTo(destination);

    private static byte[] Permute(Constant source, int[] permutation)
    {
        var size = TensorCodec.ByteSize(source.Type);
        var from = new byte[source.Payload.Length];
        source.Payload.Read(0, from);
        var strides = BroadcastIndex.Strides([.. source.SmallDims()]);
        int[] dims = [.. permutation.Select(p => (int)source.Dims[p])];
        var index = new BroadcastIndex(dims, [.. permutation.Select(p => strides[p])]);
        var to = new byte[from.Length];
        for (var i = 0L; i < source.Count; i++)
            from.AsSpan((int)(index.Next() * size), size).CopyTo(to.AsSpan((int)(i * size)));
        return to;
    }
}
