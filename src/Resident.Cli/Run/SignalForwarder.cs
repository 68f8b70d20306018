using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Resident.Cli.Run;

/// <summary>Hands signals that were meant for the program on to it.</summary>
/// <remarks>
/// The rule: a signal that we get is sent on, unless the relay, which is in the same process group, got it too and the program is
/// in this group still. Then the terminal (Ctrl-C, Ctrl-\, Ctrl-Z, a closed window) or kill(2) with a negative PID sent it to the
/// group, and the program has it already: a second Ctrl-C means "now" to many programs. A signal that our caller had ignored,
/// SIGHUP under nohup, stays ignored by us and by the program.
/// </remarks>
internal sealed class SignalForwarder : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Channel<int> _signals = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
    private readonly GroupSignals _group;
    private volatile bool _isEndAsked;

    /// <summary>Begins to catch signals. They wait until <see cref="RunAsync"/> is called.</summary>
    internal SignalForwarder(GroupSignals group)
    {
        _group = group;
        foreach (int signal in SignalNumber.Forwarded)
        {
            if (!SignalState.IsIgnored(signal))
            {
                _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, context => Catch(signal, context)));
            }
        }
    }

    /// <summary>Gets a value indicating whether a signal came that asks for an end: Ctrl-C, a polite kill, a closed
    /// terminal.</summary>
    internal bool IsEndAsked => _isEndAsked;

    /// <summary>Sends what was caught and what will be to the program, until Dispose.</summary>
    internal async Task RunAsync(ChildProcess child)
    {
        await foreach (int signal in _signals.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (!await _group.TookAsync(signal).ConfigureAwait(false) || !child.IsInOurGroup)
            {
                child.Signal(signal);
            }

            if (signal == SignalNumber.TerminalStop)
            {
                // The default action, which our handler replaced: the shell must see its job stop.
                _ = NativeMethods.Kill(NativeMethods.Getpid(), SignalNumber.Stop);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _signals.Writer.TryComplete();
    }

    private void Catch(int signal, PosixSignalContext context)
    {
        context.Cancel = true;
        _isEndAsked |= signal is SignalNumber.Interrupt or SignalNumber.Terminate or SignalNumber.Hangup or SignalNumber.Quit;
        _signals.Writer.TryWrite(signal);
    }
}
