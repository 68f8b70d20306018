namespace Resident.Sources.Procfs;

/// <summary>The fields of /proc/PID/stat that Resident shows, in the kernel's units.</summary>
/// <param name="Comm">The kernel's name of the process.</param>
/// <param name="State">The state letter.</param>
/// <param name="ParentPid">ppid: 0 for the first process and for kthreadd.</param>
/// <param name="ProcessGroup">pgrp.</param>
/// <param name="Session">session.</param>
/// <param name="TtyNumber">tty_nr: the device number of the controlling terminal, 0 for none.</param>
/// <param name="TerminalGroup">tpgid: the terminal's foreground process group, -1 for none.</param>
/// <param name="Flags">flags: PF_*.</param>
/// <param name="MinorFaults">minflt. A total.</param>
/// <param name="MajorFaults">majflt. A total.</param>
/// <param name="CpuTicks">utime + stime, clock ticks. A total.</param>
/// <param name="Nice">nice.</param>
/// <param name="Threads">num_threads.</param>
/// <param name="StartTicks">starttime, clock ticks since boot.</param>
/// <param name="ResidentPages">rss, pages.</param>
internal sealed record ProcStat(
    string Comm,
    char State,
    int ParentPid,
    long ProcessGroup,
    long Session,
    long TtyNumber,
    long TerminalGroup,
    ulong Flags,
    long MinorFaults,
    long MajorFaults,
    ulong CpuTicks,
    long Nice,
    int Threads,
    ulong StartTicks,
    long ResidentPages)
{
    // PF_KTHREAD in include/linux/sched.h.
    private const ulong KernelThreadFlag = 0x0020_0000;

    public bool IsKernelThread => (Flags & KernelThreadFlag) != 0;
}
