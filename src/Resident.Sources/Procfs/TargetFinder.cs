using System.Globalization;

namespace Resident.Sources.Procfs;

/// <summary>Finds the processes that a user's word means: a PID, an exact name, or a part of the command line.</summary>
public sealed class TargetFinder
{
    private readonly ProcessList _processes;
    private readonly int _ownPid;

    /// <summary>Initializes a new instance of the <see cref="TargetFinder"/> class.</summary>
    /// <param name="processes">The processes that can be seen.</param>
    /// <param name="ownPid">Our own PID, or null for that of this process: it and the shells and sudos above it, whose command lines
    /// hold the same word, are never meant by a name.</param>
    public TargetFinder(ProcessList processes, int? ownPid = null)
    {
        ArgumentNullException.ThrowIfNull(processes);
        _processes = processes;
        _ownPid = ownPid ?? Environment.ProcessId;
    }

    /// <summary>Finds the matches of the best kind: the PID; else exact names of the process or of its program's file; else
    /// command lines that hold the word.</summary>
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
        var ours = OurOwn(all);
        foreach (var entry in all.Values.OrderBy(static entry => entry.Pid))
        {
            // One that has ended and waits for its parent has a name and nothing else: it is not what is meant by it.
            if (ours.Contains(entry.Pid) || entry is { Arguments.Count: 0, Exe: null })
            {
                continue;
            }

            if (IsName(entry, target))
            {
                exact.Add(entry);
            }
            else if (entry.CommandLine.Contains(target, StringComparison.Ordinal))
            {
                partial.Add(entry);
            }
        }

        return exact.Count > 0 ? exact : partial;
    }

    private static bool IsName(ProcessEntry entry, string target)
    {
        const string Deleted = " (deleted)";
        string exe = entry.Exe ?? "";
        exe = exe.EndsWith(Deleted, StringComparison.Ordinal) ? exe[..^Deleted.Length] : exe;
        return string.Equals(entry.Comm, target, StringComparison.Ordinal)
            || string.Equals(Path.GetFileName(exe), target, StringComparison.Ordinal)
            || (entry.Arguments.Count > 0 && string.Equals(Path.GetFileName(entry.Arguments[0]), target, StringComparison.Ordinal));
    }

    // "sudo resident watch api" and "sh -c 'resident watch api'" hold the word too. Of those above us only they are left out:
    // a supervisor that started us may well be what the user wants to see.
    private HashSet<int> OurOwn(Dictionary<int, ProcessEntry> all)
    {
        var ours = new HashSet<int> { _ownPid };
        if (!all.TryGetValue(_ownPid, out var own))
        {
            return ours;
        }

        while (all.TryGetValue(own.ParentPid, out var parent) && parent.Comm is "sudo" or "sh" or "bash" or "dash" or "zsh" or "fish" or "su" or "doas" or "env" or "time" or "dotnet")
        {
            if (!ours.Add(parent.Pid))
            {
                break;
            }

            own = parent;
        }

        return ours;
    }
}
