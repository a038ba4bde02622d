namespace BnFold.Graphs;

/// <summary>The numbers that quantized integers stand for: scale·(q − zero point).</summary>
internal sealed class DequantizedPayload(Quantization quantization) : NumericPayload(quantization.Type)
{
    private readonly long _run = quantization.Run;

    public override long Length => quantization.Integers.Count * ElementSize;

    public override void ReadDoubles(long first, Span<double> destination)
    {
        quantization.Integers.ReadDoubles(first, destination);
        for (var i = 0; i < destination.Length; i++)
        {
            var channel = (int)((first + i) / _run % quantization.Scales.Length);
            destination[i] = quantization.Scales[channel] * (destination[i] - quantization.ZeroPoints[channel]);
        }
    }
}
