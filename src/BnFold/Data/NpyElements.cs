using System.Text;
using BnFold.Onnx;

namespace BnFold.Data;

/// <summary>Brings the elements of an .npy array to the order of ONNX: little-endian, row-major.</summary>
/// <param name="header">What the array is.</param>
/// <param name="file">Its file, for messages.</param>
internal abstract class NpyElements(NpyHeader header, string file) : TensorElements
{
    public override void CopyTo(Span<byte> destination)
    {
        if (destination.IsEmpty) return;
        if (IsRowMajor)
        {
            ReadInto(destination);
        }
        else
        {
            var columns = new byte[destination.Length];
            ReadInto(columns);
            ColumnMajor.Turn(columns, header.Type.Size, header.Dims, destination);
        }
        ToOnnx(destination, header.Type);
    }

    public override TensorSequence Open(string path, long length)
    {
        if (!IsRowMajor) return base.Open(path, length);
        var stream = OpenArray(path, out var container);
        try
        {
            Skip(stream);
            return new Sequence(stream, container, path, header.Type);
        }
        catch
        {
            stream.Dispose();
            container?.Dispose();
            throw;
        }
    }

    public override IReadOnlyList<string> ReadStrings()
    {
        if (header.Length > Array.MaxLength) throw new OnnxFormatException(file, null, "holds more than 2 GB of strings");
        var strings = new string[Tensor.CountOf(header.Dims)];
        var bytes = new byte[header.Length];
        CopyTo(bytes);
        Encoding encoding = header.Type.Unit == 1
            ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
            : new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);
        for (var i = 0; i < strings.Length; i++) strings[i] = Decode(encoding, bytes.AsSpan(i * header.Type.Size, header.Type.Size), i);
        return strings;
    }

    /// <summary>The array's bytes, header included, from the start.</summary>
    protected abstract Stream OpenArray(string file, out IDisposable? container);

    private bool IsRowMajor => !header.IsColumnMajor || header.Dims.Count(size => size != 1) < 2;

    private void ReadInto(Span<byte> destination)
    {
        using var stream = OpenArray(file, out var container);
        using (container)
        {
            Skip(stream);
            stream.ReadExactly(destination);
        }
    }

    private void Skip(Stream stream)
    {
        if (stream.CanSeek) stream.Position = header.Start;
        else stream.ReadExactly(new byte[header.Start]);
    }

    private static void ToOnnx(Span<byte> elements, NpyType type)
    {
        if (type.IsBigEndian) Reverse(elements, type.Unit);
        if (type.Type == ElementType.Bool) Normalize(elements);
    }

    private string Decode(Encoding encoding, ReadOnlySpan<byte> bytes, int index)
    {
        try
        {
            return encoding.GetString(bytes).TrimEnd('\0');
        }
        catch (DecoderFallbackException exception)
        {
            throw new OnnxFormatException(file, null, $"holds a string that is no text: element {index} is not Unicode", exception);
        }
    }

    private static void Reverse(Span<byte> bytes, int unit)
    {
        if (unit == 1) return;
        for (; !bytes.IsEmpty; bytes = bytes[unit..]) bytes[..unit].Reverse();
    }

    // True is any byte but 0 to NumPy, and 1 to runtimes.
    private static void Normalize(Span<byte> bytes)
    {
        foreach (ref var value in bytes) value = value == 0 ? (byte)0 : (byte)1;
    }

    private sealed class Sequence(Stream stream, IDisposable? container, string path, NpyType type) : TensorSequence(stream, path)
    {
        public override void Dispose()
        {
            base.Dispose();
            container?.Dispose();
        }

        protected override void Convert(Span<byte> elements) => ToOnnx(elements, type);
    }
}
