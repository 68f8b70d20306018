using System.IO.Compression;
using System.Runtime.InteropServices;
using Resident.Model;

namespace Resident.Sources.GoRuntime;

/// <summary>Writes a kept profile as the file that /debug/pprof would serve: profile.proto, compressed with gzip.</summary>
/// <remarks>
/// <para>Source: runtime/pprof/proto.go and protomem.go. Heap samples are scaled up: an object of S bytes is sampled with the
/// probability 1 - exp(-S / rate), so that each sample stands for 1 / (1 - exp(-S / rate)) of them.</para>
/// <para>Waits are in the processor's ticks where the runtime's conversion is not known; the unit says "cycles" then.</para>
/// </remarks>
public sealed class GoProfileEncoder
{
    private readonly ProtoWriter _profile = new();
    private readonly ProtoWriter _part = new();
    private readonly ProtoWriter _inner = new();
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal) { [string.Empty] = 0 };
    private readonly List<string> _order = [string.Empty];
    private readonly Dictionary<(string Function, string File), int> _functions = [];
    private readonly List<(string Function, string File, int StartLine)> _functionOrder = [];

    private GoProfileEncoder()
    {
    }

    /// <summary>Writes a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="mapping">The executable: the first and the last address of its code in the process and its path.</param>
    /// <param name="output">Receives the file; it is left open.</param>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public static void Write(GoStackProfile profile, GoCodeMapping mapping, Stream output)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(mapping);
        using var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        gzip.Write(new GoProfileEncoder().Encode(profile, mapping));
    }

    /// <summary>Estimates how many objects and bytes a sample of a heap profile stands for.</summary>
    /// <param name="count">The sampled objects.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="rate">The mean bytes between two samples.</param>
    public static (long Count, long Bytes) Unsample(long count, long bytes, long rate)
    {
        if (count == 0 || bytes == 0)
        {
            return (0, 0);
        }

        if (rate <= 1)
        {
            return (count, bytes);
        }

        double scale = 1 / (1 - Math.Exp(-((double)bytes / count) / rate));
        return unchecked(((long)(count * scale), (long)(bytes * scale)));
    }

    private ReadOnlySpan<byte> Encode(GoStackProfile profile, GoCodeMapping mapping)
    {
        bool isHeap = string.Equals(profile.Kind, "heap", StringComparison.Ordinal);
        foreach (var (type, unit) in isHeap
            ? ((string, string)[])[("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"), ("inuse_space", "bytes")]
            : [("contentions", "count"), ("delay", "cycles")])
        {
            _profile.Message(1, ValueType(type, unit));
        }

        foreach (var sample in profile.Samples)
        {
            _profile.Message(2, Sample(profile, sample, isHeap));
        }

        _profile.Message(3, Mapping(mapping));
        for (int i = 0; i < profile.Locations.Count; i++)
        {
            _profile.Message(4, Location(profile.Locations[i], i + 1));
        }

        for (int i = 0; i < _functionOrder.Count; i++)
        {
            _profile.Message(5, Function(_functionOrder[i], i + 1));
        }

        _profile.Number(9, (profile.TakenAt - DateTimeOffset.UnixEpoch).Ticks * 100);
        _profile.Message(11, isHeap ? ValueType("space", "bytes") : ValueType("contentions", "count"));
        _profile.Number(12, profile.Period);
        int shown = isHeap ? Text("inuse_space") : 0;
        foreach (string text in _order)
        {
            _profile.Text(6, text);
        }

        _profile.Number(14, shown);
        return _profile.Written;
    }

    private ReadOnlySpan<byte> ValueType(string type, string unit)
    {
        _part.Clear();
        _part.Number(1, Text(type));
        _part.Number(2, Text(unit));
        return _part.Written;
    }

    private ReadOnlySpan<byte> Sample(GoStackProfile profile, GoStackSample sample, bool isHeap)
    {
        _part.Clear();
        ulong[] locations = [.. sample.Locations.Select(static index => (ulong)index + 1)];
        _part.Packed(1, locations);
        long count = (long)sample.Count;
        if (!isHeap)
        {
            _part.Packed(2, [(ulong)Math.Max(count, 0), (ulong)Math.Max(sample.Amount, 0)]);
            return _part.Written;
        }

        var allocated = Unsample(count, sample.Amount, profile.Period);
        var inUse = unchecked(Unsample(count - sample.Frees, sample.Amount - sample.FreedBytes, profile.Period));
        long[] values = [allocated.Count, allocated.Bytes, inUse.Count, inUse.Bytes];
        _part.Packed(2, MemoryMarshal.Cast<long, ulong>(values));
        if (count > 0 && sample.Amount / count is var size and > 0)
        {
            _inner.Clear();
            _inner.Number(1, Text("bytes"));
            _inner.Number(3, size);
            _part.Message(3, _inner.Written);
        }

        return _part.Written;
    }

    private ReadOnlySpan<byte> Mapping(GoCodeMapping mapping)
    {
        _part.Clear();
        _part.Number(1, 1);
        _part.Number(2, mapping.Start);
        _part.Number(3, mapping.End);
        _part.Number(4, mapping.FileOffset);
        _part.Number(5, Text(mapping.Path));
        _part.Number(7, 1); // has_functions: names need no look-up in the file
        return _part.Written;
    }

    private ReadOnlySpan<byte> Location(GoStackLocation location, int id)
    {
        _part.Clear();
        _part.Number(1, id);
        _part.Number(2, 1);
        _part.Number(3, location.Address);
        foreach (var frame in location.Frames)
        {
            _inner.Clear();
            _inner.Number(1, FunctionId(frame));
            _inner.Number(2, frame.Line);
            _part.Message(4, _inner.Written);
        }

        return _part.Written;
    }

    private ReadOnlySpan<byte> Function((string Function, string File, int StartLine) function, int id)
    {
        _part.Clear();
        _part.Number(1, id);
        _part.Number(2, Text(function.Function));
        _part.Number(3, Text(function.Function));
        _part.Number(4, Text(function.File));
        _part.Number(5, function.StartLine);
        return _part.Written;
    }

    private int FunctionId(GoFrame frame)
    {
        if (!_functions.TryGetValue((frame.Function, frame.File), out int id))
        {
            id = _functionOrder.Count + 1;
            _functions.Add((frame.Function, frame.File), id);
            _functionOrder.Add((frame.Function, frame.File, frame.StartLine));
        }

        return id;
    }

    private int Text(string text)
    {
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_texts, text, out bool exists);
        if (!exists)
        {
            index = _order.Count;
            _order.Add(text);
        }

        return index;
    }
}
