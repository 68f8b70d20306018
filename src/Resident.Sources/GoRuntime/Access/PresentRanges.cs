using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>Goes through the parts of an address range that are in RAM and count in RES, by address.</summary>
/// <remarks>By ranges where the kernel can: PAGEMAP_SCAN, since Linux 6.7, which costs a tenth of reading an entry a page.</remarks>
internal sealed class PresentRanges : IDisposable
{
    private const int RegionsAtOnce = 1024;

    private readonly SafeFileHandle _pagemap;
    private readonly ulong _end;
    private readonly PageRegion[] _found = ArrayPool<PageRegion>.Shared.Rent(RegionsAtOnce);
    private byte[]? _entries;
    private ulong _next;
    private ulong _passed;
    private int _count;
    private int _at;

    /// <summary>Initializes a new instance of the <see cref="PresentRanges"/> class. Nothing is read yet.</summary>
    /// <param name="pagemap">The process's pagemap.</param>
    /// <param name="start">The range's first address, at a page.</param>
    /// <param name="end">The range's end, at a page.</param>
    public PresentRanges(SafeFileHandle pagemap, ulong start, ulong end)
    {
        _pagemap = pagemap;
        _next = start;
        _end = end;
    }

    /// <summary>Finds the next part in RAM, behind all before it. Parts that touch may come one by one.</summary>
    /// <returns>The part; empty at the end of the range where none is left.</returns>
    public (ulong Start, ulong End) Next()
    {
        while (true)
        {
            if (_at == _count)
            {
                if (_next >= _end)
                {
                    return (_end, _end);
                }

                Fill();
                continue;
            }

            var region = _found[_at++];
            if (region.End > _passed)
            {
                var part = (Math.Max(region.Start, _passed), region.End);
                _passed = region.End;
                return part;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<PageRegion>.Shared.Return(_found);
        if (_entries is { } entries)
        {
            ArrayPool<byte>.Shared.Return(entries);
        }
    }

    private void Fill()
    {
        _at = 0;
        if (_entries is null)
        {
            _count = PageScan.Run(_pagemap, _next, _end, _found.AsSpan(0, RegionsAtOnce), out ulong reached);
            if (_count >= 0 && reached > _next)
            {
                // From the 512th range on, reached may be a place before the last ones: measured on Linux 6.18.
                _next = _count == 0 ? reached : Math.Max(reached, _found[_count - 1].End);
                return;
            }

            _entries = ArrayPool<byte>.Shared.Rent(PresentPages.PagesAtOnce * sizeof(ulong));
        }

        FillFromEntries(_entries);
    }

    private void FillFromEntries(byte[] entries)
    {
        ulong pageBytes = (ulong)PresentPages.PageBytes;
        int wanted = (int)Math.Min(PresentPages.PagesAtOnce, (_end - _next + pageBytes - 1) / pageBytes);
        int got = PresentPages.ReadEntries(_pagemap, _next / pageBytes, entries.AsSpan(0, wanted * sizeof(ulong)));
        _count = 0;
        int done = 0;
        for (; done < got && _count < RegionsAtOnce; done++)
        {
            if (!PresentPages.IsResident(BinaryPrimitives.ReadUInt64LittleEndian(entries.AsSpan(done * sizeof(ulong)))))
            {
                continue;
            }

            ulong address = _next + ((ulong)done * pageBytes);
            if (_count > 0 && _found[_count - 1].End == address)
            {
                _found[_count - 1] = _found[_count - 1] with { End = address + pageBytes };
            }
            else
            {
                _found[_count++] = new(address, address + pageBytes, 0);
            }
        }

        // Nothing could be read: the program has ended, and nothing of it is in RAM.
        _next = got == 0 ? _end : _next + ((ulong)done * pageBytes);
    }
}
