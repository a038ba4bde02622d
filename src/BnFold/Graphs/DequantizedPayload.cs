using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>The numbers that quantized integers stand for: scale·(q − zero point).</summary>
internal sealed class DequantizedPayload(Quantization quantization) : Payload, INumericPayload
{
    private const int Chunk = 1 << 13;

    private readonly int _size = TensorCodec.ByteSize(quantization.Type);
    private readonly long _run = quantization.Run;

    public override long Length => quantization.Integers.Count * _size;

    public override void Read(long offset, Span<byte> destination)
    {
        var numbers = new double[Math.Min(destination.Length / _size, Chunk)];
        for (var done = 0; done < destination.Length;)
        {
            var part = destination.Slice(done, Math.Min(destination.Length - done, numbers.Length * _size));
            var chunk = numbers.AsSpan(0, part.Length / _size);
            ReadDoubles((offset + done) / _size, chunk);
            TensorCodec.WriteDoubles(chunk, quantization.Type, part);
            done += part.Length;
        }
    }

    public void ReadDoubles(long first, Span<double> destination)
    {
        quantization.Integers.ReadDoubles(first, destination);
        for (var i = 0; i < destination.Length; i++)
        {
            var channel = (int)((first + i) / _run % quantization.Scales.Length);
            destination[i] = quantization.Scales[channel] * (destination[i] - quantization.ZeroPoints[channel]);
        }
    }
}
