using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Reads the kernel's view of a process: stat, status, statm and the number of open files.</summary>
/// <remarks>Costs about 0.1 ms a process, and nothing in the process: none of these files takes its memory lock. One reader
/// may be used for any number of processes and by several threads.</remarks>
public sealed class ProcessReader
{
    private readonly ProcFiles _files;
    private readonly TimeProvider _time;
    private readonly TtyNames _ttys;

    /// <summary>Initializes a new instance of the <see cref="ProcessReader"/> class.</summary>
    /// <param name="procRoot">Where the proc file system is mounted.</param>
    /// <param name="time">The clock that stamps each reading, or null for the system's.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    /// <exception cref="IOException">A file of the host is there and cannot be read.</exception>
    public ProcessReader(string procRoot = "/proc", TimeProvider? time = null, InputLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(procRoot);
        _files = new(procRoot, limits ?? InputLimits.Default);
        _time = time ?? TimeProvider.System;
        _ttys = new(_files);
        Host = new HostReader(procRoot, limits).Read();
    }

    /// <summary>Gets the host's page size, clock tick, boot time and RAM, read once.</summary>
    public HostFacts Host { get; }

    /// <summary>Reads one process.</summary>
    /// <param name="pid">The process ID.</param>
    /// <param name="countOpenFiles">Whether the open files are counted. Before Linux 6.2 its cost grows with the process: about
    /// 1 ms for 1,000 files.</param>
    /// <returns>The figures. Kernel threads and zombies have no memory: zeros.</returns>
    /// <exception cref="ProcessGoneException">There is no such process, or it ended during the read.</exception>
    /// <exception cref="UnauthorizedAccessException">/proc is mounted with hidepid and the process is another user's.</exception>
    /// <exception cref="MalformedInputException">A file does not look as the kernel prints it.</exception>
    public ProcessMemory Read(int pid, bool countOpenFiles = true)
    {
        string path = _files.PathOf(pid, "stat");
        using var handle = OpenStat(pid, path);
        try
        {
            var takenAt = _time.GetUtcNow();
            var stat = ReadStat(handle, path, pid);
            var status = ReadStatus(pid);
            var statm = ReadStatm(pid);
            var warnings = new List<string>();
            int? openFiles = countOpenFiles ? CountOpenFiles(pid, status.Uid, warnings) : null;

            // The handle belongs to this process, not to its number: while it can be read, nobody else has had the PID.
            ConfirmAlive(handle, pid);
            return Build(pid, takenAt, stat, status, statm) with { OpenFiles = openFiles, Warnings = warnings };
        }
        catch (IOException exception) when (exception is not ProcessGoneException && ProcFiles.IsGone(exception))
        {
            throw _files.Ended(pid, exception);
        }
    }

    private static void ConfirmAlive(SafeFileHandle handle, int pid)
    {
        Span<byte> first = stackalloc byte[1];
        if (RandomAccess.Read(handle, first, 0) == 0)
        {
            throw new ProcessGoneException($"Process {pid.ToString(CultureInfo.InvariantCulture)} ended while it was read.");
        }
    }

    private static string StatOf(int pid, ProcStat stat, bool locked)
    {
        Span<char> text = stackalloc char[6];
        int length = 0;
        text[length++] = stat.State;
        if (stat.Nice != 0)
        {
            text[length++] = stat.Nice < 0 ? '<' : 'N';
        }

        if (locked)
        {
            text[length++] = 'L';
        }

        if (stat.Session == pid)
        {
            text[length++] = 's';
        }

        if (stat.Threads > 1)
        {
            text[length++] = 'l';
        }

        if (stat.TerminalGroup == stat.ProcessGroup)
        {
            text[length++] = '+';
        }

        return new(text[..length]);
    }

    private SafeFileHandle OpenStat(int pid, string path)
    {
        try
        {
            return ProcFiles.Open(path);
        }
        catch (IOException exception) when (ProcFiles.IsGone(exception))
        {
            throw _files.NotThere(pid, exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw _files.Refused(pid, exception);
        }
    }

    private ProcStat ReadStat(SafeFileHandle handle, string path, int pid)
    {
        using var bytes = _files.Read(handle, path);
        return bytes.Span.IsEmpty ? throw _files.Ended(pid, inner: null) : ProcStatParser.Parse(bytes.Span, path);
    }

    private ProcStatus ReadStatus(int pid)
    {
        string path = _files.PathOf(pid, "status");
        using var bytes = _files.Read(path);
        return bytes.Span.IsEmpty ? throw _files.Ended(pid, inner: null) : ProcStatusParser.Parse(bytes.Span, path);
    }

    private Statm ReadStatm(int pid)
    {
        string path = _files.PathOf(pid, "statm");
        using var bytes = _files.Read(path);
        return bytes.Span.IsEmpty ? throw _files.Ended(pid, inner: null) : Statm.Parse(bytes.Span, path);
    }

    private int? CountOpenFiles(int pid, long? uid, List<string> warnings)
    {
        string path = _files.PathOf(pid, "fd");
        try
        {
            return OpenFileCounter.Count(path);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            string owner = uid is { } known ? $" {known.ToString(CultureInfo.InvariantCulture)}" : "";
            warnings.Add(
                $"Open files are not counted: {path} may not be read; run as the process's user{owner} or with CAP_DAC_READ_SEARCH (root has it).");
            return null;
        }
    }

    private ProcessMemory Build(int pid, DateTimeOffset takenAt, ProcStat stat, ProcStatus status, Statm statm)
    {
        var res = status.VmRss ?? default;
        var locked = status.VmLck ?? default;
        // Kernels before 4.5 do not split RSS in status; statm counts file and shmem pages as one.
        var shared = status.RssFile is null ? Pages(statm.Shared) : default;
        var anonymous = status.RssAnon ?? (res > shared ? res - shared : default);
        var file = status.RssFile ?? shared;
        var shmem = status.RssShmem ?? default;
        return new()
        {
            Pid = pid,
            TakenAt = takenAt,
            StartTicks = stat.StartTicks,
            Comm = stat.Comm,
            Virt = status.VmSize ?? default,
            Res = res,
            Shr = file + shmem,
            Swap = status.VmSwap ?? default,
            Code = Pages(statm.Text),
            Data = Pages(statm.Data),
            PeakRes = status.VmHwm ?? default,
            PeakVirt = status.VmPeak ?? default,
            RssAnon = anonymous,
            RssFile = file,
            RssShmem = shmem,
            PageTables = status.VmPte ?? default,
            Locked = locked,
            Threads = stat.Threads,
            MinorFaults = stat.MinorFaults,
            MajorFaults = stat.MajorFaults,
            CpuTime = Host.ToTimeSpan(stat.CpuTicks),
            Stat = StatOf(pid, stat, locked.Bytes > 0),
            Tty = _ttys.NameOf(stat.TtyNumber),
        };
    }

    private ByteSize Pages(long count) => new(count > long.MaxValue / Host.PageSize ? long.MaxValue : count * Host.PageSize);
}
