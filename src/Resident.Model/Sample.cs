namespace Resident.Model;

/// <summary>All that is known of one target at one time: one row of a recording.</summary>
public sealed record Sample
{
    /// <summary>Gets when the sample was due. Its parts carry their own, exact times.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the run that the sample belongs to: 0 for the first process, one more after each restart.</summary>
    public int Run { get; init; }

    /// <summary>Gets the kernel's view, or null where the target has no process here (a trace file, a remote address).</summary>
    public ProcessMemory? Process { get; init; }

    /// <summary>Gets the control group's view, or null.</summary>
    public CgroupMemory? Cgroup { get; init; }

    /// <summary>Gets the runtime's view, or null.</summary>
    public GoMemory? Go { get; init; }

    /// <summary>Gets the cycles that ended since the sample before; of the first sample of a run, all that the runtime remembers: 256 at most.</summary>
    public IReadOnlyList<GcCycle> GcCycles { get; init; } = [];

    /// <summary>Gets the scavenger's lines since the sample before.</summary>
    public IReadOnlyList<ScavengeEvent> Scavenges { get; init; } = [];

    /// <summary>Gets figures that are missing, each with what would allow it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
