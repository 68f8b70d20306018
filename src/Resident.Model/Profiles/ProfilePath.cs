namespace Resident.Model.Profiles;

/// <summary>Paths in profiles: texts with slashes, from whichever machine. Nothing here looks at a disk.</summary>
public static class ProfilePath
{
    /// <summary>Gets the last part of a path: "." for an empty one, "/" for nothing but slashes.</summary>
    public static string BaseName(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        string trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    /// <summary>Gets all but the last part of a path, cleaned.</summary>
    public static string DirectoryName(string path) => Clean(path[..(path.LastIndexOf('/') + 1)]);

    /// <summary>Joins two parts of a path, cleaned.</summary>
    public static string Join(string left, string right) => (left.Length, right.Length) switch
    {
        (0, 0) => string.Empty,
        (0, _) => Clean(right),
        (_, 0) => Clean(left),
        _ => Clean(left + "/" + right),
    };

    /// <summary>Takes out doubled slashes, "." and "..", as far as that can be done by the text alone.</summary>
    public static string Clean(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        bool rooted = path[0] == '/';
        if (IsClean(path))
        {
            return path;
        }

        var parts = new List<string>();
        foreach (string part in path.Split('/'))
        {
            AddPart(parts, part, rooted);
        }

        string joined = string.Join('/', parts);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }

    private static bool IsClean(string path) =>
        path is "/" || (path[^1] != '/' && !path.Contains("//", StringComparison.Ordinal) && !path.StartsWith('.')
            && !path.Contains("/.", StringComparison.Ordinal));

    private static void AddPart(List<string> parts, string part, bool rooted)
    {
        if (part is "" or ".")
        {
            return;
        }

        if (part is not "..")
        {
            parts.Add(part);
        }
        else if (parts.Count > 0 && parts[^1] is not "..")
        {
            parts.RemoveAt(parts.Count - 1);
        }
        else if (!rooted)
        {
            parts.Add(part);
        }
    }
}
