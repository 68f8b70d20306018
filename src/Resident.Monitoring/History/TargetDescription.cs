using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>What is watched, as far as it is known now.</summary>
public sealed record TargetDescription
{
    /// <summary>Gets the process ID, or null where there is no process (a log, a remote address, one that is still awaited).</summary>
    public int? Pid { get; init; }

    /// <summary>Gets the name that a person would use.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the executable's path, or null.</summary>
    public string? Executable { get; init; }

    /// <summary>Gets the runtime, or null where it is not known yet.</summary>
    public RuntimeIdentity? Runtime { get; init; }

    /// <summary>Gets when the process started, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets where figures come from: "procfs", "cgroup", "gctrace", "memory", or an address.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Gets "wall" where times are the clock's, "elapsed" where they count from the program's start.</summary>
    public string TimeBase { get; init; } = "wall";

    /// <summary>Gets "waiting" (nothing seen yet), "live" or "ended".</summary>
    public string State { get; init; } = "waiting";

    /// <summary>Gets how it ended, in one sentence, or null while it has not.</summary>
    public string? Ending { get; init; }

    /// <summary>Gets what <see cref="Ending"/> says, for readers with words of their own, or null.</summary>
    public Wording? EndingWords { get; init; }

    /// <summary>Gets the time between samples.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets figures that are missing for want of a right, each with what would allow it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
