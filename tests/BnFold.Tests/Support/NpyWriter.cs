using System.Globalization;
using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Tests.Data;

namespace BnFold.Tests.Support;

/// <summary>Writes data for models to be run on.</summary>
internal static class NpyWriter
{
    /// <summary>Numbers as float32.</summary>
    public static void Write(string path, long[] dims, double[] values) =>
        Write(path, "<f4", dims, MemoryMarshal.AsBytes<float>(Array.ConvertAll(values, value => (float)value)).ToArray());

    /// <summary>Numbers as float16.</summary>
    public static void WriteSmall(string path, long[] dims, double[] values)
    {
        var bytes = new byte[2 * values.Length];
        TensorCodec.WriteDoubles(values, ElementType.Float16, bytes);
        Write(path, "<f2", dims, bytes);
    }

    /// <summary>Seeded noise that is neither centred nor of unit variance.</summary>
    public static double[] Noise(int seed, long count)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (var i = 0; i < values.Length; i++) values[i] = 0.3 + (0.9 * ((2 * random.NextDouble()) - 1));
        return values;
    }

    private static void Write(string path, string descriptor, long[] dims, byte[] bytes)
    {
        var shape = string.Concat(dims.Select(dim => dim.ToString(CultureInfo.InvariantCulture) + ", "));
        File.WriteAllBytes(path, NpyBytes.Array(descriptor, $"({shape})", bytes));
    }
}
