using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>A flame graph's tree as one JSON document, schema resident.profile.flame/1. Values are in the profile's unit.</summary>
/// <remarks>
/// "tree" is base64 of gzip of varints, four a node, parents first and the largest child first: levels up from the node before (0 for its
/// child), index of "names", weight of the stacks that end here, weight of what was left out below; the weights are zigzag coded.
/// </remarks>
public sealed class FlameDocument
{
    private const string Schema = "resident.profile.flame/1";
    private const ulong MoreBits = 0x80;
    private const int BitsOfByte = 7;

    private readonly ArrayBufferWriter<byte> _tree = new();
    private readonly Dictionary<int, int> _nameNumbers = [];
    private readonly List<GraphNodeInfo> _names = [];
    private int _depth = -1;
    private int _count;

    /// <summary>Adds the next node.</summary>
    /// <param name="depth">Its depth; at most one more than that of the node before.</param>
    /// <param name="frame">The number of its frame: equal ones have the same.</param>
    /// <param name="describe">Describes a frame.</param>
    /// <param name="self">The weight of the stacks that end here.</param>
    /// <param name="hidden">The weight of what was left out right below.</param>
    public void Add(int depth, int frame, Func<int, GraphNodeInfo> describe, long self, long hidden)
    {
        if (!_nameNumbers.TryGetValue(frame, out int name))
        {
            name = _names.Count;
            _nameNumbers[frame] = name;
            _names.Add(describe(frame));
        }

        WriteVarint((ulong)(_depth + 1 - depth));
        WriteVarint((ulong)name);
        WriteVarint(ZigZag(self));
        WriteVarint(ZigZag(hidden));
        _depth = depth;
        _count++;
    }

    /// <summary>Writes the document.</summary>
    public void Write(Stream stream, ReportOptions options, long cutoff)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(_tree.WrittenSpan);
        }

        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteString("type", options.SampleType);
        writer.WriteString("unit", options.SampleUnit);
        writer.WriteNumber("total", options.Total);
        writer.WriteNumber("cutoff", cutoff);
        writer.WriteNumber("nodes", _count);
        writer.WriteStartArray("names");
        foreach (var name in _names)
        {
            writer.WriteStringValue(name.ToPrintableName());
        }

        writer.WriteEndArray();
        writer.WriteBase64String("tree", packed.GetBuffer().AsSpan(0, (int)packed.Length));
        writer.WriteEndObject();
    }

    private static ulong ZigZag(long value) => unchecked((ulong)((value << 1) ^ (value >> 63)));

    private void WriteVarint(ulong value)
    {
        var span = _tree.GetSpan(10);
        int length = 0;
        while (value >= MoreBits)
        {
            span[length++] = unchecked((byte)(value | MoreBits));
            value >>= BitsOfByte;
        }

        span[length++] = (byte)value;
        _tree.Advance(length);
    }
}
