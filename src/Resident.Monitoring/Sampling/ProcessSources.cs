using Resident.Model;
using Resident.Sources.Cgroup;
using Resident.Sources.Detection;
using Resident.Sources.Procfs;

namespace Resident.Monitoring.Sampling;

/// <summary>The doors to the kernel's view, made once and used by every sampler.</summary>
public sealed class ProcessSources
{
    private readonly string _procRoot;

    /// <summary>Initializes a new instance of the <see cref="ProcessSources"/> class.</summary>
    /// <param name="procRoot">Where the proc file system is mounted.</param>
    /// <param name="clock">Stamps each reading.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    public ProcessSources(string procRoot, TimeProvider clock, InputLimits? limits = null)
    {
        _procRoot = procRoot;
        Processes = new ProcessReader(procRoot, clock, limits);
        Smaps = new SmapsReader(procRoot, clock, limits);
        Cgroups = new CgroupReader(procRoot);
        List = new ProcessList(procRoot, limits);
        Runtimes = new RuntimeDetector(procRoot, limits);
    }

    /// <summary>Gets the reader of status, stat and statm.</summary>
    public ProcessReader Processes { get; }

    /// <summary>Gets the reader of smaps and its sums.</summary>
    public SmapsReader Smaps { get; }

    /// <summary>Gets the reader of control groups.</summary>
    public CgroupReader Cgroups { get; }

    /// <summary>Gets the list of processes.</summary>
    public ProcessList List { get; }

    /// <summary>Gets what tells which runtime a process runs.</summary>
    public RuntimeDetector Runtimes { get; }

    /// <summary>Tells how many CPUs a process may use: by its affinity, and by the quota of its control groups, rounded
    /// up.</summary>
    /// <returns>Null where that is not told.</returns>
    public int? CpusOf(int pid)
    {
        int? mask = CpuMask.Count(_procRoot, pid);
        return Cgroups.ReadCpuQuota(pid) is { } quota && Math.Ceiling(quota) is var whole && !(whole >= mask) ? Math.Max(1, (int)whole) : mask;
    }
}
