using System.Globalization;
using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Makes the inputs of a sample from a seed: noise, at a scale that changes from sample to sample.</summary>
internal sealed class InputGenerator(int seed)
{
    private const int BlockLength = 4096;

    // A network that saturates at one scale shows its differences at another.
    private static readonly double[] _scales = [1, 0.125, 4, 0.5];

    /// <summary>The inputs of one sample. The caller disposes them.</summary>
    /// <param name="plan">What to feed, and how large.</param>
    /// <param name="sample">Number of the sample.</param>
    public TensorSet Create(InputPlan plan, int sample)
    {
        var inputs = new TensorSet();
        try
        {
            for (var i = 0; i < plan.Inputs.Count; i++)
            {
                var input = plan.Inputs[i];
                var scale = _scales[sample % _scales.Length];
                inputs.Add(input.Name, plan.Given.TryGetValue(input.Name, out var given)
                    ? GivenInputs.Load(given)
                    : Create(input.Type, input.Dims, plan.IntegerBound, scale, new(seed, sample, i)));
            }
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    private static OrtTensor Create(ElementType type, IReadOnlyList<long> dims, int integerBound, double scale, Noise noise)
    {
        long[] sizes = [.. dims];
        if (type == ElementType.String)
        {
            // Digits, so that a cast to a number has something to read.
            var strings = new string[sizes.Aggregate(1L, (product, size) => checked(product * size))];
            for (var i = 0; i < strings.Length; i++) strings[i] = noise.Below(10).ToString(CultureInfo.InvariantCulture);
            return OrtTensor.CreateStrings(sizes, strings);
        }

        var tensor = OrtTensor.Create((int)type, sizes);
        var bytes = tensor.Bytes;
        if (type == ElementType.Bool)
        {
            for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)noise.Below(2);
            return tensor;
        }

        var size = TensorCodec.ByteSize(type);
        var block = new double[BlockLength];
        while (!bytes.IsEmpty)
        {
            var values = block.AsSpan(0, Math.Min(BlockLength, bytes.Length / size));
            if (TensorCodec.IsFloating(type))
                foreach (ref var value in values) value = scale * noise.Normal();
            else
                foreach (ref var value in values) value = noise.Below(Bound(type, sizes.Length, integerBound));
            TensorCodec.WriteDoubles(values, type, bytes);
            bytes = bytes[(values.Length * size)..];
        }
        return tensor;
    }

    /// <summary>Integers are mostly indices, which must be small; a large tensor of bytes is an image.</summary>
    private static int Bound(ElementType type, int rank, int integerBound) => type == ElementType.UInt8 && rank > 2 ? 256 : integerBound;
}
