namespace Resident.Analysis.Profiles;

/// <summary>Names that filters and reports share.</summary>
public static class ProfileFilters
{
    /// <summary>The key of the label that marks the samples of the profile that a difference is relative to.</summary>
    public const string DiffBaseKey = "pprof::base";
}
