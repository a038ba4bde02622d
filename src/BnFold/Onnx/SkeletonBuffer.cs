namespace BnFold.Onnx;

/// <summary>Protobuf in the making, in one array: lengths of nested messages are filled in when the message is complete.</summary>
internal sealed class SkeletonBuffer
{
    // Five bytes hold any 32-bit length; parsers accept the padding.
    private const int PaddedLength = 5;

    private byte[] _bytes = new byte[16 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Appends the bytes. False if they are more than an array can hold.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Array.MaxLength - Length) return false;
        if (bytes.Length > _bytes.Length - Length)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, Length + bytes.Length)));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }

    /// <summary>Leaves room for a length; give the position before it to <see cref="EndMessage"/>.</summary>
    public bool TryBeginMessage() => TryAppend(stackalloc byte[PaddedLength]);

    public void EndMessage(int lengthAt)
    {
        var length = (uint)(Length - lengthAt - PaddedLength);
        for (var i = 0; i < PaddedLength; i++)
            _bytes[lengthAt + i] = (byte)(((length >> (7 * i)) & 0x7F) | (i < PaddedLength - 1 ? 0x80u : 0));
    }
}
