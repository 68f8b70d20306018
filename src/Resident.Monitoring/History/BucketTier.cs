namespace Resident.Monitoring.History;

/// <summary>The extremes and the last value of each series in each stretch of time. Values are kept as 32-bit floats: six
/// digits are more than a pixel shows.</summary>
internal sealed class BucketTier
{
    private readonly long _width;
    private readonly int _capacity;
    private readonly Ring<long> _starts;
    private readonly Ring<Bucket>?[] _columns;

    /// <summary>Initializes a new instance of the <see cref="BucketTier"/> class.</summary>
    /// <param name="tier">The width and the number of buckets.</param>
    /// <param name="series">How many series there are.</param>
    public BucketTier(HistoryTier tier, int series)
    {
        _width = (long)tier.Width.TotalMilliseconds;
        _capacity = tier.Buckets;
        _starts = new Ring<long>(tier.Buckets);
        _columns = new Ring<Bucket>?[series];
    }

    /// <summary>Gets a value indicating whether older buckets were dropped.</summary>
    public bool HasForgotten { get; private set; }

    /// <summary>Gets the start of the oldest bucket, or the largest time when there is none.</summary>
    public long Oldest => _starts.Count == 0 ? long.MaxValue : _starts[0];

    /// <summary>Adds one row.</summary>
    /// <param name="time">The row's time, milliseconds since 1970, not before the last row's.</param>
    /// <param name="values">One value a series; NaN for none.</param>
    public void Add(long time, ReadOnlySpan<double> values)
    {
        long start = time - (((time % _width) + _width) % _width);
        bool opens = _starts.Count == 0 || _starts[_starts.Count - 1] < start;
        if (opens)
        {
            HasForgotten |= _starts.Add(start);
        }

        for (int series = 0; series < values.Length; series++)
        {
            var column = _columns[series];
            if (column is null)
            {
                if (double.IsNaN(values[series]))
                {
                    continue;
                }

                column = _columns[series] = OpenColumn();
            }
            else if (opens)
            {
                _ = column.Add(Bucket.Empty);
            }

            if (!double.IsNaN(values[series]))
            {
                column[column.Count - 1] = column[column.Count - 1].With((float)values[series]);
            }
        }
    }

    /// <summary>Folds a series' buckets from a time on into a window.</summary>
    public void CopyTo(WindowBuilder window, int series, long from, long to)
    {
        if (_columns[series] is not { } column)
        {
            return;
        }

        for (int i = 0; i < _starts.Count; i++)
        {
            long end = _starts[i] + _width - 1;
            if (end >= from && _starts[i] <= to)
            {
                var bucket = column[i];
                window.Add(Math.Clamp(end, from, to), bucket.Min, bucket.Max, bucket.Last);
            }
        }
    }

    private Ring<Bucket> OpenColumn()
    {
        var column = new Ring<Bucket>(_capacity);
        for (int i = 0; i < _starts.Count; i++)
        {
            _ = column.Add(Bucket.Empty);
        }

        return column;
    }

    private readonly record struct Bucket(float Min, float Max, float Last)
    {
        public static Bucket Empty { get; } = new(float.NaN, float.NaN, float.NaN);

        public Bucket With(float value) =>
            float.IsNaN(Last) ? new(value, value, value) : new(Math.Min(Min, value), Math.Max(Max, value), value);
    }
}
