using System.IO.Compression;
using System.Text;

namespace BnFold.Tests.Data;

/// <summary>Files as NumPy writes them, and as nothing should.</summary>
internal static class NpyBytes
{
    public static byte[] Array(string descriptor, string shape, byte[] elements, bool columnMajor = false, byte version = 1) =>
        WithHeader($"{{'descr': '{descriptor}', 'fortran_order': {columnMajor}, 'shape': {shape}, }}", elements, version);

    public static byte[] WithHeader(string header, byte[] elements, byte version = 1)
    {
        var text = Encoding.UTF8.GetBytes(header + "\n");
        var length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. elements];
    }

    public static void WriteArchive(string path, params (string Entry, byte[] Content)[] entries)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var stream = archive.CreateEntry(name).Open();
            stream.Write(content);
        }
    }
}
