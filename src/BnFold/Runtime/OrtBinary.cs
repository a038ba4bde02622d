using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace BnFold.Runtime;

/// <summary>A loaded copy of ONNX Runtime's native library that is new enough.</summary>
internal sealed unsafe class OrtBinary
{
    private OrtBinary(string version, nint table)
    {
        Version = version;
        Table = table;
    }

    /// <summary>As the library itself says, "1.30.0".</summary>
    public string Version { get; }

    /// <summary>The function table, see <see cref="OrtApi"/>.</summary>
    public nint Table { get; }

    /// <summary>Loads the file at a full path. What is wrong with it comes back as the predicate of a sentence: "… is too old".</summary>
    public static bool TryLoad(string path, [NotNullWhen(true)] out OrtBinary? binary, [NotNullWhen(false)] out string? problem)
    {
        binary = null;
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // The last line is the loader's own message; before it stands advice on how to debug a loader.
            problem = $"cannot be loaded: {e.Message.TrimEnd().Split('\n')[^1].Trim()}";
            return false;
        }

        return TryBind(library, out binary, out problem);
    }

    /// <summary>Takes over a library from its handle; a handle that is of no use is freed.</summary>
    public static bool TryBind(nint library, [NotNullWhen(true)] out OrtBinary? binary, [NotNullWhen(false)] out string? problem)
    {
        binary = null;
        problem = null;
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var export))
        {
            problem = "is not ONNX Runtime: it does not export OrtGetApiBase";
        }
        else
        {
            var apiBase = (void**)((delegate* unmanaged<nint>)export)();
            var version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)apiBase[1])()) ?? "";
            // Asked before GetApi, which prints to stderr when it is asked for a version that it does not have.
            var table = IsSupported(version) ? ((delegate* unmanaged<uint, nint>)apiBase[0])(OrtApi.Version) : 0;
            if (table == 0)
                problem = $"is ONNX Runtime {version}; 1.{OrtApi.Version} or newer is needed";
            else
                binary = new(version, table);
        }

        if (binary is null) NativeLibrary.Free(library);
        return binary is not null;
    }

    /// <summary>Whether the C API of this version has all that <see cref="OrtApi"/> names.</summary>
    public static bool IsSupported(string version) =>
        System.Version.TryParse(version.Split('-', '+')[0], out var parsed) && parsed >= new Version(1, OrtApi.Version);
}
