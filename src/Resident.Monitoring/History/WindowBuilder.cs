namespace Resident.Monitoring.History;

/// <summary>Folds values into columns of equal width.</summary>
internal sealed class WindowBuilder
{
    private readonly long _from;
    private readonly double _width;
    private readonly List<long> _times = [];
    private readonly List<double> _min = [];
    private readonly List<double> _max = [];
    private readonly List<double> _last = [];
    private long _column = -1;

    /// <summary>Initializes a new instance of the <see cref="WindowBuilder"/> class.</summary>
    /// <param name="from">The window's start, milliseconds.</param>
    /// <param name="to">The window's end, milliseconds.</param>
    /// <param name="columns">The most columns, or 0 to keep each value by itself.</param>
    public WindowBuilder(long from, long to, int columns)
    {
        _from = from;
        _width = columns == 0 ? 0 : Math.Max(1.0, ((double)to - from + 1) / columns);
    }

    /// <summary>Adds a value, or a bucket's three, in the order of time.</summary>
    public void Add(long time, double min, double max, double last)
    {
        if (double.IsNaN(last))
        {
            return;
        }

        long column = _width > 0 ? (long)(((double)time - _from) / _width) : _column + 1;
        if (column != _column)
        {
            _column = column;
            _times.Add(time);
            _min.Add(min);
            _max.Add(max);
            _last.Add(last);
            return;
        }

        int end = _times.Count - 1;
        _times[end] = time;
        _min[end] = Math.Min(_min[end], min);
        _max[end] = Math.Max(_max[end], max);
        _last[end] = last;
    }

    /// <summary>Ends the window.</summary>
    /// <param name="isRaw">Whether nothing was folded, here or before.</param>
    public SeriesWindow Build(bool isRaw) =>
        new() { TimesUnixMs = _times, Min = _min, Max = _max, Last = _last, IsRaw = isRaw };
}
