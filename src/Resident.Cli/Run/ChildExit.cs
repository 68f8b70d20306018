using System.Globalization;
using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>How the program ended.</summary>
/// <param name="ExitCode">Its exit code, 0 to 255; 128 plus the signal if a signal ended it, as the shell has it.</param>
/// <param name="Signal">The signal that ended it, or 0.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChildExit(int ExitCode, int Signal)
{
    /// <summary>Reads the status of waitpid(2).</summary>
    internal static ChildExit FromWaitStatus(int status)
    {
        int signal = status & 0x7F;
        return signal == 0 ? new ChildExit((status >> 8) & 0xFF, 0) : new ChildExit(128 + signal, signal);
    }

    /// <summary>Ends as the program ended. After a signal this process is ended by the same one, without a core of its own, so that
    /// whoever waits for us sees what it would have seen without us.</summary>
    /// <returns>The exit code for Main to return. After a signal it returns only if the signal could not end us.</returns>
    internal int Mirror()
    {
        if (Signal != 0)
        {
            DieBy(Signal);
        }

        return ExitCode;
    }

    /// <inheritdoc/>
    public override string ToString() => Signal == 0
        ? string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}")
        : string.Create(CultureInfo.InvariantCulture, $"signal {Signal}");

    private static unsafe void DieBy(int signal)
    {
        ulong* none = stackalloc ulong[2] { 0, 0 };
        _ = NativeMethods.Setrlimit(NativeMethods.RlimitCore, none);
        _ = NativeMethods.Prctl(NativeMethods.PrSetDumpable, 0, 0, 0, 0);
        _ = NativeMethods.Signal(signal, 0);
        var only = SignalSet.Of([signal]);
        _ = NativeMethods.PthreadSigmask(NativeMethods.SigUnblock, &only, null);
        _ = NativeMethods.Kill(NativeMethods.Getpid(), signal);

        // The kernel may hand the signal to another thread; a moment is enough.
        _ = NativeMethods.Poll(null, 0, 1000);
    }
}
