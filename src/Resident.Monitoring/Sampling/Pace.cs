namespace Resident.Monitoring.Sampling;

/// <summary>When samples are due: an interval apart and never closer, however late one comes.</summary>
/// <remarks>
/// A timer of fixed ticks brings two samples in one second after a late one: it owes the tick that it was late for. Here what is due next
/// counts from the late one. A sample that comes at most 10 ms late, as every timer's does, counts as punctual, so that a day has all its seconds.
/// </remarks>
internal sealed class Pace
{
    private static readonly TimeSpan MostTolerance = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _tolerance;
    private readonly long _origin;
    private TimeSpan _due;

    /// <summary>Initializes a new instance of the <see cref="Pace"/> class. The first sample is due now.</summary>
    public Pace(TimeProvider clock, TimeSpan interval)
    {
        _clock = clock;
        _interval = interval;
        _tolerance = interval / 10 < MostTolerance ? interval / 10 : MostTolerance;
        _origin = clock.GetTimestamp();
    }

    /// <summary>Begins what is due, and counts from here on if it is late.</summary>
    /// <returns>How long ago it was due, from 0 to 10 ms: to be taken off the time that it gets.</returns>
    public TimeSpan Begin()
    {
        var now = _clock.GetElapsedTime(_origin);
        if (now - _due > _tolerance)
        {
            _due = now;
        }

        return now - _due;
    }

    /// <summary>Waits until the next one is due.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        _due += _interval;
        cancellationToken.ThrowIfCancellationRequested();
        while (_due - _clock.GetElapsedTime(_origin) is { Ticks: > 0 } left)
        {
            // Timers count whole milliseconds, and may not come early.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(int.MaxValue, Math.Ceiling(left.TotalMilliseconds))), _clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
