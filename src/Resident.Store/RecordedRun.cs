using Resident.Model;

namespace Resident.Store;

/// <summary>One process that was recorded: a target that restarts under its name continues as another run.</summary>
public sealed record RecordedRun
{
    /// <summary>Gets the run's number: 0 for the first, as in <see cref="Sample.Run"/>.</summary>
    public required int Number { get; init; }

    /// <summary>Gets when the recording of it began, milliseconds since 1970.</summary>
    public required long FromUnixMs { get; init; }

    /// <summary>Gets the name that people know it by.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the process, or null where there is none here.</summary>
    public int? Pid { get; init; }

    /// <summary>Gets the path of the program, or null.</summary>
    public string? Executable { get; init; }

    /// <summary>Gets the runtime, or null where it is not known.</summary>
    public RuntimeIdentity? Runtime { get; init; }

    /// <summary>Gets when the process started, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets what the figures come from, as in "procfs", "memory", "gctrace".</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];
}
