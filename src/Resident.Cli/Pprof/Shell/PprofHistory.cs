namespace Resident.Cli.Pprof.Shell;

/// <summary>The shell's lines, kept across runs in the user's state folder. That they cannot be kept is no error.</summary>
internal sealed class PprofHistory
{
    private const int MostLines = 1000;

    // No regular file, as a FIFO, has length 0, and would be waited for.
    private const long MostBytes = 16 * 1024 * 1024;
    private const string FileName = "pprof-history";

    private readonly string? _path;

    /// <summary>Initializes a new instance of the <see cref="PprofHistory"/> class.</summary>
    /// <param name="folder">The folder; null where there is none, and then nothing is kept.</param>
    public PprofHistory(string? folder)
    {
        _path = folder is null ? null : Path.Combine(folder, FileName);
    }

    /// <summary>Reads the lines, oldest first, and cuts a file that has become long.</summary>
    public IReadOnlyList<string> Read()
    {
        if (_path is null || new FileInfo(_path) is not { Exists: true, Length: > 0 and <= MostBytes })
        {
            return [];
        }

        try
        {
            string[] lines = File.ReadAllLines(_path);
            if (lines.Length <= MostLines)
            {
                return lines;
            }

            if (lines.Length > MostLines * 2)
            {
                File.WriteAllLines(_path, lines[^MostLines..]);
            }

            return lines[^MostLines..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Keeps a line. The file is its user's alone.</summary>
    public void Add(string line)
    {
        if (_path is null || line.Trim().Length == 0)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var writer = new StreamWriter(_path, options);
            writer.Write(line + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The shell works without.
        }
    }
}
