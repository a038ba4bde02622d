using BnFold.Onnx;
using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Support;

/// <summary>Runs two models on the same noise with ONNX Runtime at level 0 and compares all outputs, relative to their range.</summary>
internal static class Parity
{
    public static void AssertSame(byte[] expected, byte[] actual, double tolerance)
    {
        var options = new OrtSessionOptions { OptimizationLevel = OrtOptimizationLevel.None, DisablePrepacking = true };
        using var first = OrtSession.Open(expected, options);
        using var second = OrtSession.Open(actual, options);
        var names = first.Outputs.Select(o => o.Name).ToArray();
        Assert.Equal(names, second.Outputs.Select(o => o.Name));
        var inputs = first.Inputs.Select((input, i) => new NamedTensor(input.Name, Noise(input, i))).ToArray();
        var left = first.Run(inputs, names);
        var right = second.Run(inputs, names);
        for (var i = 0; i < names.Length; i++)
        {
            Assert.Equal(left[i].Dims, right[i].Dims);
            Compare(names[i], Numbers(left[i]), Numbers(right[i]), tolerance);
        }
        // Bytes is native memory: the tensors must live as long as it is read.
        foreach (var tensor in inputs.Select(i => i.Tensor).Concat(left).Concat(right)) tensor.Dispose();
    }

    private static void Compare(string name, double[] expected, double[] actual, double tolerance)
    {
        var range = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(expected[i] - actual[i]);
            Assert.True(
                difference <= tolerance * range || expected[i].Equals(actual[i]),
                $"{name}[{i}] is {actual[i]}, expected {expected[i]}: off by {difference / range:e2} of the range {range:g4}");
        }
    }

    private static OrtTensor Noise(OrtValueInfo input, int seed)
    {
        var dims = input.Dims.Select(d => d.Size < 0 ? 2 : d.Size).ToArray();
        var tensor = OrtTensor.Create(input.ElementType, dims);
        var random = new Random(seed);
        var type = (ElementType)input.ElementType;
        var values = new double[tensor.Bytes.Length / TensorCodec.ByteSize(type)];
        for (var i = 0; i < values.Length; i++) values[i] = random.NextDouble() * 4 - 2;
        if (TensorCodec.IsFloating(type))
            TensorCodec.WriteDoubles(values, type, tensor.Bytes);
        else
            tensor.Bytes.Clear();
        return tensor;
    }

    private static double[] Numbers(OrtTensor tensor)
    {
        var type = (ElementType)tensor.ElementType;
        var values = new double[tensor.Bytes.Length / TensorCodec.ByteSize(type)];
        TensorCodec.ReadDoubles(tensor.Bytes, type, values);
        return values;
    }
}
