using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>Which pages of a process are in RAM or in swap, from /proc/PID/pagemap.</summary>
/// <remarks>Source: Documentation/admin-guide/mm/pagemap.rst: 8 bytes a page, bit 63 present, bit 62 swapped. Frame numbers need
/// CAP_SYS_ADMIN; these bits do not.</remarks>
internal sealed class PresentPages : IDisposable
{
    /// <summary>How many entries are read at once.</summary>
    public const int PagesAtOnce = 8192;

    private const ulong Present = 1UL << 63;
    private const ulong Swapped = 1UL << 62;
    private const ulong FileOrShared = 1UL << 61;
    private const ulong Exclusive = 1UL << 56;

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

    /// <summary>Tells whether a page counts in RES. Private memory that was only read shows the kernel's page of zeros, which is no page of the
    /// process's: present, and mapped by nobody alone. So is, on kernels before 6.7 that are read an entry a page, what a child shares after a fork.</summary>
    public static bool IsResident(ulong entry) => (entry & Present) != 0 && (entry & (Exclusive | FileOrShared)) != 0;

    /// <summary>Reads entries of a pagemap.</summary>
    /// <param name="pagemap">The file.</param>
    /// <param name="page">The first page's number.</param>
    /// <param name="destination">Receives 8 bytes a page.</param>
    /// <returns>How many entries came; 0 where the process has ended.</returns>
    public static int ReadEntries(SafeFileHandle pagemap, ulong page, Span<byte> destination)
    {
        try
        {
            return RandomAccess.Read(pagemap, destination, (long)page * sizeof(ulong)) / sizeof(ulong);
        }
        catch (IOException)
        {
            return 0;
        }
    }

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
                int got = ReadEntries(_pagemap, page, buffer.AsSpan(0, wanted * sizeof(ulong)));
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

    /// <summary>Tells which of up to 64 pages are in RAM.</summary>
    /// <param name="address">The first one's address, at a page.</param>
    /// <param name="pages">How many.</param>
    /// <returns>Bit i for the i-th page; all of them where nothing is known.</returns>
    public ulong MaskOf(ulong address, int pages)
    {
        ulong mask = ulong.MaxValue >> (64 - pages);
        if (_pagemap is null)
        {
            return mask;
        }

        Span<byte> entries = stackalloc byte[64 * sizeof(ulong)];
        int got = ReadEntries(_pagemap, address / (ulong)PageBytes, entries[..(pages * sizeof(ulong))]);
        for (int i = 0; i < pages; i++)
        {
            if (i >= got || (BinaryPrimitives.ReadUInt64LittleEndian(entries[(i * sizeof(ulong))..]) & Present) == 0)
            {
                mask &= ~(1UL << i);
            }
        }

        return mask;
    }

    /// <summary>Goes through the parts of a range that are in RAM.</summary>
    /// <param name="start">The range's first address, at a page.</param>
    /// <param name="end">The range's end, at a page.</param>
    /// <returns>Null where nothing is known.</returns>
    public PresentRanges? RangesOf(ulong start, ulong end) => _pagemap is null ? null : new(_pagemap, start, end);

    /// <inheritdoc/>
    public void Dispose() => _pagemap?.Dispose();
}
