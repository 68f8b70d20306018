using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>ioctl(2) PAGEMAP_SCAN on /proc/PID/pagemap.</summary>
/// <remarks>Source: struct pm_scan_arg in include/uapi/linux/fs.h. It says which ranges hold pages with certain properties.</remarks>
internal static partial class PageScan
{
    private const nuint PagemapScan = 0xC0606610; // _IOWR('f', 16, struct pm_scan_arg)
    private const ulong PageIsPresent = 1 << 3;
    private const ulong PageIsZero = 1 << 5; // PAGE_IS_PFNZERO

    /// <summary>Finds ranges of pages that are in RAM and count in RES: not those that were only read, and show the kernel's page of zeros.</summary>
    /// <param name="pagemap">The open file.</param>
    /// <param name="start">Where to look from.</param>
    /// <param name="end">Where to stop.</param>
    /// <param name="regions">Receives the ranges.</param>
    /// <param name="reached">Receives where the kernel stopped: at the end, or where the ranges were full.</param>
    /// <returns>How many ranges there are; -1 where this kernel has no such call.</returns>
    public static unsafe int Run(SafeFileHandle pagemap, ulong start, ulong end, Span<PageRegion> regions, out ulong reached)
    {
        fixed (PageRegion* vector = regions)
        {
            var argument = new ScanArgument
            {
                Size = (ulong)sizeof(ScanArgument),
                Start = start,
                End = end,
                Vector = (ulong)vector,
                VectorLength = (ulong)regions.Length,
                CategoryInverted = PageIsZero,
                CategoryMask = PageIsPresent | PageIsZero,
                ReturnMask = PageIsPresent,
            };
            int count = Control(pagemap, PagemapScan, &argument);
            reached = argument.WalkEnd;
            return count;
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Control(SafeFileHandle file, nuint request, ScanArgument* argument);

    [StructLayout(LayoutKind.Sequential)]
    private struct ScanArgument
    {
        public ulong Size;
        public ulong Flags;
        public ulong Start;
        public ulong End;
        public ulong WalkEnd;
        public ulong Vector;
        public ulong VectorLength;
        public ulong MostPages;
        public ulong CategoryInverted;
        public ulong CategoryMask;
        public ulong CategoryAnyOfMask;
        public ulong ReturnMask;
    }
}
