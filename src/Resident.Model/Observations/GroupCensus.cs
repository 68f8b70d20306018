namespace Resident.Model.Observations;

/// <summary>The processes of the control group that an observed process is in, at one time.</summary>
public sealed record GroupCensus
{
    /// <summary>Gets when they were read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets the processes, the observed one among them. Those that ended meanwhile are left out.</summary>
    public required IReadOnlyList<GroupMember> Members { get; init; }

    /// <summary>Gets the number of processes that were not read: there are more than the bound, or another user's are
    /// hidden.</summary>
    public int LeftOut { get; init; }
}
