using System.Text;

namespace Resident.Sources.Procfs;

/// <summary>Makes an object of each mapping: for processes that have few.</summary>
internal sealed class MappingList : IMappingSink
{
    private readonly List<MemoryMapping> _mappings = [];
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly bool _withMemory;

    public MappingList(bool withMemory)
    {
        _withMemory = withMemory;
    }

    public IReadOnlyList<MemoryMapping> Mappings => _mappings;

    public void Begin(in MappingLine line) => _mappings.Add(new()
    {
        Start = line.Start,
        End = line.End,
        Permissions = Text(line.Permissions),
        Offset = line.Offset,
        Device = Text(line.Device),
        Inode = line.Inode,
        Name = Text(line.Name),
    });

    public void End(SmapsRow memory)
    {
        if (_withMemory)
        {
            _mappings[^1] = _mappings[^1] with { Memory = memory.ToMemory() };
        }
    }

    // One string for the same text: mappings of one file stand together.
    private string Text(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        if (!_known.TryAdd(text, text))
        {
            text = _known[text];
        }

        return text;
    }
}
