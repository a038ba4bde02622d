using System.Diagnostics;
using Google.Protobuf;

namespace BnFold.Onnx;

/// <summary>
/// The inverse of <see cref="Skeleton"/>: a model's bytes with every reference replaced by its payload. Lengths of the messages around
/// a payload change with it and stand before it, so a first pass measures and a second composes.
/// </summary>
internal sealed class Expansion
{
    private readonly PayloadStore _payloads;
    private readonly List<long> _lengths = [];

    private Expansion(PayloadStore payloads) => _payloads = payloads;

    /// <summary>What the model's file will consist of.</summary>
    public static Composition Of(ModelProto model, PayloadStore payloads)
    {
        var skeleton = model.ToByteArray();
        var expansion = new Expansion(payloads);
        expansion.Measure(skeleton, FieldKind.Model);
        var file = new Composition(skeleton.Length);
        var next = 0;
        expansion.Compose(skeleton, FieldKind.Model, file, ref next);
        return file;
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

    private void Compose(ReadOnlySpan<byte> message, FieldKind kind, Composition file, ref int next)
    {
        for (var at = 0; at < message.Length;)
        {
            var field = Field.At(message, at, kind);
            var whole = message.Slice(at, field.TotalLength);
            at += field.TotalLength;
            if (Payload(message, field) is { } payload)
            {
                AddHeader(whole[..field.TagLength], payload.Length, file);
                file.Add(payload);
            }
            else if (field.IsMessage)
            {
                AddHeader(whole[..field.TagLength], _lengths[next++], file);
                Compose(message.Slice(field.ContentAt, field.ContentLength), field.Kind, file, ref next);
            }
            else
            {
                file.Add(whole);
            }
        }
    }

    private static void AddHeader(ReadOnlySpan<byte> tag, long length, Composition file)
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxLength];
        file.Add(tag);
        file.Add(bytes[..Varint.Write(bytes, (ulong)length)]);
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
