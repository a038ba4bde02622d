using System.Runtime.InteropServices;

namespace BnFold.Runtime;

/// <summary>
/// Since 1.29, ONNX Runtime reports on Linux and macOS too what it runs, names and hashes of models among it, unless this variable is set
/// before its environment is created. The models are the user's own affair; who wants the reports sets the variable to 0.
/// </summary>
internal static unsafe class OrtTelemetry
{
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    public static void TurnOff()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null) return;
        Environment.SetEnvironmentVariable(Variable, "1");
        if (OperatingSystem.IsWindows()) return;
        // On Unix, .NET keeps variables to itself; native code sees only what setenv has set.
        var setenv = (delegate* unmanaged<byte*, byte*, int, int>)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "setenv");
        using var name = NativeText.Utf8(Variable);
        using var value = NativeText.Utf8("1");
        _ = setenv(name.Pointer, value.Pointer, 1);
    }
}
