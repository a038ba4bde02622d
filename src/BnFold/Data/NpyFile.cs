using BnFold.Onnx;

namespace BnFold.Data;

/// <summary>NumPy's file of one array.</summary>
internal static class NpyFile
{
    public static TensorFile Open(string path)
    {
        using var stream = InputFile.OpenStream(path);
        var header = NpyHeader.Read(stream, stream.Length, path, where: null);
        return new(path, "", header.Type.Type, header.Dims, new Elements(header, path));
    }

    private sealed class Elements(NpyHeader header, string path) : NpyElements(header, path)
    {
        protected override Stream OpenArray(string file, out IDisposable? container)
        {
            container = null;
            return InputFile.OpenStream(file);
        }
    }
}
