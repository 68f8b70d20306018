using Resident.Monitoring.History;
using Resident.Store;

namespace Resident.Monitoring.Recording;

/// <summary>Numbers the runs of a recording that may have runs of earlier sessions: a process that was recorded before goes on under its number.
/// Safe for several threads.</summary>
internal sealed class RunNumbers
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<RecordedRun> _earlier;
    private int _base;
    private bool _isBased;
    private int _current = -1;
    private RecordedRun? _written;
    private TargetDescription? _target;

    /// <summary>Initializes a new instance of the <see cref="RunNumbers"/> class.</summary>
    /// <param name="earlier">The runs that are in the recording already.</param>
    public RunNumbers(IReadOnlyList<RecordedRun> earlier)
    {
        _earlier = earlier;
        _base = earlier.Count == 0 ? 0 : earlier[^1].Number + 1;
    }

    /// <summary>Gets a run's number in the recording.</summary>
    /// <param name="run">Its number in this session, 0 for the first.</param>
    public int NumberOf(int run)
    {
        lock (_gate)
        {
            return _base + run;
        }
    }

    /// <summary>Takes what is watched now.</summary>
    /// <returns>The run as it is to be written, or null where nothing of it changed.</returns>
    public RecordedRun? Describe(TargetDescription target, long unixMs)
    {
        lock (_gate)
        {
            _target = target;
            return Update(Math.Max(0, _current), unixMs);
        }
    }

    /// <summary>Takes the run of a sample.</summary>
    /// <returns>The run as it is to be written, or null where nothing of it changed.</returns>
    public RecordedRun? Begin(int run, long unixMs)
    {
        lock (_gate)
        {
            return run == _current ? null : Update(_current = run, unixMs);
        }
    }

    private RecordedRun? Update(int run, long unixMs)
    {
        if (_target is not { } target || target.State is "waiting")
        {
            return null;
        }

        if (!_isBased)
        {
            _isBased = true;
            bool isLast = _earlier is [.., var last] && last.Pid == target.Pid && last.StartedAt is { } start
                && target.StartedAt is { } now && Math.Abs((start - now).TotalSeconds) < 1;
            _base -= isLast ? 1 : 0;
        }

        int number = _base + run;
        bool isNew = _written?.Number != number;
        var described = new RecordedRun
        {
            Number = number,
            FromUnixMs = isNew ? BeginningOf(number) ?? unixMs : _written!.FromUnixMs,
            Name = target.Name,
            Pid = target.Pid,
            Executable = target.Executable,
            Runtime = target.Runtime,
            StartedAt = target.StartedAt,
            Sources = target.Sources,
        };
        if (!isNew && described with { Sources = [] } == _written! with { Sources = [] } && described.Sources.SequenceEqual(_written!.Sources, StringComparer.Ordinal))
        {
            return null;
        }

        return _written = described;
    }

    // A process that goes on under its number began when its recording did, not now.
    private long? BeginningOf(int number) => _earlier is [.., var last] && last.Number == number ? last.FromUnixMs : null;
}
