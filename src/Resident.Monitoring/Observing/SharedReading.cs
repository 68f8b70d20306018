using Resident.Model;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Observing;

/// <summary>The last dear reading of one kind: what one watcher of a process has just read, the other need not read again. Safe for several threads.</summary>
/// <typeparam name="T">The reading.</typeparam>
/// <param name="timeOf">Tells when it was taken.</param>
public sealed class SharedReading<T>(Func<T, DateTimeOffset> timeOf)
    where T : class
{
    private readonly Lock _gate = new();
    private (int Pid, ulong StartTicks) _process;
    private T? _last;

    /// <summary>Leaves a reading for the other one.</summary>
    /// <param name="process">Whose it is.</param>
    /// <param name="reading">What was read.</param>
    public void Note(ProcessMemory process, T reading)
    {
        ArgumentNullException.ThrowIfNull(process);
        lock (_gate)
        {
            (_process, _last) = ((process.Pid, process.StartTicks), reading);
        }
    }

    /// <summary>Takes what the other one has read since, else reads.</summary>
    /// <param name="process">Whose it is.</param>
    /// <param name="after">When one's own last reading was taken.</param>
    /// <param name="budget">Is told where nothing had to be spent.</param>
    /// <param name="kind">The kind of read in the budget.</param>
    /// <param name="read">Reads, if it is time to; else gives null.</param>
    /// <returns>Null where there is nothing new.</returns>
    public T? Take(ProcessMemory process, DateTimeOffset after, ReadBudget budget, string kind, Func<T?> read)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(read);
        if (After(process, after) is { } theirs)
        {
            budget.Pass(kind);
            return theirs;
        }

        var own = read();
        if (own is not null)
        {
            Note(process, own);
        }

        return own;
    }

    private T? After(ProcessMemory process, DateTimeOffset after)
    {
        lock (_gate)
        {
            return _last is not null && _process == (process.Pid, process.StartTicks) && timeOf(_last) > after ? _last : null;
        }
    }
}
