namespace Resident.Analysis.Profiles;

/// <summary>Paths of source files as the profiled program's builder knew them, made to fit this machine.</summary>
public static class SourcePaths
{
    private static readonly string[] AlwaysTrimmed = ["/proc/self/cwd/./", "/proc/self/cwd/"];

    /// <summary>Takes a prefix off a path: the configured ones, or without any what lies before a search folder's name.</summary>
    /// <param name="path">The path.</param>
    /// <param name="trimPath">Prefixes separated by colons, or empty.</param>
    /// <param name="searchPath">Folders separated by colons, or empty.</param>
    public static string Trim(string path, string trimPath, string searchPath)
    {
        if (trimPath.Length == 0)
        {
            foreach (string folder in searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries))
            {
                string wanted = $"/{Model.Profiles.ProfilePath.BaseName(folder)}/";
                int found = path.IndexOf(wanted, StringComparison.Ordinal);
                if (found >= 0)
                {
                    return path[(found + wanted.Length)..];
                }
            }
        }

        string[] prefixes = [.. trimPath.Length == 0 ? [] : trimPath.Split(':'), .. AlwaysTrimmed];
        foreach (string prefix in prefixes)
        {
            string folder = prefix.EndsWith('/') ? prefix : prefix + "/";
            if (path.StartsWith(folder, StringComparison.Ordinal))
            {
                return path[folder.Length..];
            }
        }

        return path;
    }
}
