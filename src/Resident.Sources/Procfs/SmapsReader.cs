using System.Globalization;
using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Reads a process's mappings and their memory: maps, smaps and smaps_rollup.</summary>
/// <remarks>
/// Dear: the kernel walks the page tables and holds the process's memory lock for reading, about 2 ms for 400 MiB. Rights: maps
/// and smaps need those of ptrace (the same user and a dumpable process, or CAP_SYS_PTRACE).
/// </remarks>
public sealed class SmapsReader
{
    private readonly ProcFiles _files;
    private readonly TimeProvider _time;
    private readonly int _mostMappings;

    /// <summary>Initializes a new instance of the <see cref="SmapsReader"/> class.</summary>
    /// <param name="procRoot">Where the proc file system is mounted.</param>
    /// <param name="time">The clock that stamps each reading, or null for the system's.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    public SmapsReader(string procRoot = "/proc", TimeProvider? time = null, InputLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(procRoot);
        _files = new(procRoot, limits ?? InputLimits.Default);
        _mostMappings = (limits ?? InputLimits.Default).Mappings;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Reads the mappings without their memory: cheap. An object each.</summary>
    /// <returns>The mappings by address; empty for kernel threads and zombies.</returns>
    /// <inheritdoc cref="ReadRollup" path="/exception"/>
    public IReadOnlyList<MemoryMapping> ReadMaps(int pid)
    {
        var list = new MappingList(withMemory: false);
        Visit(pid, "maps", list);
        return list.Mappings;
    }

    /// <summary>Reads the mappings with their memory. An object each; a table has none.</summary>
    /// <returns>The mappings by address; empty for kernel threads and zombies.</returns>
    /// <inheritdoc cref="ReadRollup" path="/exception"/>
    public IReadOnlyList<MemoryMapping> ReadSmaps(int pid)
    {
        var list = new MappingList(withMemory: true);
        Visit(pid, "smaps", list);
        return list.Mappings;
    }

    /// <summary>Reads the mappings with their memory into a table, which holds what a ledger needs.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="table">What it held is gone.</param>
    /// <inheritdoc cref="ReadRollup" path="/exception"/>
    public void ReadSmaps(int pid, MappingTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        table.Clear();
        Visit(pid, "smaps", table);
    }

    /// <summary>Reads the sums over all mappings, from smaps_rollup or, before Linux 4.14, by adding up smaps.</summary>
    /// <returns>The sums; zeros for kernel threads and zombies.</returns>
    /// <exception cref="ProcessGoneException">There is no such process, or it ended during the read.</exception>
    /// <exception cref="UnauthorizedAccessException">The rights are missing; the message names them.</exception>
    /// <exception cref="MalformedInputException">The file does not look as the kernel prints it.</exception>
    /// <exception cref="LimitExceededException">There are more than <see cref="InputLimits.Mappings"/>.</exception>
    public SmapsRollup ReadRollup(int pid)
    {
        bool hasRollup = File.Exists(_files.PathOf(pid, "smaps_rollup"));
        return Read(pid, hasRollup ? "smaps_rollup" : "smaps", SmapsParser.ParseSums, static takenAt => new SmapsRow().ToRollup(takenAt));
    }

    internal void VisitMaps(int pid, IMappingSink sink) => Visit(pid, "maps", sink);

    private void Visit(int pid, string file, IMappingSink sink) => _ = Read(
        pid,
        file,
        (lines, path, _) =>
        {
            SmapsParser.ParseMappings(lines, path, _mostMappings, sink);
            return 0;
        },
        static _ => 0);

    private T Read<T>(int pid, string file, Parser<T> parse, Func<DateTimeOffset, T> empty)
    {
        string path = _files.PathOf(pid, file);
        try
        {
            var takenAt = _time.GetUtcNow();
            using var lines = new ProcLines(path);
            var result = parse(lines, path, takenAt);
            return lines.Number == 0 && !Directory.Exists(_files.FolderOf(pid))
                ? throw _files.Ended(pid, inner: null)
                : result;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnauthorizedAccessException(
                $"{path} may not be read: run as the process's user or with CAP_SYS_PTRACE (root has it).", exception);
        }
        catch (IOException exception) when (exception is not ProcessGoneException && ProcFiles.IsGone(exception))
        {
            // A kernel thread or a zombie has no memory, and the kernel says so with the same error as for no process.
            return File.Exists(_files.PathOf(pid, "stat")) && HasNoMemory(pid)
                ? empty(_time.GetUtcNow())
                : throw Missing(pid, path, exception);
        }
    }

    private bool HasNoMemory(int pid)
    {
        try
        {
            using var bytes = _files.Read(_files.PathOf(pid, "statm"));
            return !bytes.Span.IsEmpty && Statm.Parse(bytes.Span, _files.PathOf(pid, "statm")).Size == 0;
        }
        catch (IOException exception) when (ProcFiles.IsGone(exception))
        {
            return false;
        }
    }

    private IOException Missing(int pid, string path, Exception exception)
    {
        if (File.Exists(_files.PathOf(pid, "stat")))
        {
            return new FileNotFoundException(
                string.Create(CultureInfo.InvariantCulture, $"{path} is missing: the kernel was built without CONFIG_PROC_PAGE_MONITOR."),
                exception);
        }

        return _files.NotThere(pid, exception);
    }

    private delegate T Parser<out T>(ProcLines lines, string path, DateTimeOffset takenAt);
}
