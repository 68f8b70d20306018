using System.Globalization;
using Resident.Model;

namespace Resident.Analysis.Accounting;

/// <summary>How much of what the runtime has obtained for its own structures is never touched: parts of tables for address space that is
/// not used.</summary>
/// <remarks>
/// Measured as Sys - HeapSys - StackInuse less what is resident outside of arenas, on programs that map nothing themselves, heaps of 4 to
/// 250 MiB: Go 1.22 to 1.27 3.0 MiB (2.8 to 3.3). Up to Go 1.21 5.6 MiB, and of the heap bitmap, 2 MiB for each arena of 64 MiB, the part for
/// the rest of the last arena (together 5.7 to 7.6, off by 0.4 at the most).
/// </remarks>
internal static class UntouchedMetadata
{
    private const long ArenaBytes = 64L << 20;
    private const int HeapBytesABitmapByte = 32;
    private const int NewestWithBitmap = 21;

    /// <summary>Estimates it.</summary>
    /// <returns>Bytes.</returns>
    public static long Of(GoMemory go)
    {
        if (MinorOf(go.Version) > NewestWithBitmap)
        {
            return 3_145_728;
        }

        long heap = (go.HeapSys?.Bytes ?? 0) + (go.StackInuse?.Bytes ?? 0);
        long arenas = (heap + ArenaBytes - 1) / ArenaBytes * ArenaBytes;
        return 5_872_026 + ((arenas - heap) / HeapBytesABitmapByte);
    }

    // "go1.19.8" is 19. Unknown versions count as new.
    private static int MinorOf(string? version)
    {
        const string Start = "go1.";
        if (version?.StartsWith(Start, StringComparison.Ordinal) is not true)
        {
            return int.MaxValue;
        }

        int end = version.AsSpan(Start.Length).IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? version.AsSpan(Start.Length) : version.AsSpan(Start.Length, end);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int minor) ? minor : int.MaxValue;
    }
}
