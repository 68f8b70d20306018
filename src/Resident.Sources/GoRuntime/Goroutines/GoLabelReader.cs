using System.Runtime.InteropServices;
using System.Text;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Goroutines;

/// <summary>Reads the labels that a program put on its goroutines with pprof.Do.</summary>
/// <remarks>Source: labelMap in runtime/pprof/label.go, which never changes once a goroutine has it: since Go 1.24 a slice of pairs of
/// strings, before a map (<see cref="GoTextMap"/>). They are told by key, as since 1.24.</remarks>
internal sealed class GoLabelReader
{
    private const int FirstMinorWithSlice = 24;
    private const int MostLabels = 4096;
    private const int MostTextBytes = 64 * 1024;
    private const long MostBytes = 64 * 1024 * 1024; // of all labels together

    private readonly GoTarget _target;
    private readonly Dictionary<ulong, ulong> _byAddress = [];
    private readonly Dictionary<string, ulong> _byContent = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<(string Key, string Value)>> _sets = [[]];
    private long _read;

    /// <summary>Initializes a new instance of the <see cref="GoLabelReader"/> class.</summary>
    /// <param name="target">The program.</param>
    public GoLabelReader(GoTarget target)
    {
        _target = target;
    }

    /// <summary>Gets a number for the labels at an address; equal labels have equal numbers, and none have 0.</summary>
    public ulong NumberOf(ulong address)
    {
        if (address == 0)
        {
            return 0;
        }

        if (_byAddress.TryGetValue(address, out ulong number))
        {
            return number;
        }

        var labels = Read(address);
        string content = string.Join('\0', labels.Select(static label => $"{label.Key}\0{label.Value}"));
        if (labels.Count > 0 && !_byContent.TryGetValue(content, out number))
        {
            number = (ulong)_sets.Count;
            _sets.Add(labels);
            _byContent.Add(content, number);
        }

        return _byAddress[address] = number;
    }

    /// <summary>Gets the labels that have a number.</summary>
    public IReadOnlyList<(string Key, string Value)> Of(ulong number) => _sets[(int)number];

    // Without those that cannot be read. Texts are cut where there is too much of them.
    private List<(string Key, string Value)> Read(ulong address)
    {
        List<(string Key, string Value)> labels = [];
        foreach (var (key, value) in _target.Layout.Minor >= FirstMinorWithSlice ? ReadSlice(address) : ReadMap(address))
        {
            if (ReadText(key) is { } keyText && ReadText(value) is { } valueText)
            {
                labels.Add((keyText, valueText));
            }
        }

        labels.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return labels;
    }

    private List<GoTextPair> ReadSlice(ulong address)
    {
        if (!_target.TryReadSlice(address, MostLabels, out ulong first, out int count))
        {
            return [];
        }

        var pairs = new GoTextPair[count];
        return _target.Memory.TryRead(first, MemoryMarshal.AsBytes(pairs.AsSpan())) ? [.. pairs] : [];
    }

    private List<GoTextPair> ReadMap(ulong address) =>
        _target.Memory.TryReadU64(address, out ulong map) ? GoTextMap.Read(_target.Memory, map, MostLabels) : [];

    private string? ReadText(GoText text)
    {
        const int MostOnStack = 512;
        int length = (int)Math.Min(Math.Min(text.Length, MostTextBytes), (ulong)Math.Max(MostBytes - _read, 0));
        var bytes = length <= MostOnStack ? stackalloc byte[length] : new byte[length];
        _read += length;
        return _target.Memory.TryRead(text.Address, bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }
}
