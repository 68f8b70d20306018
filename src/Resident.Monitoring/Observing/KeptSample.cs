using System.Collections.Frozen;
using Resident.Model;

namespace Resident.Monitoring.Observing;

/// <summary>What of a sample a later diagnosis asks for: the lists of pauses and size classes, and most of the control
/// group's figures, are told once and not kept. A sample of a Go program in a control group takes 2 KB then instead of
/// 9.</summary>
internal static class KeptSample
{
    // What Diagnosis/CaseFigures and the verdict's account of the container read; KeptSampleTests holds the two
    // together.
    private static readonly FrozenSet<string> GroupFigures = FrozenSet.ToFrozenSet(
        ["anon", "rss", "file", "cache", "shmem", "file_mapped", "mapped_file", "kernel", "slab", "kernel_stack", "pagetables", "sock", "percpu"],
        StringComparer.Ordinal);

    private static readonly IReadOnlyDictionary<string, long> None = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Makes it.</summary>
    public static Sample Of(Sample sample) => sample with
    {
        Go = sample.Go is { } go ? go with { Pauses = [], BySize = [] } : null,
        Cgroup = sample.Cgroup is { } group ? group with { Stat = Cut(group.Stat), Events = None } : null,
    };

    private static Dictionary<string, long> Cut(IReadOnlyDictionary<string, long> all)
    {
        var some = new Dictionary<string, long>(capacity: 11, StringComparer.Ordinal);
        foreach (var (name, value) in all)
        {
            // The dictionary of figures keeps its own names: those of the kernel's text would be kept beside them.
            if (GroupFigures.TryGetValue(name, out string? known))
            {
                some[known] = value;
            }
        }

        return some;
    }
}
