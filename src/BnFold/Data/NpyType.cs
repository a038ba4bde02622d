using System.Globalization;
using BnFold.Onnx;

namespace BnFold.Data;

/// <summary>An element type as NumPy writes it, such as <c>&lt;f4</c>.</summary>
/// <param name="Type">The type in ONNX.</param>
/// <param name="Size">Bytes of an element in the file.</param>
/// <param name="Unit">Bytes of what has a byte order: half of a complex number, one character of a text.</param>
/// <param name="IsBigEndian">Whether the units must be turned round.</param>
internal sealed record NpyType(ElementType Type, int Size, int Unit, bool IsBigEndian)
{
    private const string Hint = "numbers, bool or strings expected; convert it with .astype";

    /// <summary>Reads a descriptor; null, and why, where ONNX has nothing like it.</summary>
    public static NpyType? Parse(string descriptor, out string? problem)
    {
        problem = null;
        if (descriptor is not [var order and ('<' or '>' or '|' or '='), var kind, ..]
            || !int.TryParse(descriptor.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            problem = descriptor.Contains('O', StringComparison.Ordinal) ? $"Python objects; {Hint}" : $"the type '{descriptor}'; {Hint}";
            return null;
        }
        var isBigEndian = order == '>' || (order == '=' && !BitConverter.IsLittleEndian);
        if (TypeOf(kind, size) is { } type)
        {
            var unit = kind == 'c' ? size / 2 : size;
            return new(type, size, unit, isBigEndian);
        }
        if (kind == 'S' && size > 0) return new(ElementType.String, size, 1, isBigEndian);
        if (kind == 'U' && size is > 0 and <= int.MaxValue / sizeof(int))
            return new(ElementType.String, size * sizeof(int), sizeof(int), isBigEndian);
        problem = (kind, size) switch
        {
            ('V', 2) => "2-byte values without a type, perhaps bfloat16, which NumPy doesn't know; "
                + "save it as an ONNX tensor (.pb) or as raw bytes",
            // Any number of them would fit into a file of any length.
            ('S' or 'U', 0) => "strings of no length; at least one character expected",
            ('O', _) => $"Python objects; {Hint}",
            ('M' or 'm', _) => $"dates or times; {Hint}",
            _ => $"the type '{descriptor}'; {Hint}",
        };
        return null;
    }

    private static ElementType? TypeOf(char kind, int size) => (kind, size) switch
    {
        ('f', 2) => ElementType.Float16,
        ('f', 4) => ElementType.Float,
        ('f', 8) => ElementType.Double,
        ('i', 1) => ElementType.Int8,
        ('i', 2) => ElementType.Int16,
        ('i', 4) => ElementType.Int32,
        ('i', 8) => ElementType.Int64,
        ('u', 1) => ElementType.UInt8,
        ('u', 2) => ElementType.UInt16,
        ('u', 4) => ElementType.UInt32,
        ('u', 8) => ElementType.UInt64,
        ('b', 1) => ElementType.Bool,
        ('c', 8) => ElementType.Complex64,
        ('c', 16) => ElementType.Complex128,
        _ => null,
    };
}
