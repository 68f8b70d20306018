using Resident.Sources.GoRuntime.Executables;

namespace Resident.Cli.Sessions;

/// <summary>What is kept for this user from one run to the next, in $XDG_CACHE_HOME/resident: losing it costs time only.</summary>
internal static class UserCache
{
    /// <summary>Gets the folder, or null where this user has none.</summary>
    public static string? Folder { get; } = UserFolders.Find("XDG_CACHE_HOME", ".cache");

    /// <summary>Gets where the runtime's variables lie in executables that were seen before.</summary>
    public static GoLocationCache Locations { get; } = new(Folder is null ? null : Path.Combine(Folder, "go"));
}
