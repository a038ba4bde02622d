using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace BnFold.Onnx;

/// <summary>Goes through a file field by field, without recursion, and copies what belongs into its skeleton.</summary>
internal sealed class SkeletonScanner(SafeFileHandle file, string path, PayloadStore payloads, FieldKind root, SkeletonBuffer output)
{
    private readonly FileWindow _input = new(file, RandomAccess.GetLength(file));
    private readonly Stack<Message> _parents = new();

    public long? InvalidTextAt { get; private set; }

    private sealed record Message(FieldKind Kind, long End, int LengthAt);

    public void Scan()
    {
        var message = new Message(root, _input.Length, LengthAt: 0);
        while (true)
        {
            if (_input.Position < message.End)
            {
                message = ScanField(message);
            }
            else
            {
                if (_parents.Count == 0) return;
                output.EndMessage(message.LengthAt);
                message = _parents.Pop();
            }
        }
    }

    /// <summary>Copies one field and returns the message to go on in: a nested one where the field begins one.</summary>
    private Message ScanField(Message message)
    {
        var fieldAt = _input.Position;
        var tag = CopyVarint(message);
        var number = tag >> 3;
        if (number is 0 or > int.MaxValue >> 2) throw Malformed(fieldAt, "there is no field of this number");

        switch ((WireType)(tag & 7))
        {
            case WireType.Varint:
                CopyVarint(message);
                return message;
            case WireType.Fixed64:
                Copy(Checked(8, message, fieldAt));
                return message;
            case WireType.Fixed32:
                Copy(Checked(4, message, fieldAt));
                return message;
            case WireType.LengthDelimited:
                var length = Checked(ReadVarint(message, out _), message, fieldAt);
                return ScanContent(message, Schema.Field(message.Kind, (int)number), length);
            default:
                throw Malformed(fieldAt, "a field of this kind does not occur in ONNX");
        }
    }

    private Message ScanContent(Message message, FieldKind kind, long length)
    {
        if (kind >= FieldKind.Model) return Begin(kind, length, parent: message);
        if (kind == FieldKind.RawData && IsPayload(length))
        {
            var reference = payloads.Add(new FileSpan(file, path, _input.Position, length)).Span;
            AppendVarint((ulong)reference.Length);
            Append(reference);
            _input.Skip(length);
            return message;
        }
        var at = _input.Position;
        AppendVarint((ulong)length);
        Copy(length);
        if (kind == FieldKind.Text && !Utf8.IsValid(output.Span[^(int)length..])) InvalidTextAt ??= at;
        return message;
    }

    private Message Begin(FieldKind kind, long length, Message parent)
    {
        if (_parents.Count == Skeleton.MaxDepth)
            throw Malformed(_input.Position, $"messages are nested more than {Skeleton.MaxDepth} deep");
        _parents.Push(parent);
        var lengthAt = output.Length;
        if (!output.TryBeginMessage()) throw TooLarge();
        return new(kind, _input.Position + length, lengthAt);
    }

    // What happens to look like a reference must become one, or it would be taken for another tensor's.
    private bool IsPayload(long length) =>
        length >= Skeleton.MinPayloadLength ||
        (length >= PayloadStore.Magic.Length && _input.Peek(PayloadStore.Magic.Length).SequenceEqual(PayloadStore.Magic));

    private ulong CopyVarint(Message message)
    {
        var value = ReadVarint(message, out var bytes);
        Append(bytes);
        return value;
    }

    private ulong ReadVarint(Message message, out ReadOnlySpan<byte> bytes)
    {
        var at = _input.Position;
        bytes = _input.Peek(Math.Min(Varint.MaxLength, message.End - at));
        var length = Varint.Read(bytes, out var value);
        if (length == 0 && bytes.Length == Varint.MaxLength) throw Malformed(at, "a number has no end");
        if (length == 0) throw Ends(at, at + bytes.Length + 1, message);
        bytes = bytes[..length];
        _input.Skip(length);
        return value;
    }

    private long Checked(ulong length, Message message, long fieldAt)
    {
        var at = _input.Position;
        if (length > (ulong)(message.End - at)) throw Ends(fieldAt, at + (long)Math.Min(length, (ulong)(long.MaxValue - at)), message);
        return (long)length;
    }

    private void Copy(long length)
    {
        while (length > 0)
        {
            var bytes = _input.Peek(length);
            if (bytes.IsEmpty) throw Malformed(_input.Position, "the file became shorter while it was read");
            Append(bytes);
            _input.Skip(bytes.Length);
            length -= bytes.Length;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (!output.TryAppend(bytes)) throw TooLarge();
    }

    private void AppendVarint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxLength];
        Append(bytes[..Varint.Write(bytes, value)]);
    }

    private OnnxFormatException Ends(long fieldAt, long end, Message message) => message.End == _input.Length
        ? new(path, null, $"is truncated: the field at byte {fieldAt} needs the file to have {end} bytes, it has {_input.Length}")
        : Malformed(fieldAt, $"the field goes on to byte {end}, the message around it ends at byte {message.End}");

    private OnnxFormatException TooLarge() =>
        new(path, null, "holds more than 2 GB beside raw data, which protobuf can't read; keep the weights as raw or external data");

    private OnnxFormatException Malformed(long at, string problem) =>
        new(path, null, $"is no ONNX {(root == FieldKind.Tensor ? "tensor" : "model")}, or is damaged: at byte {at}, {problem}");
}
