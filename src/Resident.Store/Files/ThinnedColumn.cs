using Resident.Store.Encoding;

namespace Resident.Store.Files;

/// <summary>Folds rows into stretches of equal width: the least, the greatest and the last value of each. First all times are added, then
/// one column after the other.</summary>
internal sealed class ThinnedColumn
{
    private readonly long _widthMs;
    private readonly List<long> _starts = [];
    private readonly List<long> _times = [];
    private long[] _min = [];
    private long[] _max = [];
    private long[] _last = [];
    private int _bucket;
    private bool _hasValues;

    /// <summary>Initializes a new instance of the <see cref="ThinnedColumn"/> class.</summary>
    /// <param name="widthMs">The stretches' width.</param>
    public ThinnedColumn(long widthMs)
    {
        _widthMs = widthMs;
    }

    /// <summary>Gets the time of the last row in each stretch. Stretches without a row are left out.</summary>
    public long[] Times => [.. _times];

    /// <summary>Adds rows' times; they never turn back.</summary>
    public void AddTimes(ReadOnlySpan<long> times)
    {
        foreach (long time in times)
        {
            long start = StartOf(time);
            if (_starts.Count == 0 || start > _starts[^1])
            {
                _starts.Add(start);
                _times.Add(time);
            }
            else
            {
                _times[^1] = time;
            }
        }
    }

    /// <summary>Begins a column.</summary>
    public void Begin()
    {
        _min = NewColumn();
        _max = NewColumn();
        _last = NewColumn();
        _bucket = 0;
        _hasValues = false;
    }

    /// <summary>Adds rows of the column, in the order of time.</summary>
    public void Add(ReadOnlySpan<long> times, ReadOnlySpan<long> min, ReadOnlySpan<long> max, ReadOnlySpan<long> last)
    {
        for (int row = 0; row < times.Length; row++)
        {
            long start = StartOf(times[row]);
            while (_bucket + 1 < _starts.Count && _starts[_bucket] < start)
            {
                _bucket++;
            }

            if (last[row] == ColumnCodec.Missing)
            {
                continue;
            }

            _hasValues = true;
            bool isFirst = _last[_bucket] == ColumnCodec.Missing;
            _min[_bucket] = isFirst ? min[row] : Math.Min(_min[_bucket], min[row]);
            _max[_bucket] = isFirst ? max[row] : Math.Max(_max[_bucket], max[row]);
            _last[_bucket] = last[row];
        }
    }

    /// <summary>Ends the column.</summary>
    /// <returns>Least, greatest, last; null where no row had a value.</returns>
    public IReadOnlyList<long[]>? End() => _hasValues ? [_min, _max, _last] : null;

    private long StartOf(long time) => time - (((time % _widthMs) + _widthMs) % _widthMs);

    private long[] NewColumn()
    {
        long[] column = new long[_times.Count];
        column.AsSpan().Fill(ColumnCodec.Missing);
        return column;
    }
}
