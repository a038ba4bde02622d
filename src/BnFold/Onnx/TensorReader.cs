using System.Collections.Immutable;

namespace BnFold.Onnx;

/// <summary>Makes one out of the four ways a tensor can hold its elements: inline bytes, a reference, typed fields, another file.</summary>
internal sealed class TensorReader(string file, PayloadStore payloads, ExternalData external)
{
    /// <exception cref="OnnxFormatException">The tensor contradicts itself, or its external data is not where it should be.</exception>
    public Tensor Read(TensorProto tensor)
    {
        var type = (ElementType)tensor.DataType;
        if (type is <= ElementType.Undefined or > ElementType.Int2)
            throw Invalid(tensor, $"has element type {tensor.DataType}, which ONNX doesn't define (1 to {(int)ElementType.Int2} expected)");
        if (tensor.Segment is not null) throw Invalid(tensor, "is stored in segments, which no runtime reads; save it in one piece");

        var dims = tensor.Dims.ToImmutableArray();
        var count = CountOf(tensor, dims);
        if (type == ElementType.String) return new(type, dims, CheckStrings(tensor, count));

        var expected = LengthOf(tensor, type, count);
        var payload = Find(tensor, type, expected);
        if (payload.Length != expected)
            throw Invalid(tensor, $"has dims {Text(dims)} of {type} and so should have {expected} bytes, but has {payload.Length}");
        return new(type, dims, payload);
    }

    private Payload Find(TensorProto tensor, ElementType type, long expected)
    {
        var typed = TypedData.IsPresent(tensor);
        if (tensor.StringData.Count > 0) throw Invalid(tensor, $"is of {type}, but holds strings");
        if (tensor.RawData.Length > 0 && typed) throw Invalid(tensor, "has both raw data and typed data; one of them expected");

        if (tensor.DataLocation == (int)TensorLocation.External && tensor.ExternalData.Count > 0)
        {
            if (tensor.RawData.Length > 0 || typed) throw Invalid(tensor, "has both external and inline data; one of them expected");
            return expected == 0 ? new BytesPayload(default) : external.Find(tensor, expected);
        }
        if (payloads.TryGet(tensor.RawData, out var payload)) return payload;
        return new BytesPayload(typed ? TypedData.ToBytes(tensor, type) : tensor.RawData.Memory);
    }

    private long CountOf(TensorProto tensor, ImmutableArray<long> dims)
    {
        foreach (var dim in dims)
        {
            if (dim < 0) throw Invalid(tensor, $"has dims {Text(dims)}; none may be negative");
        }
        try
        {
            return Tensor.CountOf(dims);
        }
        catch (OverflowException)
        {
            throw Invalid(tensor, $"has dims {Text(dims)}, more elements than can be counted");
        }
    }

    private long LengthOf(TensorProto tensor, ElementType type, long count)
    {
        try
        {
            return TensorCodec.ByteLength(type, count);
        }
        catch (OverflowException)
        {
            throw Invalid(tensor, $"has {count} elements, more bytes than can be counted");
        }
    }

    private BytesPayload CheckStrings(TensorProto tensor, long count)
    {
        if (tensor.RawData.Length > 0 || TypedData.IsPresent(tensor)) throw Invalid(tensor, "is of String, but holds numbers or raw data");
        if (tensor.StringData.Count != count) throw Invalid(tensor, $"should have {count} strings, but has {tensor.StringData.Count}");
        return new(default);
    }

    private static string Text(ImmutableArray<long> dims) => $"[{string.Join(", ", dims)}]";

    private OnnxFormatException Invalid(TensorProto tensor, string problem) => new(file, $"tensor '{tensor.Name}'", problem);
}
