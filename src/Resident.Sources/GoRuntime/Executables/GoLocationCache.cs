using System.Collections.Concurrent;
using Resident.Sources.Binary;
using Resident.Sources.Elf;

namespace Resident.Sources.GoRuntime.Executables;

/// <summary>Keeps what was found in executables, so that the next process of the same one opens in milliseconds.</summary>
/// <remarks>In memory, and in a folder if one is given: a small text file for each executable. It is best effort: a folder
/// that cannot be written or a file that makes no sense is passed over, and whatever is read is confirmed before it is used.</remarks>
public sealed class GoLocationCache
{
    private const int MostFileBytes = 4096;
    private const int MostKept = 1024;

    private readonly ConcurrentDictionary<string, GoLocations> _kept = new(StringComparer.Ordinal);
    private readonly string? _folder;

    /// <summary>Initializes a new instance of the <see cref="GoLocationCache"/> class.</summary>
    /// <param name="folder">The folder, as "~/.cache/resident/go" spelled out; made when it is first needed; null: memory only.</param>
    public GoLocationCache(string? folder = null)
    {
        _folder = folder;
    }

    /// <summary>Names an executable by what tells it from others: its build ID notes, its length, its first and last bytes.</summary>
    internal static string KeyOf(ElfFile elf)
    {
        const int EdgeBytes = 4096;
        var hash = new Fnv128();
        byte[] edge = new byte[EdgeBytes];
        hash.Append(edge.AsSpan(0, elf.Source.Read(0, edge)));
        hash.Append(edge.AsSpan(0, elf.Source.Read(Math.Max(0, elf.Source.Length - EdgeBytes), edge)));
        hash.Append(BitConverter.GetBytes(elf.Source.Length));
        foreach (var section in elf.Sections)
        {
            if (section.Name is ".note.go.buildid" or ".note.gnu.build-id" && section.Size <= EdgeBytes)
            {
                hash.Append(edge.AsSpan(0, elf.ReadAt(section.VirtualAddress, edge.AsSpan(0, (int)section.Size))));
            }
        }

        return hash.ToString();
    }

    /// <summary>Looks for what was kept.</summary>
    /// <returns>Null where there is nothing.</returns>
    internal GoLocations? Find(string key)
    {
        if (_kept.TryGetValue(key, out var kept))
        {
            return kept;
        }

        if (_folder is null)
        {
            return null;
        }

        try
        {
            string path = Path.Combine(_folder, key);
            return new FileInfo(path) is { Exists: true, Length: > 0 and <= MostFileBytes } ? GoLocations.Parse(File.ReadAllText(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps what was found.</summary>
    internal void Keep(string key, GoLocations locations)
    {
        if (_kept.Count < MostKept)
        {
            _kept[key] = locations;
        }

        if (_folder is null)
        {
            return;
        }

        try
        {
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(_folder)
                : Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string path = Path.Combine(_folder, key);
            // Whole or not at all, whatever else writes the same file.
            string part = $"{path}.{Environment.ProcessId}.part";
            File.WriteAllText(part, locations.ToText());
            File.Move(part, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written costs time at the next start, no more.
        }
    }
}
