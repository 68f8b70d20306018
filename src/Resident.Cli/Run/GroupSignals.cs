namespace Resident.Cli.Run;

/// <summary>Remembers which signals the relay saw, so that the launcher can tell its own signals from the whole group's.</summary>
internal sealed class GroupSignals
{
    // Both processes get a group's signal in the same system call; the relay's word takes one switch of context to arrive. On two
    // cores with a dozen busy programs that took more than 100 ms, and the program got the signal twice.
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(300);

    // How long a relay may take to start on a machine that has no time.
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(2);

    // Two signals that were pending together reach us as one, and the second sighting must not excuse a later signal.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<int, long> _seen = [];
    private readonly Dictionary<int, TaskCompletionSource> _awaited = [];

    internal GroupSignals(TimeProvider time)
    {
        _time = time;
    }

    /// <summary>Notes that the relay is there and reports signals, also those that came while it started.</summary>
    internal void Begin() => _begun.TrySetResult();

    /// <summary>Notes that the relay saw a signal.</summary>
    internal void Saw(int signal)
    {
        lock (_lock)
        {
            if (_awaited.Remove(signal, out var waiter))
            {
                waiter.SetResult();
            }
            else
            {
                _seen[signal] = _time.GetTimestamp();
            }
        }
    }

    /// <summary>Tells whether the signal that has just reached us reached the relay too.</summary>
    /// <remarks>Answers within 300 ms of the signal or of the relay's start.</remarks>
    internal async Task<bool> TookAsync(int signal)
    {
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_seen.Remove(signal, out long at) && _time.GetElapsedTime(at) < Memory)
            {
                return true;
            }

            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited[signal] = waiter;
        }

        await Task.WhenAny(_begun.Task, Task.Delay(Start, _time)).ConfigureAwait(false);
        await Task.WhenAny(waiter.Task, Task.Delay(Wait, _time)).ConfigureAwait(false);
        lock (_lock)
        {
            _awaited.Remove(signal);
            return waiter.Task.IsCompleted;
        }
    }
}
