using System.Runtime.InteropServices;

namespace BnFold.Runtime;

/// <summary>
/// glibc raises the size above which memory goes straight back to the system as soon as large blocks are freed; after a few
/// sessions, hundreds of megabytes of closed ones stay with the process. A fixed size, its own initial one, prevents that.
/// </summary>
internal static unsafe class GlibcHeap
{
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD
    private const int InitialThreshold = 128 * 1024;

    /// <summary>Fixes the threshold; does nothing with another C library, or where the user has set one.</summary>
    public static void ReturnLargeBlocks()
    {
        if (!OperatingSystem.IsLinux() || IsSetByUser()) return;
        var program = NativeLibrary.GetMainProgramHandle();
        if (NativeLibrary.TryGetExport(program, "gnu_get_libc_version", out _)
            && NativeLibrary.TryGetExport(program, "mallopt", out var mallopt))
            _ = ((delegate* unmanaged<int, int, int>)mallopt)(MmapThreshold, InitialThreshold);
    }

    private static bool IsSetByUser() =>
        Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is not null
        || Environment.GetEnvironmentVariable("GLIBC_TUNABLES")?.Contains("mmap_threshold", StringComparison.Ordinal) == true;
}
