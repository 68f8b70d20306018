using System.Buffers.Text;
using System.Text;

namespace Resident.Sources.Procfs;

/// <summary>Parses a line of maps: <c>560533b18000-560533b1a000 r--p 00000000 fe:00 247629      /usr/bin/head</c>.</summary>
/// <remarks>Source: show_map_vma in fs/proc/task_mmu.c.</remarks>
internal static class MappingLine
{
    private const int PermissionLetters = 4;

    /// <summary>Tells a mapping's line from a figure's, which has a colon in its first word.</summary>
    public static bool IsMapping(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOfAny((byte)' ', (byte)':');
        return end > 0 && line[end] == ' ' && line[..end].Contains((byte)'-');
    }

    public static MemoryMapping? Parse(ReadOnlySpan<byte> line, NameCache names)
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
            return null;
        }

        return new()
        {
            Start = start,
            End = end,
            Permissions = names.Get(permissions),
            Offset = offset,
            Device = names.Get(device),
            Inode = inode,
            Name = names.Get(rest.TrimStart((byte)' ')),
        };
    }

    private static bool TryHex(ReadOnlySpan<byte> word, out ulong value) =>
        Utf8Parser.TryParse(word, out value, out int used, 'x') && used == word.Length;

    /// <summary>Gives the same string for the same bytes as last time: mappings of one file stand together.</summary>
    internal sealed class NameCache
    {
        private readonly Dictionary<int, (byte[] Bytes, string Text)> _known = [];

        public string Get(ReadOnlySpan<byte> bytes)
        {
            if (bytes.IsEmpty)
            {
                return "";
            }

            var hash = default(HashCode);
            hash.AddBytes(bytes);
            int key = hash.ToHashCode();
            if (_known.TryGetValue(key, out var entry) && bytes.SequenceEqual(entry.Bytes))
            {
                return entry.Text;
            }

            string text = Encoding.UTF8.GetString(bytes);
            _known[key] = (bytes.ToArray(), text);
            return text;
        }
    }
}
