using System.Runtime.InteropServices;
using Handle = nint;
using Status = nint;

namespace BnFold.Runtime;

/// <summary>
/// ONNX Runtime's C API: an append-only array of functions, of which each has had the same index since the version that brought it.
/// Text is UTF-8; <see cref="NativeText"/> knows about paths. A status other than null is an error that <see cref="Check"/> throws.
/// </summary>
internal sealed unsafe class OrtApi(nint table)
{
    /// <summary>The version asked for: all functions below are in 1.18, whatever came later.</summary>
    public const int Version = 18;

    private readonly void** _table = (void**)table;

    public delegate* unmanaged<Status, int> GetErrorCode => (delegate* unmanaged<Status, int>)_table[1];
    public delegate* unmanaged<Status, byte*> GetErrorMessage => (delegate* unmanaged<Status, byte*>)_table[2];
    public delegate* unmanaged<int, byte*, Handle*, Status> CreateEnv => (delegate* unmanaged<int, byte*, Handle*, Status>)_table[3];
    public delegate* unmanaged<Handle, Status> DisableTelemetryEvents => (delegate* unmanaged<Handle, Status>)_table[6];
    public delegate* unmanaged<Handle, byte*, Handle, Handle*, Status> CreateSession =>
        (delegate* unmanaged<Handle, byte*, Handle, Handle*, Status>)_table[7];
    public delegate* unmanaged<Handle, byte*, nuint, Handle, Handle*, Status> CreateSessionFromArray =>
        (delegate* unmanaged<Handle, byte*, nuint, Handle, Handle*, Status>)_table[8];
    public delegate* unmanaged<Handle, Handle, byte**, Handle*, nuint, byte**, nuint, Handle*, Status> Run =>
        (delegate* unmanaged<Handle, Handle, byte**, Handle*, nuint, byte**, nuint, Handle*, Status>)_table[9];

    public delegate* unmanaged<Handle*, Status> CreateSessionOptions => (delegate* unmanaged<Handle*, Status>)_table[10];
    public delegate* unmanaged<Handle, int, Status> SetSessionExecutionMode => (delegate* unmanaged<Handle, int, Status>)_table[13];
    public delegate* unmanaged<Handle, byte*, Status> EnableProfiling => (delegate* unmanaged<Handle, byte*, Status>)_table[14];
    public delegate* unmanaged<Handle, int, Status> SetSessionLogSeverityLevel => (delegate* unmanaged<Handle, int, Status>)_table[22];
    public delegate* unmanaged<Handle, int, Status> SetSessionGraphOptimizationLevel => (delegate* unmanaged<Handle, int, Status>)_table[23];
    public delegate* unmanaged<Handle, int, Status> SetIntraOpNumThreads => (delegate* unmanaged<Handle, int, Status>)_table[24];
    public delegate* unmanaged<Handle, int, Status> SetInterOpNumThreads => (delegate* unmanaged<Handle, int, Status>)_table[25];
    public delegate* unmanaged<Handle, byte*, byte*, Status> AddSessionConfigEntry =>
        (delegate* unmanaged<Handle, byte*, byte*, Status>)_table[130];
    public delegate* unmanaged<Handle, byte*, Status> RegisterCustomOpsLibrary => (delegate* unmanaged<Handle, byte*, Status>)_table[228];

    public delegate* unmanaged<Handle, nuint*, Status> SessionGetInputCount => (delegate* unmanaged<Handle, nuint*, Status>)_table[30];
    public delegate* unmanaged<Handle, nuint*, Status> SessionGetOutputCount => (delegate* unmanaged<Handle, nuint*, Status>)_table[31];
    public delegate* unmanaged<Handle, nuint, Handle*, Status> SessionGetInputTypeInfo =>
        (delegate* unmanaged<Handle, nuint, Handle*, Status>)_table[33];
    public delegate* unmanaged<Handle, nuint, Handle*, Status> SessionGetOutputTypeInfo =>
        (delegate* unmanaged<Handle, nuint, Handle*, Status>)_table[34];
    public delegate* unmanaged<Handle, nuint, Handle, byte**, Status> SessionGetInputName =>
        (delegate* unmanaged<Handle, nuint, Handle, byte**, Status>)_table[36];
    public delegate* unmanaged<Handle, nuint, Handle, byte**, Status> SessionGetOutputName =>
        (delegate* unmanaged<Handle, nuint, Handle, byte**, Status>)_table[37];
    public delegate* unmanaged<Handle, Handle, byte**, Status> SessionEndProfiling =>
        (delegate* unmanaged<Handle, Handle, byte**, Status>)_table[110];

    public delegate* unmanaged<Handle*, Status> CreateRunOptions => (delegate* unmanaged<Handle*, Status>)_table[39];
    public delegate* unmanaged<Handle, Status> RunOptionsSetTerminate => (delegate* unmanaged<Handle, Status>)_table[46];

    public delegate* unmanaged<Handle, long*, nuint, int, Handle*, Status> CreateTensor =>
        (delegate* unmanaged<Handle, long*, nuint, int, Handle*, Status>)_table[48];
    public delegate* unmanaged<Handle, byte**, Status> GetTensorMutableData => (delegate* unmanaged<Handle, byte**, Status>)_table[51];
    public delegate* unmanaged<Handle, nuint*, Status> GetStringTensorDataLength => (delegate* unmanaged<Handle, nuint*, Status>)_table[53];
    public delegate* unmanaged<Handle, byte*, nuint, nuint*, nuint, Status> GetStringTensorContent =>
        (delegate* unmanaged<Handle, byte*, nuint, nuint*, nuint, Status>)_table[54];
    public delegate* unmanaged<Handle, nuint, nuint, byte**, Status> GetResizedStringElementBuffer =>
        (delegate* unmanaged<Handle, nuint, nuint, byte**, Status>)_table[252];
    public delegate* unmanaged<Handle, Handle*, Status> GetTensorTypeAndShape => (delegate* unmanaged<Handle, Handle*, Status>)_table[65];
    public delegate* unmanaged<Handle, int*, Status> GetValueType => (delegate* unmanaged<Handle, int*, Status>)_table[67];
    public delegate* unmanaged<Handle, int, Handle, Handle*, Status> GetValue => (delegate* unmanaged<Handle, int, Handle, Handle*, Status>)_table[80];
    public delegate* unmanaged<Handle, nuint*, Status> GetValueCount => (delegate* unmanaged<Handle, nuint*, Status>)_table[81];
    public delegate* unmanaged<Handle, int*, Status> HasValue => (delegate* unmanaged<Handle, int*, Status>)_table[192];

    public delegate* unmanaged<Handle, int*, Status> GetOnnxTypeFromTypeInfo => (delegate* unmanaged<Handle, int*, Status>)_table[56];
    public delegate* unmanaged<Handle, Handle*, Status> CastTypeInfoToTensorInfo => (delegate* unmanaged<Handle, Handle*, Status>)_table[55];
    public delegate* unmanaged<Handle, int*, Status> GetTensorElementType => (delegate* unmanaged<Handle, int*, Status>)_table[60];
    public delegate* unmanaged<Handle, nuint*, Status> GetDimensionsCount => (delegate* unmanaged<Handle, nuint*, Status>)_table[61];
    public delegate* unmanaged<Handle, long*, nuint, Status> GetDimensions => (delegate* unmanaged<Handle, long*, nuint, Status>)_table[62];
    public delegate* unmanaged<Handle, byte**, nuint, Status> GetSymbolicDimensions => (delegate* unmanaged<Handle, byte**, nuint, Status>)_table[63];

    public delegate* unmanaged<Handle, void*, Status> AllocatorFree => (delegate* unmanaged<Handle, void*, Status>)_table[76];
    public delegate* unmanaged<Handle*, Status> GetDefaultAllocator => (delegate* unmanaged<Handle*, Status>)_table[78];

    public delegate* unmanaged<Status, void> ReleaseStatus => (delegate* unmanaged<Status, void>)_table[93];
    public delegate* unmanaged<Handle, void> ReleaseSession => (delegate* unmanaged<Handle, void>)_table[95];
    public delegate* unmanaged<Handle, void> ReleaseValue => (delegate* unmanaged<Handle, void>)_table[96];
    public delegate* unmanaged<Handle, void> ReleaseRunOptions => (delegate* unmanaged<Handle, void>)_table[97];
    public delegate* unmanaged<Handle, void> ReleaseTypeInfo => (delegate* unmanaged<Handle, void>)_table[98];
    public delegate* unmanaged<Handle, void> ReleaseTensorInfo => (delegate* unmanaged<Handle, void>)_table[99];
    public delegate* unmanaged<Handle, void> ReleaseSessionOptions => (delegate* unmanaged<Handle, void>)_table[100];

    /// <exception cref="OrtException">The status says so.</exception>
    public void Check(Status status)
    {
        if (status == 0) return;
        var code = (OrtErrorCode)GetErrorCode(status);
        var message = Marshal.PtrToStringUTF8((nint)GetErrorMessage(status)) ?? "";
        ReleaseStatus(status);
        throw new OrtException(code, message);
    }

    /// <summary>Copies a text that ONNX Runtime allocated, and frees it.</summary>
    public string TakeText(byte* text, Handle allocator)
    {
        var copy = Marshal.PtrToStringUTF8((nint)text) ?? "";
        Check(AllocatorFree(allocator, text));
        return copy;
    }
}
