namespace Resident.Model;

/// <summary>Goes through the pages of a region once, in order, in parts that the caller chooses.</summary>
public ref struct GoPageWalk
{
    private readonly ReadOnlySpan<GoPageRun> _runs;
    private int _run;
    private int _startOfRun;

    /// <summary>Initializes a new instance of the <see cref="GoPageWalk"/> struct, at the first page.</summary>
    /// <param name="region">The region.</param>
    public GoPageWalk(GoPageRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        _runs = region.Runs.Span;
    }

    /// <summary>Gets the page that comes next, counted from the region's start.</summary>
    public int Page { get; private set; }

    /// <summary>Leaves out the pages before one; stays where that lies behind.</summary>
    public void SkipTo(int page)
    {
        while (Page < page && TryTake(page, out _))
        {
            // The parts do not matter.
        }
    }

    /// <summary>Takes pages that are alike.</summary>
    /// <param name="end">The page to stop before.</param>
    /// <param name="part">Receives them.</param>
    /// <returns>False where <paramref name="end"/> or the region's end has been reached.</returns>
    public bool TryTake(int end, out GoPageRun part)
    {
        if (_run == _runs.Length || Page >= end)
        {
            part = default;
            return false;
        }

        var run = _runs[_run];
        int endOfRun = _startOfRun + run.Pages;
        int stop = Math.Min(end, endOfRun);
        part = run with { Pages = stop - Page };
        Page = stop;
        if (stop == endOfRun)
        {
            _run++;
            _startOfRun = endOfRun;
        }

        return true;
    }
}
