using System.Threading.Channels;

namespace Resident.Sources.Tests.GoTrace;

/// <summary>A clock whose polls of a followed log pass when the test says so; other timers never do.</summary>
internal sealed class Polls : TimeProvider
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly Channel<Action> _waiting = Channel.CreateUnbounded<Action>();

    /// <summary>Waits until the reader waits for the next poll, and lets it pass.</summary>
    public async Task PassAsync(CancellationToken cancellationToken) => (await _waiting.Reader.ReadAsync(cancellationToken))();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Poll)
        {
            _ = _waiting.Writer.TryWrite(() => callback(state));
        }

        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
