namespace Resident.Model;

/// <summary>What the memory controller of a control group counts and allows, at one moment.</summary>
public sealed record CgroupMemory
{
    /// <summary>Gets the hierarchy's version: 1 or 2.</summary>
    public required int Version { get; init; }

    /// <summary>Gets the group's path below the hierarchy's root, as in "/system.slice/api.service".</summary>
    public required string Path { get; init; }

    /// <summary>Gets memory.current (v1: usage_in_bytes).</summary>
    public ByteSize? Usage { get; init; }

    /// <summary>Gets the tightest hard limit on the path to the root, or null where none is set.</summary>
    public ByteSize? Limit { get; init; }

    /// <summary>Gets the group on the path that sets <see cref="Limit"/>, or null.</summary>
    public string? LimitPath { get; init; }

    /// <summary>Gets memory.high of the same kind (v2 only): the tightest throttling limit, or null.</summary>
    public ByteSize? High { get; init; }

    /// <summary>Gets swap in use by the group, or null.</summary>
    public ByteSize? Swap { get; init; }

    /// <summary>Gets the events of memory.events (v1: failcnt, oom_kill) by the kernel's names. Totals.</summary>
    public IReadOnlyDictionary<string, long> Events { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Gets memory.stat by the kernel's names: bytes, and counts for the events in it.</summary>
    public IReadOnlyDictionary<string, long> Stat { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);
}
