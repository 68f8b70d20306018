using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>One mapping of a process, as a line of /proc/PID/maps tells it.</summary>
public sealed record MemoryMapping
{
    /// <summary>Gets the first address.</summary>
    public required ulong Start { get; init; }

    /// <summary>Gets the address after the last one.</summary>
    public required ulong End { get; init; }

    /// <summary>Gets the four letters of the permissions, as in "rw-p": the last is p for private, s for shared.</summary>
    public required string Permissions { get; init; }

    /// <summary>Gets the place in the file, bytes.</summary>
    public required ulong Offset { get; init; }

    /// <summary>Gets the device as MAJOR:MINOR in hex, "00:00" where there is no file.</summary>
    public required string Device { get; init; }

    /// <summary>Gets the inode, 0 where there is no file.</summary>
    public required ulong Inode { get; init; }

    /// <summary>Gets the path or the kernel's name, as in "[heap]" or "[anon: Go: heap]"; "" where there is none. A line feed in
    /// a path stands as the kernel prints it: "\012".</summary>
    public required string Name { get; init; }

    /// <summary>Gets the figures of smaps, or null where maps alone was read.</summary>
    public MappingMemory? Memory { get; init; }

    /// <summary>Gets the address space that it takes.</summary>
    public ByteSize Size => new((long)(End - Start));

    /// <summary>Gets a value indicating whether no file and no shared memory is behind it.</summary>
    public bool IsAnonymous => Inode == 0 && (Name.Length == 0 || Name[0] == '[');

    /// <summary>Gets a value indicating whether the file behind it has been deleted.</summary>
    public bool IsDeleted => Inode != 0 && Name.EndsWith(" (deleted)", StringComparison.Ordinal);
}
