namespace Resident.Model.Observations;

/// <summary>The process that was observed.</summary>
public sealed record ObservedTarget
{
    /// <summary>Gets the process ID, or null where there was no process here.</summary>
    public int? Pid { get; init; }

    /// <summary>Gets the name that a person would use.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the executable's path, or null.</summary>
    public string? Executable { get; init; }

    /// <summary>Gets the runtime, or null where it is not known.</summary>
    public RuntimeIdentity? Runtime { get; init; }

    /// <summary>Gets a value indicating whether the process is known to have ended, or not to run here: nothing can be
    /// asked of it.</summary>
    public bool IsGone { get; init; }

    /// <summary>Gets a value indicating whether it is known by an address alone, which is its
    /// <see cref="Name"/>.</summary>
    public bool IsAddress { get; init; }

    /// <summary>Gets how many CPUs it may use, by its affinity and its control groups' quota, rounded up; null where that
    /// is not known.</summary>
    public int? Cpus { get; init; }

    /// <summary>Gets when the process started, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
