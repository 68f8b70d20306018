using System.Globalization;
using System.Text;
using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Lists the processes that can be seen, and reads what one is: name, command line, program.</summary>
public sealed class ProcessList
{
    // A command line may be megabytes of arguments; what is shown and searched is its beginning.
    private const int MostCommandBytes = 64 * 1024;

    private readonly ProcFiles _files;

    /// <summary>Initializes a new instance of the <see cref="ProcessList"/> class.</summary>
    /// <param name="procRoot">Where the proc file system is mounted.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    public ProcessList(string procRoot = "/proc", InputLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(procRoot);
        _files = new(procRoot, limits ?? InputLimits.Default);
    }

    /// <summary>Lists the PIDs, smallest first.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such proc root.</exception>
    public IReadOnlyList<int> Pids()
    {
        var pids = new List<int>();
        foreach (string folder in Directory.EnumerateDirectories(_files.Root))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
            {
                pids.Add(pid);
            }
        }

        pids.Sort();
        return pids;
    }

    /// <summary>Reads what every process is. Those that end meanwhile or may not be seen are left out.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such proc root.</exception>
    public IEnumerable<ProcessEntry> Entries()
    {
        foreach (int pid in Pids())
        {
            if (TryRead(pid, out var entry))
            {
                yield return entry!;
            }
        }
    }

    /// <summary>Reads what a process is.</summary>
    /// <exception cref="ProcessGoneException">There is no such process, or it ended during the read.</exception>
    /// <exception cref="UnauthorizedAccessException">/proc is mounted with hidepid and the process is another user's.</exception>
    /// <exception cref="MalformedInputException">A file does not look as the kernel prints it.</exception>
    public ProcessEntry Read(int pid)
    {
        try
        {
            string path = _files.PathOf(pid, "stat");
            using var bytes = _files.Read(path);
            if (bytes.Span.IsEmpty)
            {
                throw _files.Ended(pid, inner: null);
            }

            var stat = ProcStatParser.Parse(bytes.Span, path);
            return new(pid, stat.ParentPid, stat.StartTicks, stat.Comm, stat.IsKernelThread, ReadArguments(pid), ReadLink(pid, "exe"));
        }
        catch (IOException exception) when (exception is not ProcessGoneException && ProcFiles.IsGone(exception))
        {
            throw _files.NotThere(pid, exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw _files.Refused(pid, exception);
        }
    }

    /// <summary>Tells why processes of other users may be missing from the list, and what shows them; null where nothing is hidden.</summary>
    public string? ExplainHiding() => ProcHiding.Read(_files) is { } hiding
        ? $"Processes of other users may be hidden: {hiding.Root} is mounted with {hiding.Rule}. {hiding.Remedy}"
        : null;

    /// <summary>Reads what a process is, if it is still there and may be seen.</summary>
    /// <returns>False where it has ended or is hidden.</returns>
    public bool TryRead(int pid, out ProcessEntry? entry)
    {
        try
        {
            entry = Read(pid);
            return true;
        }
        catch (Exception exception) when (exception is ProcessGoneException or UnauthorizedAccessException)
        {
            entry = null;
            return false;
        }
    }

    /// <summary>Gets the path that opens a process's program even when it was deleted or lies in another mount namespace.</summary>
    public string ExePathOf(int pid) => _files.PathOf(pid, "exe");

    /// <summary>Gets the folder that a process works in, or null where it has ended or the rights are
    /// missing.</summary>
    public string? FolderOf(int pid) => ReadLink(pid, "cwd");

    private string[] ReadArguments(int pid)
    {
        string path = _files.PathOf(pid, "cmdline");
        if (!File.Exists(path))
        {
            return [];
        }

        byte[] buffer = new byte[4096];
        int length = 0;
        using var handle = ProcFiles.Open(path);
        while (length < MostCommandBytes)
        {
            int count = RandomAccess.Read(handle, buffer.AsSpan(length), length);
            if (count == 0)
            {
                break;
            }

            length += count;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        string text = Encoding.UTF8.GetString(buffer, 0, length);
        // Programs that write over their arguments (setproctitle) leave runs of zeros behind.
        return text.TrimEnd('\0').Split('\0') is [""] ? [] : text.TrimEnd('\0').Split('\0');
    }

    private string? ReadLink(int pid, string name)
    {
        try
        {
            return new FileInfo(_files.PathOf(pid, name)).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
