using System.Text;

namespace BnFold.Cli.Tests.Support;

/// <summary>A protobuf message as it is written. These tests see the library from outside, so they write models by themselves.</summary>
internal sealed class Message
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public Message Add(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    public Message Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    public Message Add(int field, Message value) => Add(field, value.Bytes);

    public Message Add(int field, byte[] value)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value > 127; value >>= 7) _bytes.Add((byte)(value | 128));
        _bytes.Add((byte)value);
    }
}
