using System.Collections.Immutable;
using System.Globalization;

namespace BnFold.Data;

/// <summary>What an .npy header says: a Python dictionary of three entries.</summary>
/// <param name="Descriptor">The element type; null for a list of fields.</param>
/// <param name="IsColumnMajor">The entry fortran_order.</param>
/// <param name="Dims">The entry shape.</param>
internal sealed record NpyDescription(string? Descriptor, bool IsColumnMajor, ImmutableArray<long> Dims)
{
    /// <summary>Null for what is no such dictionary.</summary>
    public static NpyDescription? Parse(string text)
    {
        text = text.Trim();
        if (text is not ['{', .., '}']) return null;
        var (hasDescriptor, descriptor, order, dims) = (false, (string?)null, (bool?)null, (ImmutableArray<long>?)null);
        for (var rest = text.AsSpan(1, text.Length - 2).Trim(); !rest.IsEmpty;)
        {
            if (TakeText(ref rest) is not { } key || !Take(ref rest, ":")) return null;
            switch (key)
            {
                case "descr" when rest.StartsWith("["):
                    return new(null, false, []);
                case "descr":
                    (hasDescriptor, descriptor) = (true, TakeText(ref rest));
                    break;
                case "fortran_order":
                    order = Take(ref rest, "True") ? true : Take(ref rest, "False") ? false : null;
                    break;
                case "shape":
                    dims = TakeDims(ref rest);
                    break;
                default:
                    return null;
            }
            if (!Take(ref rest, ",") && !rest.IsEmpty) return null;
        }
        return hasDescriptor && descriptor is not null && order is { } isColumnMajor && dims is { } sizes
            ? new(descriptor, isColumnMajor, sizes) : null;
    }

    private static bool Take(ref ReadOnlySpan<char> rest, string expected)
    {
        if (!rest.StartsWith(expected, StringComparison.Ordinal)) return false;
        rest = rest[expected.Length..].TrimStart();
        return true;
    }

    private static string? TakeText(ref ReadOnlySpan<char> rest)
    {
        if (rest is not [('\'' or '"') and var quote, ..]) return null;
        var length = rest[1..].IndexOf(quote);
        if (length < 0) return null;
        var text = rest.Slice(1, length).ToString();
        rest = rest[(length + 2)..].TrimStart();
        return text;
    }

    private static ImmutableArray<long>? TakeDims(ref ReadOnlySpan<char> rest)
    {
        if (!Take(ref rest, "(")) return null;
        var dims = ImmutableArray.CreateBuilder<long>();
        while (!Take(ref rest, ")"))
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !long.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var size)) return null;
            dims.Add(size);
            rest = rest[digits..];
            Take(ref rest, "L"); // as Python 2 wrote it
            rest = rest.TrimStart();
            if (!Take(ref rest, ",") && !rest.StartsWith(")")) return null;
        }
        return dims.ToImmutable();
    }
}
