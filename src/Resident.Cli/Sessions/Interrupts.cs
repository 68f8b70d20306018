using System.Runtime.InteropServices;
using Resident.Cli.Run;

namespace Resident.Cli.Sessions;

/// <summary>Turns Ctrl-C and a polite kill into a cancellation, so that a command ends as it would by itself.</summary>
internal sealed class Interrupts : IDisposable
{
    private const int StackBytes = 128 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    private readonly CancellationTokenSource _source = new();
    private readonly object _gate = new();
    private bool _isOver;
    private readonly List<PosixSignalRegistration> _registrations = [];

    public Interrupts()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Stop));
        }
    }

    /// <summary>Gets the token that the first of these signals cancels.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }

        _source.Dispose();
    }

    // The second signal is not caught: a person who presses Ctrl-C twice means it.
    private void Stop(PosixSignalContext context)
    {
        if (!_source.IsCancellationRequested)
        {
            context.Cancel = true;
            int signal = NumberOf(context.Signal);
            var watchdog = new Thread(() => End(signal), StackBytes) { IsBackground = true };
            watchdog.Start();
            _source.Cancel();
        }
    }

    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGINT => SignalNumber.Interrupt,
        PosixSignal.SIGHUP => SignalNumber.Hangup,
        _ => SignalNumber.Terminate,
    };

    // Whatever the command waits for, a silent server or a disk, it ends within a second; a recording is whole at any
    // moment.
    private void End(int signal)
    {
        lock (_gate)
        {
            if (_isOver || Monitor.Wait(_gate, Patience))
            {
                return;
            }

            _ = NativeMethods.Signal(signal, 0);
            _ = NativeMethods.Kill(NativeMethods.Getpid(), signal);
        }
    }
}
