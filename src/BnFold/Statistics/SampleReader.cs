using System.Numerics;
using System.Runtime.InteropServices;
using BnFold.Data;
using BnFold.Onnx;

namespace BnFold.Statistics;

/// <summary>Reads the samples of an array one after another, as they are fed.</summary>
internal sealed class SampleReader : IDisposable
{
    private readonly SampleArray _array;
    private readonly bool _isBatched;
    private readonly TensorSequence _sequence;
    private readonly Scaler? _scaler;
    private readonly byte[] _raw;
    private readonly byte[] _turned;

    public SampleReader(SampleArray array, bool isBatched)
    {
        (_array, _isBatched) = (array, isBatched);
        var count = Tensor.CountOf(array.Dims);
        var rawLength = TensorCodec.ByteLength(array.File.ElementType, count);
        if (rawLength > Array.MaxLength) throw new OnnxFormatException(array.File.Path, null, "has samples of more than 2 GB");
        var channelAxis = isBatched ? 0 : 1;
        _scaler = array.Format.Scaling is { } scaling ? Scaler.Of(scaling, array, channelAxis) : null;
        _raw = _scaler is null && !array.IsTurned ? [] : new byte[rawLength];
        _turned = array.IsTurned ? new byte[rawLength] : [];
        _sequence = array.File.OpenSequence();
    }

    /// <summary>Reads the next sample; gives what is wrong with its values, or null.</summary>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    public string? Read(Span<byte> destination)
    {
        if (_raw.Length == 0)
        {
            _sequence.Read(destination);
        }
        else
        {
            _sequence.Read(_raw);
            var bytes = _raw;
            if (_array.IsTurned)
            {
                Turn();
                bytes = _turned;
            }
            if (_scaler is null) bytes.CopyTo(destination);
            else if (!_scaler.Apply(bytes, destination)) return "holds a value that is not finite, or not when it is scaled";
        }
        return IsFinite(destination) ? null : "holds a value that is not finite";
    }

    public void Dispose() => _sequence.Dispose();

    // Channels last to channels first, in each sample where there are several in one.
    private void Turn()
    {
        var size = TensorCodec.ByteSize(_array.File.ElementType);
        var channels = (int)_array.FileDims[^1];
        var outer = _isBatched ? 1 : (int)_array.FileDims[0];
        if (channels == 0 || outer == 0 || _raw.Length == 0) return;
        var positions = _raw.Length / size / channels / outer;
        for (var n = 0; n < outer; n++)
        {
            var start = n * positions * channels;
            for (var c = 0; c < channels; c++)
            {
                for (var p = 0; p < positions; p++)
                {
                    var from = (start + (p * channels) + c) * size;
                    var to = (start + (c * positions) + p) * size;
                    _raw.AsSpan(from, size).CopyTo(_turned.AsSpan(to, size));
                }
            }
        }
    }

    private bool IsFinite(ReadOnlySpan<byte> bytes) => _array.Type switch
    {
        ElementType.Float => AllBelow(MemoryMarshal.Cast<byte, uint>(bytes), 0x7F80_0000u),
        ElementType.Double => AllBelow(MemoryMarshal.Cast<byte, ulong>(bytes), 0x7FF0_0000_0000_0000ul),
        ElementType.Float16 => AllBelow(MemoryMarshal.Cast<byte, ushort>(bytes), (ushort)0x7C00),
        ElementType.BFloat16 => AllBelow(MemoryMarshal.Cast<byte, ushort>(bytes), (ushort)0x7F80),
        _ => true,
    };

    // The exponent of what is not finite is all ones.
    private static bool AllBelow<T>(ReadOnlySpan<T> bits, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        var mask = new Vector<T>(exponent);
        var i = 0;
        for (; i <= bits.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            if (Vector.EqualsAny(new Vector<T>(bits[i..]) & mask, mask)) return false;
        }
        for (; i < bits.Length; i++)
        {
            if ((bits[i] & exponent) == exponent) return false;
        }
        return true;
    }
}
