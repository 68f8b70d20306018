namespace Resident.Model;

/// <summary>The kernel's view of one process at one moment: every memory column of <c>top</c> and <c>ps</c>.</summary>
/// <remarks>All sizes are levels. A figure that could not be read is null, and <see cref="Warnings"/> says why.</remarks>
public sealed record ProcessMemory
{
    /// <summary>Gets the process ID in the reader's PID namespace.</summary>
    public required int Pid { get; init; }

    /// <summary>Gets when the figures were read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets the start time in clock ticks since boot (field 22 of /proc/PID/stat): tells a reused PID.</summary>
    public required ulong StartTicks { get; init; }

    /// <summary>Gets the kernel's name of the process, at most 15 bytes (/proc/PID/comm).</summary>
    public required string Comm { get; init; }

    /// <summary>Gets VIRT (ps: VSZ): all mapped address space, touched or not (VmSize).</summary>
    public required ByteSize Virt { get; init; }

    /// <summary>Gets RES (ps: RSS): pages in RAM, shared ones counted in full (VmRSS).</summary>
    public required ByteSize Res { get; init; }

    /// <summary>Gets SHR: the resident pages that a file or shared memory backs (RssFile + RssShmem).</summary>
    public required ByteSize Shr { get; init; }

    /// <summary>Gets SWAP: anonymous pages that were swapped out (VmSwap). They are not in <see cref="Res"/>.</summary>
    public required ByteSize Swap { get; init; }

    /// <summary>Gets CODE: the address space of the program's own text (statm, field 4).</summary>
    public required ByteSize Code { get; init; }

    /// <summary>Gets DATA: private writable address space and the stack (statm, field 6). Address space, not RAM.</summary>
    public required ByteSize Data { get; init; }

    /// <summary>Gets RES-SHR: what the process holds alone, the closest that top comes to "its own memory".</summary>
    public ByteSize ResMinusShr => Res - Shr;

    /// <summary>Gets the highest RES so far (VmHWM).</summary>
    public required ByteSize PeakRes { get; init; }

    /// <summary>Gets the highest VIRT so far (VmPeak).</summary>
    public required ByteSize PeakVirt { get; init; }

    /// <summary>Gets resident anonymous memory (RssAnon): heap, stacks, private written pages.</summary>
    public required ByteSize RssAnon { get; init; }

    /// <summary>Gets resident file pages (RssFile).</summary>
    public required ByteSize RssFile { get; init; }

    /// <summary>Gets resident shared memory: shmem, tmpfs, memfd (RssShmem).</summary>
    public required ByteSize RssShmem { get; init; }

    /// <summary>Gets the page tables' own memory (VmPTE). It is kernel memory, not part of RES.</summary>
    public required ByteSize PageTables { get; init; }

    /// <summary>Gets memory locked in RAM (VmLck).</summary>
    public required ByteSize Locked { get; init; }

    /// <summary>Gets the number of OS threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Gets page faults that needed no disk. A total since the start.</summary>
    public required long MinorFaults { get; init; }

    /// <summary>Gets page faults that read from disk. A total since the start.</summary>
    public required long MajorFaults { get; init; }

    /// <summary>Gets CPU time spent in user and kernel mode. A total since the start.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>Gets ps's STAT: the state letter and its modifiers, as in "Ssl".</summary>
    public required string Stat { get; init; }

    /// <summary>Gets ps's TTY, "?" where there is none.</summary>
    public required string Tty { get; init; }

    /// <summary>Gets the open file descriptors, or null where /proc/PID/fd may not be read.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>Gets bytes that the process has caused to be written to storage (write_bytes of /proc/PID/io): the page cache holds them
    /// first. A total; null where it may not be read.</summary>
    public long? WrittenBytes { get; init; }

    /// <summary>Gets bytes that the process has passed to write calls, to whatever (wchar of /proc/PID/io). A total; null where it may not
    /// be read.</summary>
    public long? WrittenByCalls { get; init; }

    /// <summary>Gets bytes that the process has caused to be read from storage (read_bytes of /proc/PID/io). A total; null where it may not
    /// be read.</summary>
    public long? ReadBytes { get; init; }

    /// <summary>Gets bytes that the process got from read calls, from whatever (rchar of /proc/PID/io). A total; null
    /// where it may not be read.</summary>
    public long? ReadByCalls { get; init; }

    /// <summary>Gets the dear figures of smaps_rollup, or null where they were not read with this sample.</summary>
    public SmapsRollup? Rollup { get; init; }

    /// <summary>Gets a value indicating whether the source tells RES and little else, as a metrics server does: then
    /// every other size and total that is zero here is not known.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Gets what could not be read, and what would allow it. Empty when all was read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
