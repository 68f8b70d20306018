using System.Runtime.CompilerServices;

namespace Resident.Monitoring.History;

/// <summary>The last steps of a timeline, and the readers that wait for the next. A reader holds nothing here, so a slow one
/// costs nothing: it finds that steps are missing when it comes back.</summary>
internal sealed class TickLog
{
    private const int RememberedTicks = 300;

    private readonly Lock _gate = new();
    private readonly Ring<TimelineTick> _ticks = new(RememberedTicks);
    private TaskCompletionSource _next = NewSignal();
    private long _lastSequence;

    /// <summary>Gets the number of the last step.</summary>
    public long LastSequence => Interlocked.Read(ref _lastSequence);

    /// <summary>Adds a step and wakes those who wait.</summary>
    /// <param name="make">Makes the step with its number.</param>
    public void Add(Func<long, TimelineTick> make)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            long sequence = _lastSequence + 1;
            _ = _ticks.Add(make(sequence));
            _ = Interlocked.Exchange(ref _lastSequence, sequence);
            waiting = _next;
            _next = NewSignal();
        }

        waiting.SetResult();
    }

    /// <summary>Follows the steps after a number.</summary>
    public async IAsyncEnumerable<TimelineTick> FollowAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long last = Math.Clamp(afterSequence, 0, LastSequence);
        while (true)
        {
            var (ready, signal) = After(last);
            foreach (var tick in ready)
            {
                yield return tick;
                last = tick.Sequence;
            }

            if (ready.Count == 0)
            {
                await signal.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (List<TimelineTick> Ready, Task Signal) After(long sequence)
    {
        lock (_gate)
        {
            var ready = new List<TimelineTick>();
            for (int i = 0; i < _ticks.Count; i++)
            {
                if (_ticks[i].Sequence > sequence)
                {
                    ready.Add(_ticks[i]);
                }
            }

            return (ready, _next.Task);
        }
    }
}
