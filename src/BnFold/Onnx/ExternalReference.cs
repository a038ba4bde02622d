using System.Globalization;
using Google.Protobuf;

namespace BnFold.Onnx;

/// <summary>Writes into a tensor where its bytes are, if not inside the model.</summary>
internal static class ExternalReference
{
    /// <param name="tensor">Loses the bytes it has.</param>
    /// <param name="location">A path from the model's folder, with slashes.</param>
    /// <param name="offset">In bytes.</param>
    /// <param name="length">In bytes.</param>
    public static void Point(TensorProto tensor, string location, long offset, long length)
    {
        tensor.ClearRawData();
        tensor.ExternalData.Clear();
        tensor.ExternalData.Add(Entry("location", location));
        tensor.ExternalData.Add(Entry("offset", offset.ToString(CultureInfo.InvariantCulture)));
        tensor.ExternalData.Add(Entry("length", length.ToString(CultureInfo.InvariantCulture)));
        tensor.DataLocation = (int)TensorLocation.External;
    }

    private static StringStringEntryProto Entry(string key, string value) =>
        new() { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value) };
}
