using System.Runtime.InteropServices;
using System.Text;

namespace BnFold.Cli.Tests.Support;

/// <summary>Writes samples as NumPy does.</summary>
internal static class SampleFiles
{
    /// <summary>A folder of .npy files with uniform noise, the same in every run.</summary>
    public static string Write(TempFolder folder, int count, params int[] dims)
    {
        var path = folder.File("samples");
        Directory.CreateDirectory(path);
        var random = new Random(5);
        for (var i = 0; i < count; i++)
        {
            var values = new float[dims.Aggregate(1, (a, b) => a * b)];
            for (var k = 0; k < values.Length; k++) values[k] = (float)((random.NextDouble() * 3) + 1);
            File.WriteAllBytes(Path.Combine(path, $"{i:000}.npy"), Npy(values, dims));
        }
        return path;
    }

    public static byte[] Npy(float[] values, params int[] dims) => Npy("<f4", MemoryMarshal.AsBytes<float>(values), dims);

    public static byte[] Npy(Half[] values, params int[] dims) => Npy("<f2", MemoryMarshal.AsBytes<Half>(values), dims);

    private static byte[] Npy(string type, ReadOnlySpan<byte> values, int[] dims)
    {
        var header = Encoding.ASCII.GetBytes(
            $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Concat(dims.Select(dim => $"{dim}, "))}), }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. header, .. values];
    }
}
