namespace Resident.Cli.Sessions;

/// <summary>Where a user's own files lie: the XDG Base Directory Specification.</summary>
internal static class UserFolders
{
    /// <summary>Finds our folder of one kind.</summary>
    /// <param name="variable">What names the base folder, such as XDG_CACHE_HOME.</param>
    /// <param name="below">The base folder below the home where it names none.</param>
    /// <returns>Null where there is neither the variable nor a home.</returns>
    public static string? Find(string variable, params string[] below)
    {
        string? named = Environment.GetEnvironmentVariable(variable);
        string? home = Environment.GetEnvironmentVariable("HOME");
        return (named, home) switch
        {
            ({ Length: > 0 }, _) => Path.Combine(named, "resident"),
            (_, { Length: > 0 }) => Path.Combine([home, .. below, "resident"]),
            _ => null,
        };
    }
}
