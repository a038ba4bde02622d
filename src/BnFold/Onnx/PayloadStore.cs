using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace BnFold.Onnx;

/// <summary>
/// The payloads of one model. In a skeleton, a tensor's raw_data is either its bytes or a short reference to a payload kept here:
/// eight bytes of magic and a four-byte index. Whatever begins with the magic is a reference, since the skeleton scan moves
/// bytes that happen to begin so into the store, and a caller that makes raw_data does so by <see cref="Add"/>.
/// </summary>
internal sealed class PayloadStore
{
    public const int ReferenceLength = 12;

    private readonly List<Payload> _payloads = [];

    public static ReadOnlySpan<byte> Magic => [0xB7, 0x0F, 0x01, 0xD5, 0xE9, 0x3A, 0xC4, 0x86];

    /// <summary>Keeps <paramref name="payload"/> and returns what to put into raw_data for it.</summary>
    public ByteString Add(Payload payload)
    {
        Span<byte> reference = stackalloc byte[ReferenceLength];
        Magic.CopyTo(reference);
        BinaryPrimitives.WriteInt32LittleEndian(reference[Magic.Length..], _payloads.Count);
        _payloads.Add(payload);
        return ByteString.CopyFrom(reference);
    }

    public bool TryGet(ByteString rawData, [NotNullWhen(true)] out Payload? payload) => TryGet(rawData.Span, out payload);

    public bool TryGet(ReadOnlySpan<byte> rawData, [NotNullWhen(true)] out Payload? payload)
    {
        payload = null;
        if (rawData.Length != ReferenceLength || !rawData.StartsWith(Magic)) return false;
        payload = _payloads[BinaryPrimitives.ReadInt32LittleEndian(rawData[Magic.Length..])];
        return true;
    }
}
