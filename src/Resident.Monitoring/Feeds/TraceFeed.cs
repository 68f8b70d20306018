using Resident.Analysis.GcTrace;
using Resident.Model;
using Resident.Monitoring.History;
using Resident.Sources.GoTrace;

namespace Resident.Monitoring.Feeds;

/// <summary>Leads the lines of a trace into a timeline, with what follows from each cycle and the one before it.</summary>
public sealed class TraceFeed
{
    private const double BytesPerMebibyte = 1024 * 1024;

    private readonly Timeline _timeline;
    private readonly TraceClock _clock;
    private readonly Dictionary<string, GcCycle> _previous = new(StringComparer.Ordinal);
    private List<GcEntry> _cycles = [];
    private List<ScavengeEvent> _scavenges = [];
    private long _lastTime;
    private bool _isKnown;

    /// <summary>Initializes a new instance of the <see cref="TraceFeed"/> class.</summary>
    /// <param name="timeline">Where the lines go.</param>
    /// <param name="clock">Tells when a live line came.</param>
    /// <param name="isLive">Whether lines come as they are written, and not from a log.</param>
    public TraceFeed(Timeline timeline, TimeProvider clock, bool isLive)
    {
        _timeline = timeline;
        _clock = new TraceClock(clock, isLive);
    }

    /// <summary>Takes a line. It is seen after the next <see cref="Flush"/>.</summary>
    public void Take(in TraceLine line)
    {
        if (line.IsGcCycle)
        {
            Take(line.ToGcCycle());
        }
        else if (line.IsScavenge)
        {
            var scavenge = line.ToScavengeEvent();
            _lastTime = _clock.TimeOf(scavenge);
            _scavenges.Add(scavenge);
        }
    }

    /// <summary>Shows what was taken since the last call.</summary>
    public void Flush()
    {
        if (_cycles.Count + _scavenges.Count == 0)
        {
            return;
        }

        if (!_isKnown)
        {
            _isKnown = true;
            _timeline.ChangeTarget(target => target with
            {
                State = "live",
                TimeBase = _clock.TimeBase,
                Runtime = target.Runtime ?? new RuntimeIdentity("go", null, null, "gctrace"),
                Sources = [.. target.Sources, "gctrace"],
                Warnings = _clock.HasNoTimes
                    ? [.. target.Warnings, "Trace lines of Go 1.4 and older state no time: the axis of a log counts one second a cycle."]
                    : target.Warnings,
            });
        }

        _timeline.Add(_lastTime, _cycles, _scavenges, []);
        _cycles = [];
        _scavenges = [];
    }

    private void Take(GcCycle cycle)
    {
        _lastTime = _clock.TimeOf(cycle);
        var interval = GcIntervals.DeriveOne(_previous.GetValueOrDefault(cycle.Source), cycle);
        _cycles.Add(new GcEntry(_lastTime, cycle, interval.CpuPercent, interval.AllocationMebibytesPerSecond * BytesPerMebibyte));
        _previous[cycle.Source] = cycle;
    }
}
