namespace Resident.Monitoring.History;

/// <summary>The history of series that share their times: every row for a while, then tiers. Memory is bounded by
/// <see cref="HistoryLimits"/>; a series that never had a value takes none. Not safe for several threads: its owner locks.</summary>
public sealed class SeriesTable
{
    private readonly Ring<long> _times;
    private readonly Ring<double>?[] _rows;
    private readonly BucketTier[] _tiers;
    private readonly int _capacity;
    private long _firstTime;
    private long _lastTime = long.MinValue;
    private bool _rowsForgotten;

    /// <summary>Initializes a new instance of the <see cref="SeriesTable"/> class.</summary>
    /// <param name="series">The series, in the order of a row's values.</param>
    /// <param name="limits">How much is kept.</param>
    public SeriesTable(IReadOnlyList<SeriesDescription> series, HistoryLimits limits)
    {
        Series = series;
        _capacity = limits.Rows;
        _times = new Ring<long>(limits.Rows);
        _rows = new Ring<double>?[series.Count];
        _tiers = [.. limits.Tiers.Select(tier => new BucketTier(tier, series.Count))];
    }

    /// <summary>Gets the series.</summary>
    public IReadOnlyList<SeriesDescription> Series { get; }

    /// <summary>Gets how many rows were added. A total.</summary>
    public long TotalRows { get; private set; }

    /// <summary>Gets the time of the oldest value that is still known, or null when there is none.</summary>
    public long? OldestUnixMs => _times.Count == 0
        ? null
        : Math.Max(_firstTime, Math.Min(_times[0], _tiers.Length == 0 ? long.MaxValue : _tiers.Min(static tier => tier.Oldest)));

    /// <summary>Gets the time of the newest row, or null when there is none.</summary>
    public long? NewestUnixMs => _times.Count == 0 ? null : _lastTime;

    /// <summary>Tells whether a series has ever had a value.</summary>
    public bool HasValues(int series) => _rows[series] is not null;

    /// <summary>Adds a row. A time before the last row's counts as that: events may be told late, and time never turns back.</summary>
    /// <param name="unixMs">Milliseconds since 1970.</param>
    /// <param name="values">One value a series, in order; NaN for none.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than series.</exception>
    public void Add(long unixMs, ReadOnlySpan<double> values)
    {
        if (values.Length != Series.Count)
        {
            throw new ArgumentException($"Expected {Series.Count} values, found {values.Length}.", nameof(values));
        }

        _firstTime = TotalRows == 0 ? unixMs : _firstTime;
        _lastTime = Math.Max(_lastTime, unixMs);
        TotalRows++;
        _rowsForgotten |= _times.Add(_lastTime);
        for (int series = 0; series < values.Length; series++)
        {
            AddToColumn(series, values[series]);
        }

        foreach (var tier in _tiers)
        {
            tier.Add(_lastTime, values);
        }
    }

    /// <summary>Takes a stretch of one series from the finest resolution that reaches back to its start.</summary>
    /// <param name="series">The series' index.</param>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <param name="columns">The most columns that are wanted, 1 or more.</param>
    public SeriesWindow Query(int series, long fromUnixMs, long toUnixMs, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (toUnixMs < fromUnixMs || _rows[series] is not { } rows)
        {
            return SeriesWindow.Empty;
        }

        var window = new WindowBuilder(fromUnixMs, toUnixMs, columns);
        int first = FirstRowAt(fromUnixMs);
        int end = toUnixMs == long.MaxValue ? _times.Count : FirstRowAt(toUnixMs + 1);
        if (!_rowsForgotten || (_times.Count > 0 && _times[0] <= fromUnixMs))
        {
            bool fits = end - first <= columns;
            var target = fits ? new WindowBuilder(fromUnixMs, toUnixMs, columns: 0) : window;
            for (int row = first; row < end; row++)
            {
                target.Add(_times[row], rows[row], rows[row], rows[row]);
            }

            return target.Build(fits);
        }

        var tier = Array.Find(_tiers, tier => !tier.HasForgotten || tier.Oldest <= fromUnixMs) ?? _tiers[^1];
        tier.CopyTo(window, series, fromUnixMs, toUnixMs);
        return window.Build(isRaw: false);
    }

    private void AddToColumn(int series, double value)
    {
        var column = _rows[series];
        if (column is null)
        {
            if (double.IsNaN(value))
            {
                return;
            }

            column = _rows[series] = new Ring<double>(_capacity);
            for (int i = 1; i < _times.Count; i++)
            {
                _ = column.Add(double.NaN);
            }
        }

        _ = column.Add(value);
    }

    private int FirstRowAt(long time)
    {
        int low = 0;
        int high = _times.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (_times[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
