using System.Runtime.InteropServices;

namespace BnFold.Runtime;

/// <summary>A list of names as ONNX Runtime wants it, for the length of a call.</summary>
internal sealed class NativeNames : IDisposable
{
    public NativeNames(IEnumerable<string> names) => Pointers = Array.ConvertAll(names.ToArray(), Marshal.StringToCoTaskMemUTF8);

    public nint[] Pointers { get; }

    public void Dispose()
    {
        foreach (var pointer in Pointers)
            Marshal.FreeCoTaskMem(pointer);
    }
}
