using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>The program's process: waited for on a thread of its own, never signalled once it is gone.</summary>
internal sealed unsafe class ChildProcess
{
    private const int StackBytes = 64 * 1024;
    private const int SiginfoBytes = 128;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<ChildExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isReaped;

    /// <summary>Takes over a child of ours that nobody else waits for.</summary>
    internal ChildProcess(int processId)
    {
        ProcessId = processId;
        new Thread(Wait, StackBytes) { IsBackground = true, Name = "child wait" }.Start();
    }

    /// <summary>Gets its PID.</summary>
    internal int ProcessId { get; }

    /// <summary>Gets how it ended, once it has.</summary>
    internal Task<ChildExit> Exit => _exit.Task;

    /// <summary>Gets whether it is in our process group, and so gets the terminal's signals itself.</summary>
    internal bool IsInOurGroup => NativeMethods.Getpgid(ProcessId) == NativeMethods.Getpgid(0);

    /// <summary>Sends a signal, unless the process has ended: its PID may be another's by then.</summary>
    internal void Signal(int signal)
    {
        lock (_lock)
        {
            if (!_isReaped)
            {
                _ = NativeMethods.Kill(ProcessId, signal);
            }
        }
    }

    private void Wait()
    {
        // First without reaping, so that the PID stays taken until no signal can be on its way to it.
        byte* siginfo = stackalloc byte[SiginfoBytes];
        int result;
        do
        {
            result = NativeMethods.Waitid(NativeMethods.PPid, (uint)ProcessId, siginfo, NativeMethods.WExited | NativeMethods.WNowait);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == ErrorNumber.Interrupted);

        int status = 0;
        lock (_lock)
        {
            _isReaped = true;
            _ = NativeMethods.Waitpid(ProcessId, &status, 0);
        }

        _exit.SetResult(ChildExit.FromWaitStatus(status));
    }
}
