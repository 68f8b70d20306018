namespace Resident.Monitoring.Inspection;

/// <summary>Why a target cannot be looked into.</summary>
public enum InspectionRefusal
{
    /// <summary>There is no process: a trace, an address, or one that ended.</summary>
    NoProcess,

    /// <summary>A right is missing; the remedy names it.</summary>
    NoRight,

    /// <summary>It is not a Go program.</summary>
    NotGo,

    /// <summary>It is Go, and of a release or processor that is not supported, or its memory did not look as it has to.</summary>
    NotReadable,

    /// <summary>The process ended, or changed, while it was read.</summary>
    Failed,
}
