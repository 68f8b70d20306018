using System.Runtime.InteropServices;

namespace Resident.Sources.Procfs;

/// <summary>A process's mappings with what a ledger needs of their memory: 88 bytes each, and each name once. The arrays
/// are used again by the next read.</summary>
/// <remarks>60,000 mappings take 6 MB, and 4 MB more where each is of a file of its own. Not safe for several threads at
/// once.</remarks>
public sealed class MappingTable : IMappingSink
{
    private readonly List<MappingRow> _rows = [];

    /// <summary>Gets the number of mappings.</summary>
    public int Count => _rows.Count;

    internal Span<MappingRow> Rows => CollectionsMarshal.AsSpan(_rows);

    internal MappingNames Names { get; } = new();

    void IMappingSink.Begin(in MappingLine line) => _rows.Add(new()
    {
        Start = line.Start,
        End = line.End,
        Name = Names.Add(line.Name),
        Traits = TraitsOf(line),
    });

    void IMappingSink.End(SmapsRow memory)
    {
        ref var row = ref Rows[^1];
        row.Rss = memory[SmapsFigure.Rss].Bytes;
        row.Anonymous = memory[SmapsFigure.Anonymous].Bytes;
        row.AnonHugePages = memory[SmapsFigure.AnonHugePages].Bytes;
        row.LazyFree = memory[SmapsFigure.LazyFree].Bytes;
        row.Swap = memory[SmapsFigure.Swap].Bytes;
        row.Pss = memory[SmapsFigure.Pss].Bytes;
        row.Clean = memory[SmapsFigure.SharedClean].Bytes + memory[SmapsFigure.PrivateClean].Bytes;
    }

    internal void Clear()
    {
        _rows.Clear();
        Names.Clear();
    }

    private static MappingTraits TraitsOf(in MappingLine line) =>
        (line.Permissions[0] == (byte)'r' ? MappingTraits.Read : MappingTraits.None)
        | (line.Permissions[1] == (byte)'w' ? MappingTraits.Write : MappingTraits.None)
        | (line.Permissions[2] == (byte)'x' ? MappingTraits.Execute : MappingTraits.None)
        | (line.Permissions[3] == (byte)'p' ? MappingTraits.Private : MappingTraits.None)
        | (line.Permissions[3] == (byte)'s' ? MappingTraits.Shared : MappingTraits.None)
        | (line.Inode != 0 ? MappingTraits.File : MappingTraits.None)
        | (line.Device.StartsWith("00:"u8) ? MappingTraits.NoBlockDevice : MappingTraits.None);
}
