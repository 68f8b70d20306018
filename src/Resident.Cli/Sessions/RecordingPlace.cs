using System.Globalization;
using Resident.Model;
using Resident.Store;

namespace Resident.Cli.Sessions;

/// <summary>Where the recordings lie that nobody named: $XDG_STATE_HOME/resident, all together at most 512 MiB, the oldest go first.</summary>
internal sealed class RecordingPlace
{
    private const long MostBytes = 512L * 1024 * 1024;
    private const string Extension = ".resident";

    private readonly string _folder;
    private readonly Func<string, bool> _isWriterAlive;

    /// <summary>Initializes a new instance of the <see cref="RecordingPlace"/> class.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isWriterAlive">Tells whether the process that a recording names as its writer is there.</param>
    public RecordingPlace(string folder, Func<string, bool> isWriterAlive)
    {
        _folder = folder;
        _isWriterAlive = isWriterAlive;
    }

    /// <summary>Finds the folder from the environment.</summary>
    /// <returns>Null where there is neither XDG_STATE_HOME nor a home.</returns>
    public static string? FindFolder() => UserFolders.Find("XDG_STATE_HOME", ".local", "state");

    /// <summary>Makes room, and names a new recording.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public string NewFile(string name, int? pid, DateTimeOffset now)
    {
        _ = OperatingSystem.IsLinux()
            ? Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
            : Directory.CreateDirectory(_folder);
        Prune();
        string safe = new([.. name.Take(40).Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_')]);
        string stamp = now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{safe.TrimStart('.')}-{stamp}-{pid ?? Environment.ProcessId}{Extension}"));
    }

    private static long SizeOf(string file)
    {
        long size = new FileInfo(file).Length;
        var profiles = new DirectoryInfo(file + ".profiles");
        return size + (profiles.Exists ? profiles.EnumerateFiles().Sum(static profile => profile.Length) : 0);
    }

    private void Prune()
    {
        var files = new DirectoryInfo(_folder).EnumerateFiles("*" + Extension).OrderByDescending(static file => file.LastWriteTimeUtc).ToList();
        long sum = 0;
        foreach (var file in files)
        {
            sum += SizeOf(file.FullName);
            if (sum > MostBytes && !IsInUse(file.FullName))
            {
                Delete(file.FullName);
            }
        }
    }

    private bool IsInUse(string file)
    {
        try
        {
            using var reader = RecordingReader.Open(file);
            return reader.Info.Writer is { } writer && _isWriterAlive(writer);
        }
        catch (Exception problem) when (problem is MalformedInputException or IOException or UnauthorizedAccessException)
        {
            // What cannot be read is nobody's: but one of a newer Resident is left alone.
            return problem is RecordingVersionException;
        }
    }

    private static void Delete(string file)
    {
        File.Delete(file);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        if (Directory.Exists(file + ".profiles"))
        {
            Directory.Delete(file + ".profiles", recursive: true);
        }
    }
}
