using System.Text;

namespace BnFold.Runtime;

/// <summary>Reads and writes what a native value holds.</summary>
internal static unsafe class OrtValueContent
{
    public static OrtValueKind Kind(OrtHandle value)
    {
        if (value.IsInvalid) return OrtValueKind.Optional;
        var api = OrtLibrary.Api;
        int present;
        api.Check(api.HasValue(value.Pointer, &present));
        if (present == 0) return OrtValueKind.Optional;
        int kind;
        api.Check(api.GetValueType(value.Pointer, &kind));
        GC.KeepAlive(value);
        return (OrtValueKind)kind;
    }

    public static OrtTensorShape Shape(OrtHandle tensor)
    {
        var api = OrtLibrary.Api;
        nint pointer;
        api.Check(api.GetTensorTypeAndShape(tensor.Pointer, &pointer));
        using var info = new OrtHandle(pointer, api.ReleaseTensorInfo);
        int elementType;
        api.Check(api.GetTensorElementType(pointer, &elementType));
        nuint rank;
        api.Check(api.GetDimensionsCount(pointer, &rank));
        var dims = new long[rank];
        fixed (long* sizes = dims)
            api.Check(api.GetDimensions(pointer, sizes, rank));
        GC.KeepAlive(tensor);
        return new(OrtElementType.FromNative(elementType), dims);
    }

    public static OrtTensor[] Items(OrtHandle container)
    {
        var api = OrtLibrary.Api;
        nuint count;
        api.Check(api.GetValueCount(container.Pointer, &count));
        var items = new List<OrtTensor>((int)count);
        try
        {
            for (var i = 0; i < (int)count; i++)
            {
                nint item;
                api.Check(api.GetValue(container.Pointer, i, OrtLibrary.Allocator, &item));
                items.Add(new(item));
            }
        }
        catch
        {
            items.ForEach(item => item.Dispose());
            throw;
        }

        GC.KeepAlive(container);
        return [.. items];
    }

    public static string[] ReadStrings(OrtHandle tensor, long count)
    {
        var api = OrtLibrary.Api;
        nuint length;
        api.Check(api.GetStringTensorDataLength(tensor.Pointer, &length));
        var text = new byte[checked((int)length)];
        var offsets = new nuint[count];
        fixed (byte* bytes = text)
        fixed (nuint* starts = offsets)
            api.Check(api.GetStringTensorContent(tensor.Pointer, bytes, length, starts, (nuint)count));
        GC.KeepAlive(tensor);

        var strings = new string[count];
        for (var i = 0; i < strings.Length; i++)
        {
            var end = i + 1 < strings.Length ? (int)offsets[i + 1] : text.Length;
            strings[i] = Encoding.UTF8.GetString(text.AsSpan((int)offsets[i]..end));
        }

        return strings;
    }

    public static void WriteStrings(OrtHandle tensor, IReadOnlyList<string> strings)
    {
        var api = OrtLibrary.Api;
        for (var i = 0; i < strings.Count; i++)
        {
            var length = Encoding.UTF8.GetByteCount(strings[i]);
            byte* buffer;
            api.Check(api.GetResizedStringElementBuffer(tensor.Pointer, (nuint)i, (nuint)length, &buffer));
            Encoding.UTF8.GetBytes(strings[i], new Span<byte>(buffer, length));
        }

        GC.KeepAlive(tensor);
    }
}
