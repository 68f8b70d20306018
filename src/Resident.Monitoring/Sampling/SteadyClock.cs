using System.Globalization;
using Resident.Monitoring.History;

namespace Resident.Monitoring.Sampling;

/// <summary>The machine's clock, but never turning back: where that is set back, this goes on from where it was, at the same pace, until
/// the machine's clock has caught up. Trends need the lengths of times more than their names.</summary>
internal sealed class SteadyClock
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private DateTimeOffset? _last;
    private long _lastStamp;
    private bool _isSteady = true;

    /// <summary>Initializes a new instance of the <see cref="SteadyClock"/> class.</summary>
    public SteadyClock(TimeProvider clock)
    {
        _clock = clock;
    }

    /// <summary>Tells the time.</summary>
    /// <param name="jump">What happened to the machine's clock since the call before, or null.</param>
    public DateTimeOffset Now(out TimelineEvent? jump)
    {
        jump = null;
        var wall = _clock.GetUtcNow();
        long stamp = _clock.GetTimestamp();
        if (_last is { } last)
        {
            var expected = last + _clock.GetElapsedTime(_lastStamp, stamp);
            if (wall <= last)
            {
                jump = expected - wall > Tolerance && _isSteady ? Tell(expected, wall) : null;
                _isSteady = false;
                wall = expected;
            }
            else
            {
                _isSteady = true;
            }
        }

        (_last, _lastStamp) = (wall, stamp);
        return wall;
    }

    private static TimelineEvent Tell(DateTimeOffset expected, DateTimeOffset wall)
    {
        string seconds = Math.Round((expected - wall).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new TimelineEvent(
            expected.ToUnixTimeMilliseconds(), "clock", $"The machine's clock was set back by {seconds} s. Times here go on from where they were.");
    }
}
