using System.Text;
using Resident.Analysis.Profiles;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Fetching;

/// <summary>Finds and reads source files.</summary>
internal sealed class PprofSources
{
    private readonly string _searchPath;
    private readonly string _trimPath;
    private readonly PprofHost _host;
    private readonly Dictionary<string, (IReadOnlyList<string> Lines, string? Error)> _files = new(StringComparer.Ordinal);

    public PprofSources(ReportOptions options, PprofHost host)
    {
        _searchPath = options.SourcePath.Length > 0 ? options.SourcePath : host.Folder.Length > 0 ? host.Folder : Directory.GetCurrentDirectory();
        _trimPath = options.TrimPath;
        _host = host;
    }

    /// <summary>Reads a file's lines, or tells why it cannot.</summary>
    public (IReadOnlyList<string> Lines, string? Error) Read(string path)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            file = ReadNew(path);
            _files[path] = file;
        }

        return file;
    }

    private (IReadOnlyList<string> Lines, string? Error) ReadNew(string path)
    {
        string trimmed = SourcePaths.Trim(path, _trimPath, _searchPath);
        string? problem = null;
        foreach (string candidate in Candidates(trimmed))
        {
            try
            {
                return (Directory.Exists(candidate) ? [] : Split(ProfileText.Decode(File.ReadAllBytes(candidate))), null);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                problem ??= trimmed.StartsWith('/') ? $"open {candidate}: {Describe(e)}" : null;
            }
        }

        return ([], problem ?? $"could not find file {trimmed} on path {_searchPath}");
    }

    private static string Describe(Exception e) => e is UnauthorizedAccessException ? "permission denied" : "no such file or directory";

    private static string[] Split(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = lines[i].EndsWith('\r') ? lines[i][..^1] : lines[i];
        }

        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private IEnumerable<string> Candidates(string path)
    {
        if (path.StartsWith('/'))
        {
            yield return path;
        }
        else
        {
            foreach (string start in _searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries))
            {
                for (string? folder = _host.PathOf(start); folder is not null; folder = Path.GetDirectoryName(folder))
                {
                    yield return Path.Combine(folder, path);
                }
            }
        }

        foreach (string root in GoFolders())
        {
            yield return Path.Combine(root, path.TrimStart('/'));
            yield return Path.Combine(root, Escape(path.TrimStart('/')));
        }
    }

    /// <summary>Where Go keeps what a program is built of: for binaries built with -trimpath, whose paths start at the module.</summary>
    private IEnumerable<string> GoFolders()
    {
        string home = _host.Environment("HOME") ?? string.Empty;
        string goPath = _host.Environment("GOPATH") is { Length: > 0 } set ? set : Path.Combine(home, "go");
        if (_host.Environment("GOROOT") is { Length: > 0 } root)
        {
            yield return Path.Combine(root, "src");
        }

        yield return _host.Environment("GOMODCACHE") is { Length: > 0 } cache ? cache : Path.Combine(goPath, "pkg", "mod");
        yield return "/usr/local/go/src";
        yield return Path.Combine(_searchPath.Split(':')[0], "vendor");
    }

    /// <summary>The module cache writes a capital letter as "!" and the small one.</summary>
    private static string Escape(string path)
    {
        var escaped = new StringBuilder(path.Length);
        foreach (char c in path)
        {
            escaped.Append(char.IsAsciiLetterUpper(c) ? "!" + char.ToLowerInvariant(c) : c.ToString());
        }

        return escaped.ToString();
    }
}
