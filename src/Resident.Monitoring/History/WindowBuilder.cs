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

    // Where the open column ends, and its figures: they are listed when it is over.
    private double _end = double.NegativeInfinity;
    private (long Time, double Min, double Max, double Last) _open;
    private bool _isOpen;

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

        // Most values are of the open column; where it ends is known without a division.
        long column = time < _end ? _column : ColumnOf(time);
        if (column == _column && _isOpen)
        {
            _open = (time, Math.Min(_open.Min, min), Math.Max(_open.Max, max), last);
            return;
        }

        Close();
        _column = column;
        _end = _width > 0 ? _from + ((column + 1) * _width) : double.NegativeInfinity;
        _open = (time, min, max, last);
        _isOpen = true;
    }

    /// <summary>Ends the window.</summary>
    /// <param name="isRaw">Whether nothing was folded, here or before.</param>
    public SeriesWindow Build(bool isRaw)
    {
        Close();
        return new() { TimesUnixMs = _times, Min = _min, Max = _max, Last = _last, IsRaw = isRaw };
    }

    private long ColumnOf(long time) => _width > 0 ? (long)(((double)time - _from) / _width) : _column + 1;

    private void Close()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _times.Add(_open.Time);
            _min.Add(_open.Min);
            _max.Add(_open.Max);
            _last.Add(_open.Last);
        }
    }
}
