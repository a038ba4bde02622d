using System.Numerics;
using System.Runtime.CompilerServices;
using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Much noise from little: numbers that repeat after a prime length, so that they line up with no tensor's rows.</summary>
internal sealed class NoisePool
{
    private const int Length = 65_537;
    private const int BlockLength = 4096;

    private readonly double[] _numbers = new double[Length + BlockLength];
    private int _next;

    public NoisePool(int seed)
    {
        var noise = new Noise(seed);
        for (var i = 0; i < Length; i++) _numbers[i] = noise.Signed();
        _numbers.AsSpan(0, BlockLength).CopyTo(_numbers.AsSpan(Length));
    }

    /// <summary>Uniform noise with the shape and the range of a tensor, or a range of 1 if that has none. The caller disposes it.</summary>
    public OrtTensor Like(OrtTensor tensor)
    {
        var range = TensorNoise.RangeOf(tensor);
        if (range == 0) range = 1;
        var made = OrtTensor.Create(tensor.ElementType, [.. tensor.Dims]);
        var type = (ElementType)tensor.ElementType;
        var size = TensorCodec.ByteSize(type);
        var block = new double[BlockLength];
        for (var bytes = made.Bytes; !bytes.IsEmpty;)
        {
            var values = block.AsSpan(0, Math.Min(BlockLength, bytes.Length / size));
            var numbers = _numbers.AsSpan(_next, values.Length);
            Scale(numbers, range, values);
            TensorCodec.WriteDoubles(values, type, bytes);
            bytes = bytes[(values.Length * size)..];
            _next = (_next + values.Length) % Length;
        }
        return made;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(ReadOnlySpan<double> numbers, double range, Span<double> values)
    {
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(numbers[i..]) * range).CopyTo(values[i..]);
        for (; i < values.Length; i++) values[i] = range * numbers[i];
    }
}
