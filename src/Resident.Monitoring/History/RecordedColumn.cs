namespace Resident.Monitoring.History;

/// <summary>The values of one series that a query read out of a recording, before they are folded into columns.</summary>
internal sealed class RecordedColumn
{
    private readonly List<long> _times = [];
    private readonly List<double> _last = [];

    // Rows that were not thinned have one value: these are empty until there is one that was.
    private readonly List<double> _min = [];
    private readonly List<double> _max = [];
    private readonly long _from;
    private readonly long _to;

    /// <summary>Initializes a new instance of the <see cref="RecordedColumn"/> class.</summary>
    public RecordedColumn(long from, long to)
    {
        _from = from;
        _to = to;
    }

    /// <summary>Gets or sets the time, the value and the run of a total before the next one, for its rate.</summary>
    public (double Time, long Value, long Run)? Before { get; set; }

    /// <summary>Adds a value as it was recorded, in the order of time. Those outside the stretch are left out.</summary>
    public void Add(long time, double value)
    {
        if (time < _from || time > _to || double.IsNaN(value))
        {
            return;
        }

        _times.Add(time);
        _last.Add(value);
        if (_min.Count > 0)
        {
            _min.Add(value);
            _max.Add(value);
        }
    }

    /// <summary>Adds the three of a thinned row, in the order of time. Those outside the stretch are left out.</summary>
    public void Add(long time, double min, double max, double last)
    {
        if (time < _from || time > _to || double.IsNaN(last))
        {
            return;
        }

        if (_min.Count == 0)
        {
            _min.AddRange(_last);
            _max.AddRange(_last);
        }

        _times.Add(time);
        _min.Add(min);
        _max.Add(max);
        _last.Add(last);
    }

    /// <summary>Folds what was added.</summary>
    /// <param name="columns">The most columns.</param>
    public SeriesWindow Build(int columns)
    {
        bool isThinned = _min.Count > 0;
        var (min, max) = isThinned ? (_min, _max) : (_last, _last);
        if (_times.Count <= columns)
        {
            return new SeriesWindow { TimesUnixMs = _times, Min = min, Max = max, Last = _last, IsRaw = !isThinned };
        }

        // The stretch may be asked for as from ever to ever: the columns are laid over what is there.
        var window = new WindowBuilder(Math.Max(_from, _times[0]), Math.Min(_to, _times[^1]), columns);
        for (int i = 0; i < _times.Count; i++)
        {
            window.Add(_times[i], min[i], max[i], _last[i]);
        }

        return window.Build(isRaw: false);
    }
}
