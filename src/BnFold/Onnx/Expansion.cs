using System.Diagnostics;
using Google.Protobuf;

namespace BnFold.Onnx;

/// <summary>
/// The inverse of <see cref="Skeleton"/>: a model's bytes with every reference replaced by its payload. Lengths of the messages around
/// a payload change with it and stand before it, so a first pass measures and a second writes.
/// </summary>
internal sealed class Expansion
{
    private readonly byte[] _skeleton;
    private readonly PayloadStore _payloads;
    private readonly List<long> _lengths = [];

    public Expansion(ModelProto model, PayloadStore payloads)
    {
        _skeleton = model.ToByteArray();
        _payloads = payloads;
        Length = Measure(_skeleton, FieldKind.Model);
    }

    /// <summary>Bytes that writing will produce.</summary>
    public long Length { get; }

    public void Write(PayloadWriter writer)
    {
        var next = 0;
        Write(_skeleton, FieldKind.Model, writer, ref next);
        writer.Flush();
    }

    /// <summary>The expanded length of a message. Those of the messages in it go to the list in the order they begin.</summary>
    private long Measure(ReadOnlySpan<byte> message, FieldKind kind)
    {
        long total = 0;
        for (var at = 0; at < message.Length;)
        {
            var field = Field.At(message, at, kind);
            at += field.TotalLength;
            var expanded = Payload(message, field)?.Length;
            if (field.IsMessage)
            {
                var slot = _lengths.Count;
                _lengths.Add(0);
                _lengths[slot] = Measure(message.Slice(field.ContentAt, field.ContentLength), field.Kind);
                expanded = _lengths[slot];
            }
            total += expanded is { } length ? field.TagLength + Varint.Length((ulong)length) + length : field.TotalLength;
        }
        return total;
    }

    private void Write(ReadOnlySpan<byte> message, FieldKind kind, PayloadWriter writer, ref int next)
    {
        for (var at = 0; at < message.Length;)
        {
            var field = Field.At(message, at, kind);
            var whole = message.Slice(at, field.TotalLength);
            at += field.TotalLength;
            if (Payload(message, field) is { } payload)
            {
                WriteHeader(whole[..field.TagLength], payload.Length, writer);
                writer.Write(payload);
            }
            else if (field.IsMessage)
            {
                WriteHeader(whole[..field.TagLength], _lengths[next++], writer);
                Write(message.Slice(field.ContentAt, field.ContentLength), field.Kind, writer, ref next);
            }
            else
            {
                writer.Write(whole);
            }
        }
    }

    private static void WriteHeader(ReadOnlySpan<byte> tag, long length, PayloadWriter writer)
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxLength];
        writer.Write(tag);
        writer.Write(bytes[..Varint.Write(bytes, (ulong)length)]);
    }

    private Payload? Payload(ReadOnlySpan<byte> message, Field field) => field.Kind == FieldKind.RawData
        && _payloads.TryGet(message.Slice(field.ContentAt, field.ContentLength), out var payload) ? payload : null;

    /// <summary>Where one field of a message stands; the generated code wrote it, so it is well formed.</summary>
    private readonly record struct Field(FieldKind Kind, int TagLength, int ContentAt, int ContentLength, int TotalLength)
    {
        public bool IsMessage => Kind >= FieldKind.Model;

        public static Field At(ReadOnlySpan<byte> message, int at, FieldKind parent)
        {
            var tagLength = Varint.Read(message[at..], out var tag);
            var valueAt = at + tagLength;
            switch ((WireType)(tag & 7))
            {
                case WireType.Varint:
                    return new(FieldKind.Opaque, tagLength, 0, 0, tagLength + Varint.Read(message[valueAt..], out _));
                case WireType.Fixed64:
                    return new(FieldKind.Opaque, tagLength, 0, 0, tagLength + 8);
                case WireType.Fixed32:
                    return new(FieldKind.Opaque, tagLength, 0, 0, tagLength + 4);
                case WireType.LengthDelimited:
                    var prefix = Varint.Read(message[valueAt..], out var length);
                    var kind = Schema.Field(parent, (int)(tag >> 3));
                    return new(kind, tagLength, valueAt + prefix, (int)length, tagLength + prefix + (int)length);
                default:
                    throw new UnreachableException("The skeleton scan lets no groups through.");
            }
        }
    }
}
