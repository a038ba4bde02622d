using System.Collections.Immutable;
using BnFold.Onnx;

namespace BnFold.Data;

/// <summary>A file of nothing but elements.</summary>
internal static class RawFile
{
    private static readonly Dictionary<string, ElementType> _types = new(StringComparer.Ordinal)
    {
        ["float16"] = ElementType.Float16,
        ["bfloat16"] = ElementType.BFloat16,
        ["float32"] = ElementType.Float,
        ["float64"] = ElementType.Double,
        ["int8"] = ElementType.Int8,
        ["int16"] = ElementType.Int16,
        ["int32"] = ElementType.Int32,
        ["int64"] = ElementType.Int64,
        ["uint8"] = ElementType.UInt8,
        ["uint16"] = ElementType.UInt16,
        ["uint32"] = ElementType.UInt32,
        ["uint64"] = ElementType.UInt64,
        ["bool"] = ElementType.Bool,
    };

    /// <summary>The name of a type, which is also NumPy's but for bfloat16; null for a type without one.</summary>
    public static string? NameOf(ElementType type) => _types.FirstOrDefault(pair => pair.Value == type).Key;

    public static bool IsType(string name) => _types.ContainsKey(name);

    public static ElementType TypeOf(string name) => _types[name];

    /// <exception cref="OnnxFormatException">There is no such file, no such type, or the file has another length.</exception>
    public static TensorFile Open(string path, string type, ImmutableArray<long> dims)
    {
        DataFile.CheckExists(path);
        if (!_types.TryGetValue(type, out var elementType))
            throw new OnnxFormatException(path, null, $"can't be read as '{type}'; one of {string.Join(", ", _types.Keys)} expected");
        if (dims.Any(size => size < 0)) throw new OnnxFormatException(path, null, $"can't have the shape {DataFile.Text(dims)}");

        var size = TensorCodec.ByteSize(elementType);
        var found = InputFile.LengthOf(path);
        if (!TryLength(dims, size, out var expected) || expected != found)
        {
            throw new OnnxFormatException(
                path, null, FormattableString.Invariant($"has {found} bytes; as {type}{DataFile.Text(dims)} it should have {expected}"));
        }
        return new(path, "", elementType, dims, new RawElements(path, expected));
    }

    private static bool TryLength(ImmutableArray<long> dims, int size, out long length)
    {
        try
        {
            length = DataFile.LengthOf(dims, size);
            return true;
        }
        catch (OverflowException)
        {
            length = long.MaxValue;
            return false;
        }
    }

    private sealed class RawElements(string path, long length) : TensorElements
    {
        public override void CopyTo(Span<byte> destination)
        {
            if (length == 0) return;
            using var handle = InputFile.Open(path);
            new FileSpan(handle, path, 0, length).Read(0, destination);
        }

        public override TensorSequence Open(string path, long length) =>
            new(InputFile.OpenStream(path), path);
    }
}
