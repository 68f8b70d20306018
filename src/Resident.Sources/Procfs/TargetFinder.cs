using System.Collections.Frozen;
using System.Globalization;
using Resident.Sources.Binary;

namespace Resident.Sources.Procfs;

/// <summary>Finds the processes that a user's word means: a PID, an exact name, or a part of the command line.</summary>
public sealed class TargetFinder
{
    private static readonly FrozenSet<string> InFront = FrozenSet.Create(
        StringComparer.Ordinal,
        "sudo", "su", "doas", "runuser", "setpriv", "sh", "bash", "dash", "zsh", "fish", "ksh", "busybox", "env", "time", "timeout", "nohup", "nice", "ionice",
        "chrt", "taskset", "setsid", "stdbuf", "strace", "ltrace", "gdb", "perf", "xargs", "script", "watch", "unshare", "nsenter", "chroot", "flock", "dotnet");

    private readonly ProcessList _processes;
    private readonly int _ownPid;

    /// <summary>Initializes a new instance of the <see cref="TargetFinder"/> class.</summary>
    /// <param name="processes">The processes that can be seen.</param>
    /// <param name="ownPid">Our own PID, or null for that of this process: neither it nor the command line of what
    /// stands above it, which holds the same word, is ever meant.</param>
    public TargetFinder(ProcessList processes, int? ownPid = null)
    {
        ArgumentNullException.ThrowIfNull(processes);
        _processes = processes;
        _ownPid = ownPid ?? Environment.ProcessId;
    }

    /// <summary>Finds the matches of the best kind: the PID; else exact names of the process or of its program's file; else
    /// command lines that hold the word, other processes of our own program left out.</summary>
    /// <param name="target">The word.</param>
    /// <returns>The matches by PID; empty where there is none. A PID gives itself, kernel threads and ourselves included.</returns>
    /// <exception cref="ProcessGoneException">The word is a number, and there is no such process.</exception>
    public IReadOnlyList<ProcessEntry> Find(string target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
        {
            return [_processes.Read(pid)];
        }

        var exact = new List<ProcessEntry>();
        var partial = new List<ProcessEntry>();
        var all = _processes.Entries().Where(static entry => !entry.IsKernelThread).ToDictionary(static entry => entry.Pid);
        var above = Above(all);
        var own = all.GetValueOrDefault(_ownPid);
        foreach (var entry in all.Values.OrderBy(static entry => entry.Pid))
        {
            // One that has ended and waits for its parent has a name and nothing else: it is not what is meant by it.
            if (entry.Pid == _ownPid || entry is { Arguments.Count: 0, Exe: null })
            {
                continue;
            }

            bool isAbove = above.TryGetValue(entry.Pid, out bool isFront);
            if (IsName(entry, target))
            {
                exact.AddRange(isFront ? [] : [entry]);
            }
            else if (!isAbove && !IsOurProgram(entry, own) && entry.CommandLine.Contains(target, StringComparison.Ordinal))
            {
                partial.Add(entry);
            }
        }

        return exact.Count > 0 ? exact : partial;
    }

    /// <summary>Finds the processes that run a file: as their program; where there is none, as what their interpreter
    /// reads.</summary>
    /// <param name="path">The file. It may have been deleted or replaced since the process started.</param>
    /// <returns>The matches by PID, without ourselves and what stands above us; empty where there is none.</returns>
    public IReadOnlyList<ProcessEntry> FindRunning(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.GetFullPath(path);
        var identity = FileIdentity.TryRead(full);
        var all = _processes.Entries().Where(static entry => !entry.IsKernelThread).ToDictionary(static entry => entry.Pid);
        var above = Above(all);
        List<ProcessEntry> others = [.. all.Values.Where(entry => entry.Pid != _ownPid && !above.ContainsKey(entry.Pid)).OrderBy(static entry => entry.Pid)];
        List<ProcessEntry> running = [.. others.Where(entry => IsProgram(entry, full, identity))];
        return running.Count > 0 ? running : [.. others.Where(entry => Interprets(entry, full))];
    }

    private bool IsProgram(ProcessEntry entry, string full, FileIdentity? identity) =>
        (identity is { } file && FileIdentity.TryRead(_processes.ExePathOf(entry.Pid)) == file)
        || string.Equals(WithoutDeleted(entry.Exe ?? ""), full, StringComparison.Ordinal);

    // "dotnet app.dll", "bash run.sh": the file is the first argument that is no option.
    private bool Interprets(ProcessEntry entry, string full)
    {
        string? script = entry.Arguments.Skip(1).FirstOrDefault(static argument => !argument.StartsWith('-'));
        return script is { Length: > 0 }
            && _processes.FolderOf(entry.Pid) is { } folder
            && string.Equals(Path.GetFullPath(script, folder), full, StringComparison.Ordinal);
    }

    private static bool IsOurProgram(ProcessEntry entry, ProcessEntry? own) =>
        own is { Exe: { } exe } && own.ProgramName is not "dotnet" && string.Equals(entry.Exe, exe, StringComparison.Ordinal);

    private static string WithoutDeleted(string exe)
    {
        const string Deleted = " (deleted)";
        return exe.EndsWith(Deleted, StringComparison.Ordinal) ? exe[..^Deleted.Length] : exe;
    }

    private static bool IsName(ProcessEntry entry, string target) =>
        string.Equals(entry.Comm, target, StringComparison.Ordinal)
        || string.Equals(Path.GetFileName(WithoutDeleted(entry.Exe ?? "")), target, StringComparison.Ordinal)
        || (entry.Arguments.Count > 0 && string.Equals(Path.GetFileName(entry.Arguments[0]), target, StringComparison.Ordinal));

    // "sudo resident watch api" and "timeout 8 resident watch api" hold the word too: the command line of none above us
    // is ever meant. Its name is, unless it is only the shell or the tool in front of us: a supervisor that started us
    // may well be what the user wants to see.
    private Dictionary<int, bool> Above(Dictionary<int, ProcessEntry> all)
    {
        var above = new Dictionary<int, bool>();
        bool isFront = true;
        for (int pid = all.TryGetValue(_ownPid, out var own) ? own.ParentPid : 0; all.TryGetValue(pid, out var parent) && parent.Pid != _ownPid; pid = parent.ParentPid)
        {
            isFront &= InFront.Contains(parent.Comm);
            if (!above.TryAdd(pid, isFront))
            {
                break;
            }
        }

        return above;
    }
}
