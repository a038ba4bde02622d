using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace BnFold.Data;

/// <summary>The description before the elements of an .npy array.</summary>
/// <param name="Type">Its element type.</param>
/// <param name="IsColumnMajor">Whether the first index varies fastest, as in Fortran.</param>
/// <param name="Dims">Its sizes.</param>
/// <param name="Start">Where the elements begin.</param>
internal sealed record NpyHeader(NpyType Type, bool IsColumnMajor, ImmutableArray<long> Dims, long Start)
{
    // What NumPy writes for numbers has some 100 bytes; 64 KiB hold hundreds of dims.
    private const int MaxLength = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Bytes of all elements.</summary>
    public long Length => DataFile.LengthOf(Dims, Type.Size);

    /// <summary>Reads a header and holds it against the length of what follows.</summary>
    /// <param name="stream">At the start of the array.</param>
    /// <param name="available">Bytes of the array, header included.</param>
    /// <param name="file">Its file, for messages.</param>
    /// <param name="where">The array in the file, for messages; null if it is the whole.</param>
    /// <exception cref="OnnxFormatException">It is no such array, one of a type that ONNX has not, or not all of it is there.</exception>
    public static NpyHeader Read(Stream stream, long available, string file, string? where)
    {
        Span<byte> start = stackalloc byte[12];
        var count = stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false);
        if (!start[..count].StartsWith(Magic)) throw Invalid("is no NumPy array: it doesn't begin with \\x93NUMPY");
        if (count < 8) throw Truncated();
        int version = start[6];
        if (version is < 1 or > 3) throw Invalid($"has version {version} of the format; 1, 2 or 3 expected");

        var sizeLength = version == 1 ? sizeof(ushort) : sizeof(uint);
        var size = start.Slice(8, sizeLength);
        if (stream.ReadAtLeast(size, sizeLength, throwOnEndOfStream: false) < sizeLength) throw Truncated();
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MaxLength) throw Invalid($"has a header of {length} bytes; at most {MaxLength} expected");
        if (8 + sizeLength + length > available) throw Truncated();

        var text = new byte[length];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length) throw Truncated();
        var header = Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), 8 + sizeLength + length);
        header.CheckLength(available - header.Start, Invalid);
        return header;

        OnnxFormatException Invalid(string problem) => new(file, where, problem);

        OnnxFormatException Truncated() => Invalid($"is truncated: its header is cut off after {available} bytes");

        NpyHeader Parse(string text, long end)
        {
            if (NpyDescription.Parse(text) is not { } description) throw Invalid("has a header that can't be read; it is damaged");
            if (description.Descriptor is null) throw Invalid("holds records of several fields; one array per field expected");
            var type = NpyType.Parse(description.Descriptor, out var problem) ?? throw Invalid($"holds {problem}");
            return new(type, description.IsColumnMajor, description.Dims, end);
        }
    }

    private void CheckLength(long found, Func<string, OnnxFormatException> invalid)
    {
        try
        {
            if (Length == found) return;
        }
        catch (OverflowException)
        {
            throw invalid($"has the shape {DataFile.Text(Dims)}, more elements than can be counted");
        }
        var expected = FormattableString.Invariant($"has the shape {DataFile.Text(Dims)} and so should have {Length} bytes of elements");
        if (found < Length) throw invalid($"{expected}, but has {found}; it is truncated");
        throw invalid($"{expected}, but has {found}; several arrays belong into an .npz");
    }
}
