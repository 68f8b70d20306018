using System.Buffers;
using System.Text;
using Resident.Model;
using Resident.Sources.GoTrace;

namespace Resident.Sources.Tests.GoTrace;

/// <summary>What one splitter made of one input.</summary>
internal sealed class SplitRun
{
    private readonly ArrayBufferWriter<byte> _passed = new();

    public List<GcCycle> Cycles { get; } = [];

    public List<ScavengeEvent> Scavenges { get; } = [];

    public List<string> Events { get; } = [];

    public TraceCounts Counts { get; private set; }

    public Dictionary<TraceKind, long> Kinds { get; } = [];

    public string Passed => Encoding.Latin1.GetString(_passed.WrittenSpan);

    public static string PathOf(string file) => Testing.Repository.PathOf("tests", "Resident.Sources.Tests", "GoTrace", "testdata", file);

    public static SplitRun OfFile(string file, bool prefixes = true) => Of(File.ReadAllBytes(PathOf(file)), prefixes);

    public static SplitRun Of(string text, bool prefixes = true) => Of(Encoding.UTF8.GetBytes(text), prefixes);

    public static SplitRun Of(ReadOnlySpan<byte> input, bool prefixes = true, Func<int, int>? pieces = null)
    {
        var run = new SplitRun();
        var splitter = new TraceSplitter(run.Take, run._passed, new TraceSplitterOptions { Prefixes = prefixes, Year = 2026 });
        int at = 0;
        while (at < input.Length)
        {
            int length = Math.Clamp(pieces?.Invoke(at) ?? input.Length, 1, input.Length - at);
            splitter.Push(input.Slice(at, length));
            at += length;
        }

        splitter.Complete();
        run.Counts = splitter.Counts;
        foreach (var kind in Enum.GetValues<TraceKind>())
        {
            run.Kinds[kind] = splitter.CountOf(kind);
        }

        return run;
    }

    // Lines that were not read are counted where they are given up, which may be in pieces: the other counts, the
    // events and the text may not differ.
    public override string ToString() => string.Join('\n', Events) + "\n----\n" + Passed + "----\n" + (Counts with { UnreadLines = 0 });

    private void Take(in TraceLine line)
    {
        Events.Add($"{line.Kind} line {line.Line} source '{line.Source}' n {line.Number} repaired {line.Repaired} at {line.WallTime:O}");
        if (line.IsGcCycle)
        {
            Cycles.Add(line.ToGcCycle());
        }

        if (line.IsScavenge)
        {
            Scavenges.Add(line.ToScavengeEvent());
        }
    }
}
