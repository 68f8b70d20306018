namespace Resident.Monitoring.History;

/// <summary>The values of one series that a query read out of a recording, before they are folded into columns.</summary>
internal sealed class RecordedColumn
{
    private readonly List<long> _times = [];
    private readonly List<double> _min = [];
    private readonly List<double> _max = [];
    private readonly List<double> _last = [];
    private readonly long _from;
    private readonly long _to;
    private bool _isThinned;

    /// <summary>Initializes a new instance of the <see cref="RecordedColumn"/> class.</summary>
    public RecordedColumn(long from, long to)
    {
        _from = from;
        _to = to;
    }

    /// <summary>Gets or sets the time, the value and the run of a total before the next one, for its rate.</summary>
    public (double Time, long Value, long Run)? Before { get; set; }

    /// <summary>Adds a value, or the three of a thinned row, in the order of time. Those outside the stretch are left out.</summary>
    public void Add(long time, double min, double max, double last, bool isThinned)
    {
        if (time >= _from && time <= _to && !double.IsNaN(last))
        {
            _times.Add(time);
            _min.Add(min);
            _max.Add(max);
            _last.Add(last);
            _isThinned |= isThinned;
        }
    }

    /// <summary>Folds what was added.</summary>
    /// <param name="columns">The most columns.</param>
    public SeriesWindow Build(int columns)
    {
        if (_times.Count <= columns)
        {
            return new SeriesWindow { TimesUnixMs = _times, Min = _min, Max = _max, Last = _last, IsRaw = !_isThinned };
        }

        // The stretch may be asked for as from ever to ever: the columns are laid over what is there.
        var window = new WindowBuilder(Math.Max(_from, _times[0]), Math.Min(_to, _times[^1]), columns);
        for (int i = 0; i < _times.Count; i++)
        {
            window.Add(_times[i], _min[i], _max[i], _last[i]);
        }

        return window.Build(isRaw: false);
    }
}
