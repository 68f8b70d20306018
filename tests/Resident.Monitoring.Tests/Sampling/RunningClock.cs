using Microsoft.Extensions.Time.Testing;

namespace Resident.Monitoring.Tests.Sampling;

/// <summary>A clock that stands still while anything is done, and jumps to where a timer is due as soon as one is set.</summary>
public sealed class RunningClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>Gets how late each timer comes.</summary>
    public TimeSpan Lateness { get; init; }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _ = ThreadPool.QueueUserWorkItem(_ => Advance(dueTime + Lateness));
        return timer;
    }
}
