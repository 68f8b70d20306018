using Resident.Model;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Joins what the bitmaps say of a region's pages with the spans and with what is in RAM, in one pass by address.</summary>
internal sealed class PageRunBuilder
{
    private readonly GoSpan[] _spans;
    private readonly PageResidency _residency;
    private readonly ulong _address;
    private readonly ulong _pageBytes;
    private readonly List<GoPageRun> _runs = [];
    private int _span;
    private int _page;

    /// <summary>Initializes a new instance of the <see cref="PageRunBuilder"/> class.</summary>
    /// <param name="address">The region's start.</param>
    /// <param name="pageBytes">The bytes of a page.</param>
    /// <param name="spans">All spans, by address.</param>
    /// <param name="firstSpan">The first span that may lie in the region.</param>
    /// <param name="residency">What is in RAM.</param>
    public PageRunBuilder(ulong address, int pageBytes, GoSpan[] spans, int firstSpan, PageResidency residency)
    {
        _address = address;
        _pageBytes = (ulong)pageBytes;
        _spans = spans;
        _span = firstSpan;
        _residency = residency;
    }

    /// <summary>Gets the first span that the pages so far have not passed.</summary>
    public int NextSpan => _span;

    /// <summary>Adds the pages that come next.</summary>
    /// <param name="pages">How many.</param>
    /// <param name="kind">What the bitmaps say: idle, released, or taken (<see cref="GoPageKind.Other"/>).</param>
    public void Add(int pages, GoPageKind kind)
    {
        int end = _page + pages;
        if (kind == GoPageKind.Other)
        {
            AddTaken(end);
        }
        else
        {
            // A page that became free since the spans were read stays free.
            AddAlike(end, kind, 0);
        }
    }

    /// <summary>Makes the region of all pages that were added.</summary>
    public GoPageRegion Build() => new()
    {
        Address = _address,
        Pages = _page,
        Runs = _runs.ToArray(),
        IsResidencyKnown = _residency.IsKnown,
    };

    private void AddTaken(int end)
    {
        while (_page < end)
        {
            PassSpans();
            if (_span == _spans.Length)
            {
                AddAlike(end, GoPageKind.Other, 0);
                return;
            }

            ref readonly var span = ref _spans[_span];
            if (span.Address > _address + ((ulong)_page * _pageBytes))
            {
                AddAlike(PageOf(span.Address, end), GoPageKind.Other, 0);
                continue;
            }

            int endOfSpan = PageOf(span.Address + (ulong)span.Bytes, end);
            if (span.State == GoSpanState.InUse)
            {
                AddAlike(endOfSpan, GoPageKind.Objects, (byte)Math.Round(span.Fullness * 100));
            }
            else
            {
                AddAlike(endOfSpan, GoPageKind.Stacks, 0);
            }
        }
    }

    // Spans that end before the page, and the parts of a page that a damaged program may tell of.
    private void PassSpans()
    {
        ulong next = _address + ((ulong)(_page + 1) * _pageBytes);
        while (_span < _spans.Length && _spans[_span].Address + (ulong)_spans[_span].Bytes < next)
        {
            _span++;
        }
    }

    private int PageOf(ulong address, int most)
    {
        ulong pages = (address - _address + _pageBytes - 1) / _pageBytes;
        return (int)Math.Min(pages, (ulong)most);
    }

    private void AddAlike(int end, GoPageKind kind, byte fullness)
    {
        while (_page < end)
        {
            var (pages, percent) = _residency.Look(_page, end);
            if (_runs is [.., var last] && last.Kind == kind && last.Fullness == fullness && last.Resident == percent)
            {
                _runs[^1] = last with { Pages = last.Pages + pages };
            }
            else
            {
                _runs.Add(new(pages, kind, fullness, percent));
            }

            _page += pages;
        }
    }
}
