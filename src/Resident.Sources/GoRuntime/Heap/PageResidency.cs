using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Tells for a region's pages, in order, how much of each is in RAM.</summary>
internal sealed class PageResidency : IDisposable
{
    private readonly PresentRanges? _ranges;
    private readonly ulong _address;
    private readonly ulong _pageBytes;
    private (ulong Start, ulong End) _part;

    /// <summary>Initializes a new instance of the <see cref="PageResidency"/> class.</summary>
    /// <param name="present">What the kernel tells.</param>
    /// <param name="address">The region's start.</param>
    /// <param name="pages">The region's pages.</param>
    /// <param name="pageBytes">The bytes of a page of the region; the kernel's may be smaller or larger.</param>
    public PageResidency(PresentPages present, ulong address, int pages, int pageBytes)
    {
        _address = address;
        _pageBytes = (ulong)pageBytes;
        _ranges = present.RangesOf(address, address + ((ulong)pages * _pageBytes));
        _part = _ranges?.Next() ?? default;
    }

    /// <summary>Gets a value indicating whether the kernel tells.</summary>
    public bool IsKnown => _ranges is not null;

    /// <summary>Looks at pages; those before them are not asked for again.</summary>
    /// <param name="first">The first page.</param>
    /// <param name="end">The page to stop before, above <paramref name="first"/>.</param>
    /// <returns>How many pages from the first one on have the same percentage, 1 at least, and the percentage; 0 % where nothing is known.</returns>
    public (int Pages, byte Percent) Look(int first, int end)
    {
        ulong start = _address + ((ulong)first * _pageBytes);
        Pass(start);
        if (_part.Start == _part.End)
        {
            return (end - first, 0);
        }

        if (_part.Start >= start + _pageBytes)
        {
            return (Math.Min(PagesUntil(_part.Start), end) - first, 0);
        }

        bool isWhole = _part.Start <= start && _part.End >= start + _pageBytes;
        return isWhole ? (Math.Min(PagesUntil(_part.End), end) - first, (byte)100) : (1, LookAtParts(start));
    }

    /// <inheritdoc/>
    public void Dispose() => _ranges?.Dispose();

    private int PagesUntil(ulong address) => (int)((address - _address) / _pageBytes);

    private void Pass(ulong address)
    {
        while (_part.End <= address && _part.Start != _part.End)
        {
            _part = _ranges!.Next();
        }
    }

    // A page of which the kernel's pages are in RAM in part, or all, found one by one.
    private byte LookAtParts(ulong start)
    {
        ulong end = start + _pageBytes;
        ulong bytes = 0;
        while (_part.Start < end && _part.Start != _part.End)
        {
            bytes += Math.Min(_part.End, end) - Math.Max(_part.Start, start);
            if (_part.End > end)
            {
                break;
            }

            _part = _ranges!.Next();
        }

        return (byte)(100 * bytes / _pageBytes);
    }
}
