using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>Which pages of a process are in RAM or in swap, from /proc/PID/pagemap.</summary>
/// <remarks>Source: Documentation/admin-guide/mm/pagemap.rst: 8 bytes a page, bit 63 present, bit 62 swapped. Frame numbers need
/// CAP_SYS_ADMIN; these bits do not.</remarks>
internal sealed class PresentPages : IDisposable
{
    private const ulong Present = 1UL << 63;
    private const ulong Swapped = 1UL << 62;
    private const int PagesAtOnce = 8192;
    private const int RegionsAtOnce = 1024;

    private readonly SafeFileHandle? _pagemap;

    private PresentPages(SafeFileHandle? pagemap)
    {
        _pagemap = pagemap;
    }

    /// <summary>Gets the size of a page of the kernel, bytes.</summary>
    public static int PageBytes => Environment.SystemPageSize;

    /// <summary>Gets a value indicating whether the file could be opened. Else every page counts as present.</summary>
    public bool IsKnown => _pagemap is not null;

    /// <summary>Opens the file; where that is refused, nothing is known.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="procRoot">Where proc is mounted.</param>
    public static PresentPages Open(int pid, string procRoot)
    {
        try
        {
            return new(File.OpenHandle($"{procRoot}/{pid}/pagemap", FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(null);
        }
    }

    /// <summary>Says nothing about any page, for stored images.</summary>
    public static PresentPages Unknown() => new(null);

    /// <summary>Finds the next run of pages that hold something.</summary>
    /// <param name="from">Where to look from.</param>
    /// <param name="to">Where to stop; exclusive.</param>
    /// <returns>The run cut to the range; empty (Start == End == <paramref name="to"/>) where none is left.</returns>
    public (ulong Start, ulong End) NextRun(ulong from, ulong to)
    {
        if (_pagemap is null)
        {
            return (from, to);
        }

        ulong start = to;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PagesAtOnce * sizeof(ulong));
        try
        {
            ulong pageBytes = (ulong)PageBytes;
            for (ulong page = from / pageBytes; page * pageBytes < to; page += PagesAtOnce)
            {
                int wanted = (int)Math.Min(PagesAtOnce, ((to + pageBytes - 1) / pageBytes) - page);
                int got = ReadEntries(page, buffer.AsSpan(0, wanted * sizeof(ulong)));
                for (int i = 0; i < got; i++)
                {
                    ulong entry = BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(i * sizeof(ulong)));
                    bool holds = (entry & (Present | Swapped)) != 0;
                    ulong address = (page + (ulong)i) * pageBytes;
                    if (holds && start == to)
                    {
                        start = Math.Max(address, from);
                    }
                    else if (!holds && start != to)
                    {
                        return (start, address);
                    }
                }

                if (got < wanted)
                {
                    break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return (start, to);
    }

    /// <summary>Marks the pages of a range that are in RAM.</summary>
    /// <param name="address">The range's start, at a page.</param>
    /// <param name="present">Receives 1 or 0 for each page of the kernel; 0 where nothing is known.</param>
    public void MarkPresent(ulong address, Span<byte> present)
    {
        present.Clear();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PagesAtOnce * sizeof(ulong));
        try
        {
            for (int done = 0; _pagemap is not null && done < present.Length; done += PagesAtOnce)
            {
                int wanted = Math.Min(PagesAtOnce, present.Length - done);
                int got = ReadEntries((address / (ulong)PageBytes) + (ulong)done, buffer.AsSpan(0, wanted * sizeof(ulong)));
                for (int i = 0; i < got; i++)
                {
                    bool isPresent = (BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(i * sizeof(ulong))) & Present) != 0;
                    present[done + i] = isPresent ? (byte)1 : (byte)0;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Tells for each of a program's pages how much of it is in RAM, by ranges: PAGEMAP_SCAN, since Linux 6.7, which costs a
    /// tenth of reading an entry a page.</summary>
    /// <param name="address">The range's start, at a page.</param>
    /// <param name="pageBytes">The size of the program's pages: a multiple of the kernel's.</param>
    /// <param name="percents">Receives 0 to 100 for each page.</param>
    /// <returns>False where this kernel has no such call; nothing is said then.</returns>
    public bool TryMarkResident(ulong address, int pageBytes, Span<byte> percents)
    {
        percents.Clear();
        if (_pagemap is null)
        {
            return false;
        }

        ulong end = address + ((ulong)percents.Length * (ulong)pageBytes);
        byte part = (byte)(100 * PageBytes / pageBytes);
        var regions = ArrayPool<PageRegion>.Shared.Rent(RegionsAtOnce);
        try
        {
            for (ulong from = address; from < end;)
            {
                int count = PageScan.Run(_pagemap, from, end, regions.AsSpan(0, RegionsAtOnce), out ulong reached);
                if (count < 0 || reached <= from)
                {
                    return false;
                }

                foreach (var region in regions.AsSpan(0, count))
                {
                    Mark(region, address, pageBytes, part, percents);
                }

                from = reached;
            }

            return true;
        }
        finally
        {
            ArrayPool<PageRegion>.Shared.Return(regions);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pagemap?.Dispose();

    // Whole pages at once, and the kernel's pages at both edges one by one.
    private static void Mark(PageRegion region, ulong address, int pageBytes, byte part, Span<byte> percents)
    {
        ulong size = (ulong)pageBytes;
        ulong first = (region.Start - address + size - 1) / size;
        ulong last = (region.End - address) / size;
        if (first < last)
        {
            percents[(int)first..(int)last].Fill(100);
        }

        for (ulong page = region.Start; page < Math.Min(region.End, address + (first * size)); page += (ulong)PageBytes)
        {
            percents[(int)((page - address) / size)] += part;
        }

        for (ulong page = Math.Max(address + (last * size), address + (first * size)); page < region.End; page += (ulong)PageBytes)
        {
            percents[(int)((page - address) / size)] += part;
        }
    }

    private int ReadEntries(ulong page, Span<byte> destination)
    {
        try
        {
            return RandomAccess.Read(_pagemap!, destination, (long)page * sizeof(ulong)) / sizeof(ulong);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
