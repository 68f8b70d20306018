using Resident.Model.Verdicts;

namespace Resident.Reporting.Processes;

/// <summary>A verdict as one sign, for lists: what rises without end, what is held, what is as it should be, what is not known.</summary>
public static class VerdictMark
{
    /// <summary>Gets the sign.</summary>
    /// <param name="verdict">The verdict's name.</param>
    public static string Of(string verdict) => verdict switch
    {
        VerdictIds.NotSureYet => "…",
        _ when VerdictIds.IsLeak(verdict) => "▲",
        _ when VerdictIds.IsHealthy(verdict) => "✓",
        _ => "●",
    };
}
