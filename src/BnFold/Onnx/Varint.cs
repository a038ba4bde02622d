namespace BnFold.Onnx;

/// <summary>Protobuf's base-128 numbers, in 64 bits: lengths here may exceed what the protobuf library can hold.</summary>
internal static class Varint
{
    public const int MaxLength = 10;

    /// <summary>How many bytes the number at the start of <paramref name="bytes"/> takes; 0 if it has no end there.</summary>
    public static int Read(ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < MaxLength; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80) return i + 1;
        }
        return 0;
    }

    public static int Write(Span<byte> destination, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7) destination[length++] = (byte)(value | 0x80);
        destination[length++] = (byte)value;
        return length;
    }

    public static int Length(ulong value)
    {
        var length = 1;
        while ((value >>= 7) != 0) length++;
        return length;
    }
}
