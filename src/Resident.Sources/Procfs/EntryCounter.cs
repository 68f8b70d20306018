using System.IO.Enumeration;

namespace Resident.Sources.Procfs;

/// <summary>Counts a folder's entries without making a string for each.</summary>
internal sealed class EntryCounter : FileSystemEnumerator<byte>
{
    private static readonly EnumerationOptions Options = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        ReturnSpecialDirectories = false,
    };

    private EntryCounter(string path)
        : base(path, Options)
    {
    }

    /// <summary>Counts the entries.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static int Count(string path)
    {
        using var entries = new EntryCounter(path);
        int count = 0;
        while (entries.MoveNext())
        {
            count++;
        }

        return count;
    }

    /// <inheritdoc/>
    protected override byte TransformEntry(ref FileSystemEntry entry) => 0;
}
