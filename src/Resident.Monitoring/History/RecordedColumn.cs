namespace Resident.Monitoring.History;

/// <summary>The values of one series that a query reads out of a recording, folded into columns as they come: no more of them are held than there
/// are columns.</summary>
internal sealed class RecordedColumn
{
    private readonly List<(long Time, double Min, double Max, double Last)> _first = [];
    private readonly long _from;
    private readonly long _to;
    private readonly int _columns;
    private WindowBuilder? _folded;
    private bool _isThinned;

    /// <summary>Initializes a new instance of the <see cref="RecordedColumn"/> class.</summary>
    /// <param name="from">The first millisecond.</param>
    /// <param name="to">The last millisecond; no later than the last row's, as the columns reach to it.</param>
    /// <param name="columns">The most columns.</param>
    public RecordedColumn(long from, long to, int columns)
    {
        _from = from;
        _to = to;
        _columns = columns;
    }

    /// <summary>Gets or sets the time, the value and the run of a total before the next one, for its rate.</summary>
    public (double Time, long Value, long Run)? Before { get; set; }

    /// <summary>Adds a value, or the three of a thinned row, in the order of time. Those outside the stretch are left out.</summary>
    public void Add(long time, double min, double max, double last, bool isThinned)
    {
        if (time < _from || time > _to || double.IsNaN(last))
        {
            return;
        }

        if (_folded is not null)
        {
            _folded.Add(time, min, max, last);
            return;
        }

        _first.Add((time, min, max, last));
        _isThinned |= isThinned;
        if (_first.Count > _columns)
        {
            // The stretch may be asked for as from ever: the columns are laid over what is there.
            _folded = new WindowBuilder(_first[0].Time, _to, _columns);
            AddFirst(_folded);
        }
    }

    /// <summary>Ends the stretch.</summary>
    public SeriesWindow Build()
    {
        if (_folded is not null)
        {
            return _folded.Build(isRaw: false);
        }

        var all = new WindowBuilder(_from, _to, columns: 0);
        AddFirst(all);
        return all.Build(isRaw: !_isThinned);
    }

    private void AddFirst(WindowBuilder window)
    {
        foreach (var (time, min, max, last) in _first)
        {
            window.Add(time, min, max, last);
        }
    }
}
