namespace Resident.Model.Observations;

/// <summary>A process of a control group, with what tells how much memory is its own.</summary>
public sealed record GroupMember
{
    /// <summary>Gets the process ID.</summary>
    public required int Pid { get; init; }

    /// <summary>Gets the process that started it.</summary>
    public required int ParentPid { get; init; }

    /// <summary>Gets the start time in clock ticks since boot: with the PID it names a process for ever.</summary>
    public required ulong StartTicks { get; init; }

    /// <summary>Gets the name that a person would use.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the anonymous memory in RAM. A level.</summary>
    public required ByteSize RssAnon { get; init; }
}
