using Resident.Model;

namespace Resident.Monitoring.Feeds;

/// <summary>Puts trace lines on the timeline's clock.</summary>
/// <remarks>
/// A line's prefix may state a wall time; otherwise gctrace (Go 1.5 and later) states seconds since the process started. A live
/// program's start is learned from its lines: a line can be late but never early, so the earliest start that any line implies
/// is the best one, and a start that moves back by milliseconds moves later points by as little. A log without wall times is
/// shown in the program's own time, from 0. Lines older than Go 1.5 state no time: live ones count when they come, those of a log
/// one a second.
/// </remarks>
internal sealed class TraceClock
{
    private readonly TimeProvider _clock;
    private readonly bool _isLive;
    private readonly Dictionary<string, long> _starts = new(StringComparer.Ordinal);
    private long _last;
    private bool _usesWallTimes;

    /// <summary>Initializes a new instance of the <see cref="TraceClock"/> class.</summary>
    /// <param name="clock">Tells when a live line came.</param>
    /// <param name="isLive">Whether lines come as they are written.</param>
    public TraceClock(TimeProvider clock, bool isLive)
    {
        _clock = clock;
        _isLive = isLive;
        _usesWallTimes = isLive;
    }

    /// <summary>Gets "wall" or "elapsed".</summary>
    public string TimeBase => _usesWallTimes ? "wall" : "elapsed";

    /// <summary>Gets a value indicating whether times were made up because the lines state none.</summary>
    public bool HasNoTimes { get; private set; }

    /// <summary>Tells the time of a cycle's start, milliseconds.</summary>
    public long TimeOf(GcCycle cycle)
    {
        if (cycle.WallTime is { } wall)
        {
            _usesWallTimes |= _last == 0;
            return Advance(wall.ToUnixTimeMilliseconds());
        }

        if (cycle.AtSeconds is not { } seconds)
        {
            HasNoTimes = true;
            return Advance(_isLive ? Now() : _last + 1_000);
        }

        long sinceStart = (long)(seconds * 1_000);
        return Advance(_isLive ? StartOf(cycle.Source, sinceStart) + sinceStart : sinceStart);
    }

    /// <summary>Tells the time of a line that states none of its own: its prefix', or that of the line before.</summary>
    public long TimeOf(ScavengeEvent scavenge) =>
        scavenge.WallTime?.ToUnixTimeMilliseconds() ?? (_isLive ? Now() : _last);

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long StartOf(string source, long sinceStart)
    {
        long implied = Now() - sinceStart;
        bool isEarlier = !_starts.TryGetValue(source, out long known) || implied < known;
        return _starts[source] = isEarlier ? implied : known;
    }

    private long Advance(long time) => _last = time;
}
