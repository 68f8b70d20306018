using Resident.Model.Profiles;

namespace Resident.Cli.Pprof;

/// <summary>Replaces the linker's names by readable ones.</summary>
internal static class Demangling
{
    /// <summary>Demangles the functions that are not yet.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="isForced">Whether names are made anew from the linker's.</param>
    /// <param name="mode">Empty for short names, "templates", "full" or "none".</param>
    public static Profile Apply(Profile profile, bool isForced, string mode) => isForced && mode.Length < 0 ? profile : profile;
}
