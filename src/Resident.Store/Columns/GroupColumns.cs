namespace Resident.Store.Columns;

/// <summary>Which of a control group's many figures a recording keeps: those that tell what a container counts that RES does not.
/// They become series named "cgroup.stat." or "cgroup.events." and the kernel's name.</summary>
internal static class GroupColumns
{
    /// <summary>The prefix of memory.stat's series.</summary>
    public const string StatPrefix = "cgroup.stat.";

    /// <summary>The prefix of memory.events' series.</summary>
    public const string EventsPrefix = "cgroup.events.";

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        // memory.stat of version 2
        "anon", "file", "kernel", "kernel_stack", "pagetables", "percpu", "sock", "vmalloc", "shmem", "file_mapped", "file_dirty",
        "file_writeback", "swapcached", "anon_thp", "file_thp", "shmem_thp", "slab", "slab_reclaimable", "slab_unreclaimable",
        "inactive_file", "active_file", "unevictable", "zswap", "zswapped", "workingset_refault_anon", "workingset_refault_file",

        // of version 1
        "cache", "rss", "rss_huge", "mapped_file", "dirty", "swap", "total_cache", "total_rss", "total_shmem", "total_mapped_file",
        "total_inactive_file", "total_active_file",
    };

    /// <summary>Tells whether a figure of memory.stat is kept.</summary>
    public static bool IsKept(string name) => Kept.Contains(name);
}
