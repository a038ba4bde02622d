using System.Collections.Immutable;
using BnFold.Onnx;

namespace BnFold.Statistics;

/// <summary>A tensor in a file that was found to hold samples of an input.</summary>
/// <param name="Format">The input.</param>
/// <param name="File">The tensor.</param>
/// <param name="FileDims">Sizes of a sample as the file has them.</param>
/// <param name="Dims">Sizes of a sample as it is fed.</param>
/// <param name="Count">Number of samples.</param>
/// <param name="IsTurned">Whether the channels are last in the file.</param>
internal sealed record SampleArray(
    InputFormat Format, TensorFile File, ImmutableArray<long> FileDims, ImmutableArray<long> Dims, long Count, bool IsTurned)
{
    public ElementType Type => Format.Input.Type;

    /// <summary>Bytes of a sample as it is fed.</summary>
    /// <exception cref="OnnxFormatException">More than 2 GB.</exception>
    public int Length
    {
        get
        {
            var bytes = TensorCodec.ByteLength(Type, Tensor.CountOf(Dims));
            return bytes <= Array.MaxLength ? (int)bytes : throw new OnnxFormatException(File.Path, null, "has samples of more than 2 GB");
        }
    }
}
