using System.ComponentModel;

namespace Resident.Cli.Run;

/// <summary>A program that runs as if Resident were not there, but for its Go trace lines, which come to us.</summary>
/// <remarks>
/// Its stdin and stdout are ours, untouched. Its stderr is a pipe to the relay. It is in our process group and on our terminal,
/// with default signal handling and an empty signal mask. Its environment is ours with GODEBUG merged.
/// </remarks>
internal sealed class ChildProgram : IDisposable
{
    private readonly ChildOptions _options;
    private readonly TimeProvider _time;
    private readonly RelayLink _relay;
    private readonly SignalForwarder _signals;
    private readonly ChildProcess _process;

    private ChildProgram(ChildOptions options, TimeProvider time, RelayLink relay, SignalForwarder signals, int processId)
    {
        _options = options;
        _time = time;
        _relay = relay;
        _signals = signals;
        _process = new ChildProcess(processId);
        _ = _signals.RunAsync(_process);
    }

    /// <summary>Gets the PID of the command. The traced program may be a descendant of it.</summary>
    internal int ProcessId => _process.ProcessId;

    /// <summary>Gets the PID of the relay.</summary>
    internal int RelayProcessId => _relay.ProcessId;

    /// <summary>Gets the relay's totals as of its last word.</summary>
    internal RelayCounts Counts => _relay.Counts;

    /// <summary>Gets a value indicating whether a signal to us asked for an end: Ctrl-C, a polite kill, a closed
    /// terminal.</summary>
    internal bool IsEndAsked => _signals.IsEndAsked;

    /// <summary>Gets what is complete when nobody has the program's stderr open any more.</summary>
    internal Task StderrEnded => _relay.Ended;

    /// <summary>Starts the relay and the program. From here on signals to us are handed on.</summary>
    /// <param name="options">What to start.</param>
    /// <param name="sink">Gets the trace lines, from the first on.</param>
    /// <param name="time">The clock that short waits are measured by.</param>
    /// <exception cref="CommandNotStartedException">There is no such command, or it cannot be run.</exception>
    /// <exception cref="Win32Exception">The system has no process or descriptor left for the relay.</exception>
    internal static ChildProgram Start(ChildOptions options, ITraceSink sink, TimeProvider time)
    {
        if (options.Command.Count == 0)
        {
            throw new ArgumentException("Expected a command of at least one word.", nameof(options));
        }

        if (SignalState.IsIgnored(SignalNumber.Child))
        {
            // Inherited from a careless caller, it would make the kernel throw the exit status away.
            _ = NativeMethods.Signal(SignalNumber.Child, 0);
        }

        var group = new GroupSignals(time);
        var relay = new RelayLink(options.KeepTrace, sink, group);
        var signals = new SignalForwarder(group);
        int error = Spawner.Program(CommandBytes.Of(options.Command), ChildEnvironment.Read(), relay.Writing, out int processId);
        relay.Writing.Dispose();
        if (error != 0)
        {
            signals.Dispose();
            relay.Dispose();
            throw CommandNotStartedException.From(options.Command[0], error);
        }

        return new ChildProgram(options, time, relay, signals, processId);
    }

    /// <summary>Waits until the program has ended and what it wrote to stderr is on the real one, the latter for a moment only.</summary>
    internal async Task<ChildExit> WaitAsync()
    {
        var exit = await _process.Exit.ConfigureAwait(false);
        try
        {
            await _relay.DrainAsync().WaitAsync(_options.DrainLimit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The real stderr is slow. The relay outlives us and goes on.
        }

        return exit;
    }

    /// <summary>Sends a signal to the program, if it still runs.</summary>
    internal void Signal(int signal) => _process.Signal(signal);

    /// <summary>Lets go. A program that still runs goes on, and so does its stderr.</summary>
    public void Dispose()
    {
        _signals.Dispose();
        _relay.Dispose();
    }
}
