using System.Globalization;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Adds up what /proc/PID/smaps tells about the mappings of the heap.</summary>
/// <remarks>The kernel walks all page tables for it: milliseconds a gigabyte.</remarks>
internal static class HeapMappings
{
    private const int MostLines = 4_000_000;

    /// <summary>Reads the bytes that huge pages back, and those freed lazily.</summary>
    /// <returns>Null where the file cannot be read.</returns>
    public static (long HugePages, long LazyFree)? Read(int pid, string procRoot, IReadOnlyList<(ulong Start, ulong End)> heap)
    {
        long huge = 0;
        long lazy = 0;
        bool isHeap = false;
        try
        {
            foreach (string line in File.ReadLines($"{procRoot}/{pid}/smaps").Take(MostLines))
            {
                if (line.Length > 0 && !char.IsAsciiLetterUpper(line[0]))
                {
                    isHeap = Overlaps(line, heap);
                }
                else if (isHeap && line.StartsWith("AnonHugePages:", StringComparison.Ordinal))
                {
                    huge += Kibibytes(line) * 1024;
                }
                else if (isHeap && line.StartsWith("LazyFree:", StringComparison.Ordinal))
                {
                    lazy += Kibibytes(line) * 1024;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return (huge, lazy);
    }

    private static bool Overlaps(string header, IReadOnlyList<(ulong Start, ulong End)> heap)
    {
        int dash = header.IndexOf('-', StringComparison.Ordinal);
        int blank = header.IndexOf(' ', StringComparison.Ordinal);
        if (dash < 0 || blank < dash
            || !ulong.TryParse(header.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong start)
            || !ulong.TryParse(header.AsSpan(dash + 1, blank - dash - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong end))
        {
            return false;
        }

        return heap.Any(range => range.Start < end && start < range.End);
    }

    private static long Kibibytes(string line)
    {
        string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : 0;
    }
}
