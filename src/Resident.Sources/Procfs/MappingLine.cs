using System.Buffers.Text;

namespace Resident.Sources.Procfs;

/// <summary>A line of maps: <c>560533b18000-560533b1a000 r--p 00000000 fe:00 247629      /usr/bin/head</c>.</summary>
/// <remarks>Source: show_map_vma in fs/proc/task_mmu.c.</remarks>
internal readonly ref struct MappingLine
{
    private const int PermissionLetters = 4;

    public required ulong Start { get; init; }

    public required ulong End { get; init; }

    public required ReadOnlySpan<byte> Permissions { get; init; }

    public required ulong Offset { get; init; }

    public required ReadOnlySpan<byte> Device { get; init; }

    public required ulong Inode { get; init; }

    public required ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Tells a mapping's line from a figure's, which has a colon in its first word.</summary>
    public static bool IsMapping(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOfAny((byte)' ', (byte)':');
        return end > 0 && line[end] == ' ' && line[..end].Contains((byte)'-');
    }

    public static bool TryParse(ReadOnlySpan<byte> line, out MappingLine mapping)
    {
        var rest = line;
        var range = ProcText.ReadWord(ref rest);
        var permissions = ProcText.ReadWord(ref rest);
        var offsetWord = ProcText.ReadWord(ref rest);
        var device = ProcText.ReadWord(ref rest);
        int dash = range.IndexOf((byte)'-');
        if (dash < 0 || permissions.Length != PermissionLetters
            || !TryHex(range[..dash], out ulong start) || !TryHex(range[(dash + 1)..], out ulong end) || end < start
            || !TryHex(offsetWord, out ulong offset) || !ProcText.TryReadUnsigned(ref rest, out ulong inode)
            || end - start > long.MaxValue)
        {
            mapping = default;
            return false;
        }

        mapping = new()
        {
            Start = start,
            End = end,
            Permissions = permissions,
            Offset = offset,
            Device = device,
            Inode = inode,
            Name = rest.TrimStart((byte)' '),
        };
        return true;
    }

    private static bool TryHex(ReadOnlySpan<byte> word, out ulong value) =>
        Utf8Parser.TryParse(word, out value, out int used, 'x') && used == word.Length;
}
