using System.Text;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Goroutines;

/// <summary>Reads the labels that a program put on its goroutines with pprof.Do.</summary>
/// <remarks>Source: labelMap in runtime/pprof/label.go: since Go 1.24 a slice of pairs of strings, which never changes. Before it is
/// a map, which is not read: such goroutines count as having none.</remarks>
internal sealed class GoLabelReader
{
    private const int FirstMinor = 24;
    private const int MostLabels = 64;
    private const int MostTextBytes = 1024;
    private const int PairBytes = 32;

    private readonly GoTarget _target;
    private readonly Dictionary<ulong, ulong> _byAddress = [];
    private readonly Dictionary<string, ulong> _byContent = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<(string Key, string Value)>> _sets = [[]];

    /// <summary>Initializes a new instance of the <see cref="GoLabelReader"/> class.</summary>
    /// <param name="target">The program.</param>
    public GoLabelReader(GoTarget target)
    {
        _target = target;
    }

    /// <summary>Gets a number for the labels at an address; equal labels have equal numbers, and none have 0.</summary>
    public ulong NumberOf(ulong address)
    {
        if (address == 0 || _target.Layout.Minor < FirstMinor)
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

    private List<(string Key, string Value)> Read(ulong address)
    {
        List<(string Key, string Value)> labels = [];
        if (!_target.TryReadSlice(address, MostLabels, out ulong first, out int count))
        {
            return labels;
        }

        Span<byte> bytes = stackalloc byte[PairBytes];
        ReadOnlySpan<byte> pair = bytes;
        for (int i = 0; i < count; i++)
        {
            if (!_target.Memory.TryRead(unchecked(first + (ulong)(i * PairBytes)), bytes)
                || ReadText(pair.U64(0), pair.U64(8)) is not { } key
                || ReadText(pair.U64(16), pair.U64(24)) is not { } value)
            {
                return [];
            }

            labels.Add((key, value));
        }

        return labels;
    }

    private string? ReadText(ulong address, ulong length)
    {
        if (length > MostTextBytes)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[(int)length];
        return _target.Memory.TryRead(address, bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }
}
