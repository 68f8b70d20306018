namespace Resident.Monitoring.Sampling;

/// <summary>Spaces the dear reads (smaps_rollup, pagemap, spans, goroutines, profiles), so that all of them together take at
/// most a share of one core, and none comes more often than a least spacing. One runs at a time: the caller's loop is serial.</summary>
/// <remarks>
/// A read that cost c the last time waits c x n / share, where n is how many kinds of read there are: then the n shares add
/// up to no more than the whole. The cost is the larger of the last one and the mean, so one cheap read of a small process
/// does not let the next of a grown one come too early. Design, section 3.
/// </remarks>
public sealed class ReadBudget
{
    private readonly TimeProvider _clock;
    private readonly double _share;
    private readonly TimeSpan _least;
    private readonly Dictionary<string, Entry> _reads = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="ReadBudget"/> class.</summary>
    /// <param name="clock">Measures the reads and the spaces between them.</param>
    /// <param name="share">The share of one core for all reads together, above 0, at most 1.</param>
    /// <param name="least">The least space between two reads of one kind.</param>
    public ReadBudget(TimeProvider clock, double share = 0.005, TimeSpan? least = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        _clock = clock;
        _share = share;
        _least = least ?? TimeSpan.FromSeconds(10);
    }

    /// <summary>Adds a kind of read. It is due at once.</summary>
    /// <param name="name">The kind, as in "smaps_rollup".</param>
    public void Register(string name) => _reads.TryAdd(name, new Entry());

    /// <summary>Tells whether a kind of read may run now.</summary>
    /// <exception cref="KeyNotFoundException">The kind was not registered.</exception>
    public bool IsDue(string name)
    {
        var entry = _reads[name];
        return entry.LastEnd is not { } end || _clock.GetElapsedTime(end) >= Spacing(entry);
    }

    /// <summary>Gets the space that a kind of read keeps now.</summary>
    /// <exception cref="KeyNotFoundException">The kind was not registered.</exception>
    public TimeSpan SpacingOf(string name) => Spacing(_reads[name]);

    /// <summary>Runs a read and learns from it what it costs.</summary>
    /// <typeparam name="T">What the read gives.</typeparam>
    /// <param name="name">The kind.</param>
    /// <param name="read">The read. What it throws comes through; the attempt counts.</param>
    public T Run<T>(string name, Func<T> read)
    {
        var entry = _reads[name];
        long start = _clock.GetTimestamp();
        try
        {
            return read();
        }
        finally
        {
            long end = _clock.GetTimestamp();
            entry.Learn(_clock.GetElapsedTime(start, end), end);
        }
    }

    /// <summary>Tells that somebody else has read: the space to the next read begins now, and nothing was spent.</summary>
    /// <param name="name">The kind.</param>
    /// <exception cref="KeyNotFoundException">The kind was not registered.</exception>
    public void Pass(string name) => _reads[name].LastEnd = _clock.GetTimestamp();

    private TimeSpan Spacing(Entry entry)
    {
        var fair = entry.Cost * _reads.Count / _share;
        return fair > _least ? fair : _least;
    }

    private sealed class Entry
    {
        private TimeSpan _mean;

        public long? LastEnd { get; set; }

        public TimeSpan Cost { get; private set; }

        public void Learn(TimeSpan cost, long end)
        {
            _mean = Cost == TimeSpan.Zero ? cost : (_mean * 0.75) + (cost * 0.25);
            Cost = cost > _mean ? cost : _mean;
            LastEnd = end;
        }
    }
}
