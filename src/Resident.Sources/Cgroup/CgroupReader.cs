using System.Globalization;
using System.Text;
using Resident.Model;

namespace Resident.Sources.Cgroup;

/// <summary>Reads the memory of control groups, versions 1, 2 and both at once (hybrid).</summary>
/// <remarks>Source: Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst. In the hybrid layout the memory controller is in
/// one hierarchy only; the one that has the process's memory files is taken.</remarks>
public sealed class CgroupReader
{
    private readonly string _procRoot;
    private readonly string _fileRoot;

    /// <summary>Initializes a new instance of the <see cref="CgroupReader"/> class.</summary>
    /// <param name="procRoot">Where the proc file system is mounted.</param>
    /// <param name="fileRoot">A folder that stands before every mount point: "" outside tests.</param>
    public CgroupReader(string procRoot = "/proc", string fileRoot = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(procRoot);
        _procRoot = procRoot;
        _fileRoot = fileRoot;
    }

    /// <summary>Reads the memory of the group that a process is in.</summary>
    /// <returns>The figures, or null where there is no memory controller, the process has ended, or its group lies outside what is
    /// mounted here.</returns>
    /// <exception cref="MalformedInputException">A file does not look as the kernel prints it.</exception>
    public CgroupMemory? ReadProcess(int pid)
    {
        var (v1, v2) = GroupsOf(pid);
        var (v1Mount, v2Mount) = Mounts();
        return Read(v1Mount, v1) ?? Read(v2Mount, v2);
    }

    /// <summary>Lists the processes of the group whose memory <see cref="ReadProcess"/> tells, those of the groups
    /// below it included, smallest PID first.</summary>
    /// <returns>Empty where there is no memory controller, the process has ended, or its group lies outside what is
    /// mounted here.</returns>
    public IReadOnlyList<int> MemberPids(int pid)
    {
        var (v1, v2) = GroupsOf(pid);
        var (v1Mount, v2Mount) = Mounts();
        var (mount, group) = Read(v1Mount, v1) is not null ? (v1Mount, v1) : (v2Mount, v2);
        return mount is null || group is null || FolderOf(mount, group) is not { } folder ? [] : MembersBelow(folder);
    }

    /// <summary>Finds the file through which the kernel can be asked to reclaim from a process's group: memory.reclaim, version 2 and Linux 5.19.</summary>
    /// <returns>Its path, or null where there is none.</returns>
    public string? FindReclaimFile(int pid)
    {
        byte[]? bytes = CgroupFiles.ReadBytes(string.Create(CultureInfo.InvariantCulture, $"{_procRoot}/{pid}/cgroup"));
        (string? _, string? group) = bytes is null ? (null, null) : ParseGroups(Encoding.UTF8.GetString(bytes));
        var mount = Mounts().V2;
        string? file = mount is null || group is null || FolderOf(mount, group) is not { } folder ? null : $"{folder}/memory.reclaim";
        return file is not null && File.Exists(file) ? file : null;
    }

    /// <summary>Reads how many CPUs' time the groups of a process may use: the smallest cpu.max on the way up, version
    /// 2.</summary>
    /// <returns>CPUs, as 1.5; null where nothing limits it, or it is not told.</returns>
    public double? ReadCpuQuota(int pid)
    {
        var (_, group) = GroupsOf(pid);
        var mount = Mounts().V2;
        if (mount is null || group is null || FolderOf(mount, group) is not { } folder)
        {
            return null;
        }

        return FoldersUpwards(mount, folder)
            .Select(static at => QuotaOf(Encoding.UTF8.GetString(CgroupFiles.ReadBytes($"{at}/cpu.max") ?? [])))
            .Min();
    }

    /// <summary>Reads the memory of a group.</summary>
    /// <param name="path">The group below the hierarchy's root, as "/system.slice/api.service", or its folder under the mount.</param>
    /// <exception cref="DirectoryNotFoundException">No hierarchy with the memory controller has such a group.</exception>
    /// <exception cref="MalformedInputException">A file does not look as the kernel prints it.</exception>
    public CgroupMemory ReadGroup(string path)
    {
        var (mount, group) = Resolve(path);
        return Read(mount, group) ?? throw new DirectoryNotFoundException($"The control group \"{path}\" has no memory files.");
    }

    /// <summary>Lists the processes of a group, those of the groups below it included, smallest PID first.</summary>
    /// <param name="path">As in <see cref="ReadGroup"/>.</param>
    /// <exception cref="DirectoryNotFoundException">No hierarchy with the memory controller has such a group.</exception>
    public IReadOnlyList<int> MemberPids(string path)
    {
        var (mount, group) = Resolve(path);
        return MembersBelow(FolderOf(mount, group)!);
    }

    private (string? V1, string? V2) GroupsOf(int pid) =>
        CgroupFiles.ReadBytes(string.Create(CultureInfo.InvariantCulture, $"{_procRoot}/{pid}/cgroup")) is { } bytes ? ParseGroups(Encoding.UTF8.GetString(bytes)) : default;

    private static SortedSet<int> MembersOf(IEnumerable<string> folders)
    {
        var pids = new SortedSet<int>();
        foreach (string each in folders)
        {
            string text = Encoding.UTF8.GetString(CgroupFiles.ReadBytes($"{each}/cgroup.procs") ?? []);
            foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                // 0 stands for a process outside our PID namespace.
                if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0)
                {
                    pids.Add(pid);
                }
            }
        }

        return pids;
    }

    // A group that is removed meanwhile has no members.
    private static int[] MembersBelow(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return [.. MembersOf(Directory.EnumerateDirectories(folder, "*", options).Prepend(folder))];
    }

    // "150000 100000" is a CPU and a half, "max 100000" is no limit.
    private static double? QuotaOf(string text) =>
        text.Trim().Split(' ') is [var quota, var period]
        && long.TryParse(quota, NumberStyles.None, CultureInfo.InvariantCulture, out long time)
        && long.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out long each) && each > 0
            ? (double)time / each
            : null;

    private static (string? V1, string? V2) ParseGroups(string text)
    {
        string? v1 = null;
        string? v2 = null;
        foreach (string line in text.Split('\n'))
        {
            // 4:memory:/group, and 0::/group for version 2; the path may hold colons.
            string[] parts = line.Split(':', 3);
            if (parts is ["0", "", var unified])
            {
                v2 = unified;
            }
            else if (parts is [_, var controllers, var path] && controllers.Split(',').Contains("memory", StringComparer.Ordinal))
            {
                v1 = path;
            }
        }

        return (v1, v2);
    }

    private static CgroupMemory Describe(CgroupMount mount, string group, string folder)
    {
        var events = new Dictionary<string, long>(StringComparer.Ordinal);
        var stat = new Dictionary<string, long>(StringComparer.Ordinal);
        CgroupFiles.ReadTable($"{folder}/memory.stat", stat);
        var result = new CgroupMemory { Version = mount.Version, Path = group, Events = events, Stat = stat };
        if (mount.Version == 2)
        {
            CgroupFiles.ReadTable($"{folder}/memory.events", events);
            return result with
            {
                Usage = CgroupFiles.ReadSize($"{folder}/memory.current"),
                Swap = CgroupFiles.ReadSize($"{folder}/memory.swap.current"),
            };
        }

        CgroupFiles.ReadTable($"{folder}/memory.oom_control", events);
        if (CgroupFiles.ReadSize($"{folder}/memory.failcnt") is { } failures)
        {
            events["failcnt"] = failures.Bytes;
        }

        var usage = CgroupFiles.ReadSize($"{folder}/memory.usage_in_bytes");
        var both = CgroupFiles.ReadSize($"{folder}/memory.memsw.usage_in_bytes");
        return result with { Usage = usage, Swap = both is { } sum && usage is { } memory && sum >= memory ? sum - memory : null };
    }

    private CgroupMemory? Read(CgroupMount? mount, string? group)
    {
        string? folder = mount is null || group is null ? null : FolderOf(mount, group);
        if (folder is null || !File.Exists($"{folder}/{UsageFile(mount!.Version)}") && !HasController(mount, folder))
        {
            return null;
        }

        var result = Describe(mount, group!, folder);
        foreach (string at in FoldersUpwards(mount, folder))
        {
            string path = Below(mount, at[TopOf(mount).Length..]);
            var limit = CgroupFiles.ReadSize(mount.Version == 2 ? $"{at}/memory.max" : $"{at}/memory.limit_in_bytes");
            if (limit is not null && (result.Limit is null || limit < result.Limit))
            {
                result = result with { Limit = limit, LimitPath = path };
            }

            var high = mount.Version == 2 ? CgroupFiles.ReadSize($"{at}/memory.high") : null;
            if (high is not null && (result.High is null || high < result.High))
            {
                result = result with { High = high };
            }
        }

        return result;
    }

    // A group's folder and those above it, up to the mount.
    private IEnumerable<string> FoldersUpwards(CgroupMount mount, string folder)
    {
        int top = TopOf(mount).Length;
        for (string at = folder; at.Length >= top; at = at[..at.LastIndexOf('/')])
        {
            yield return at;
        }
    }

    private string TopOf(CgroupMount mount) => (_fileRoot + mount.MountPoint).TrimEnd('/');

    // A mount of the whole hierarchy shows "/", one of a part of it "/docker/abc".
    private static string Below(CgroupMount mount, string rest)
    {
        string path = mount.GroupAtMount.TrimEnd('/') + rest;
        return path.Length == 0 ? "/" : path;
    }

    private static string UsageFile(int version) => version == 2 ? "memory.current" : "memory.usage_in_bytes";

    // The root of version 2 has the controller and no memory.current.
    private static bool HasController(CgroupMount mount, string folder) =>
        mount.Version == 2
        && Encoding.UTF8.GetString(CgroupFiles.ReadBytes($"{folder}/cgroup.controllers") ?? []).Split(' ', '\n').Contains("memory", StringComparer.Ordinal);

    private (CgroupMount? V1, CgroupMount? V2) Mounts() =>
        CgroupMounts.Parse(Encoding.UTF8.GetString(CgroupFiles.ReadBytes($"{_procRoot}/self/mountinfo") ?? []));

    private (CgroupMount Mount, string Group) Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (v1, v2) = Mounts();
        foreach (var mount in new[] { v1, v2 })
        {
            if (mount is null)
            {
                continue;
            }

            string group = "/" + path.Trim('/');
            string below = mount.MountPoint + "/";
            string fromMount = group.StartsWith(below, StringComparison.Ordinal)
                ? Below(mount, group[mount.MountPoint.Length..])
                : group;
            if (FolderOf(mount, fromMount) is not null)
            {
                return (mount, fromMount);
            }
        }

        throw new DirectoryNotFoundException(
            $"There is no control group \"{path}\" in a hierarchy with the memory controller; /proc/PID/cgroup names a process's group.");
    }

    // In a cgroup namespace paths are relative to its root: a process outside it has "/../other", and a mount of an ancestor shows "/..".
    private string? FolderOf(CgroupMount mount, string group)
    {
        string[] at = mount.GroupAtMount.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string[] to = group.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int shared = 0;
        while (shared < at.Length && shared < to.Length && string.Equals(at[shared], to[shared], StringComparison.Ordinal))
        {
            shared++;
        }

        // A mount that shows more than an ancestor of the group, or another branch, does not hold it.
        if (shared < at.Length || to.Skip(shared).Contains("..", StringComparer.Ordinal))
        {
            return null;
        }

        string top = (_fileRoot + mount.MountPoint).TrimEnd('/');
        string folder = to.Length == shared ? top : $"{top}/{string.Join('/', to.Skip(shared))}";
        return Directory.Exists(folder) ? folder : null;
    }
}
