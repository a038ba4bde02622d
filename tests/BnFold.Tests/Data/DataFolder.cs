using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Data;

/// <summary>A folder for the files of one test.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Write(string name, byte[] content)
    {
        var path = PathOf(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string PathOf(string name) => Path.Combine(_folder.Path, name);

    public static double[] Numbers(TensorFile tensor)
    {
        var bytes = Bytes(tensor);
        var numbers = new double[Tensor.CountOf([.. tensor.Dims])];
        TensorCodec.ReadDoubles(bytes, tensor.ElementType, numbers);
        return numbers;
    }

    public static byte[] Bytes(TensorFile tensor)
    {
        var bytes = new byte[TensorCodec.ByteLength(tensor.ElementType, Tensor.CountOf([.. tensor.Dims]))];
        tensor.CopyTo(bytes);
        return bytes;
    }

    public void Dispose() => _folder.Dispose();
}
