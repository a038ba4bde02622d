using System.Runtime.InteropServices;

namespace BnFold.Runtime;

/// <summary>A text as ONNX Runtime wants it, for the length of a call.</summary>
internal readonly unsafe ref struct NativeText : IDisposable
{
    private NativeText(nint text) => Pointer = (byte*)text;

    public byte* Pointer { get; }

    public static NativeText Utf8(string text) => new(Marshal.StringToCoTaskMemUTF8(text));

    /// <summary>A path: UTF-16 on Windows, UTF-8 elsewhere.</summary>
    public static NativeText Path(string path) =>
        OperatingSystem.IsWindows() ? new(Marshal.StringToCoTaskMemUni(path)) : Utf8(path);

    public void Dispose() => Marshal.FreeCoTaskMem((nint)Pointer);
}
