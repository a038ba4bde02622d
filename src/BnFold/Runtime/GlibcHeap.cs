using System.Runtime.InteropServices;

namespace BnFold.Runtime;

/// <summary>
/// glibc raises the size above which memory goes straight back to the system as soon as large blocks are freed, and what it keeps with it;
/// after a few sessions, hundreds of megabytes of closed ones stay with the process. Fixed sizes prevent that: weights go back at once,
/// while intermediate values of usual sizes use memory again that needs no new pages.
/// </summary>
internal static unsafe class GlibcHeap
{
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int LargestReused = 32 << 20;
    private const int MostKept = 128 << 20;

    /// <summary>Fixes both; does nothing with another C library, or where the user has set one.</summary>
    public static void FixThresholds()
    {
        if (!OperatingSystem.IsLinux() || IsSetByUser()) return;
        var program = NativeLibrary.GetMainProgramHandle();
        if (NativeLibrary.TryGetExport(program, "gnu_get_libc_version", out _)
            && NativeLibrary.TryGetExport(program, "mallopt", out var address))
        {
            var mallopt = (delegate* unmanaged<int, int, int>)address;
            _ = mallopt(MmapThreshold, LargestReused);
            _ = mallopt(TrimThreshold, MostKept);
        }
    }

    private static bool IsSetByUser() =>
        Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is not null
        || Environment.GetEnvironmentVariable("GLIBC_TUNABLES")?.Contains("mmap_threshold", StringComparison.Ordinal) == true;
}
