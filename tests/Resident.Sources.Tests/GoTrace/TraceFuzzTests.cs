using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Resident.Model;
using Resident.Sources.GoTrace;
using Resident.Testing.Fuzzing;

namespace Resident.Sources.Tests.GoTrace;

/// <summary>Damaged traces: each byte is passed on or taken, and however they are cut the same comes out, soon and in little
/// memory.</summary>
/// <remarks>tests/attack/fuzz runs it for as long as it is told.</remarks>
[Trait("Kind", "Attack")]
[SuppressMessage("Security", "CA5394", Justification = "Damage needs no secrets, and a run must be repeatable.")]
public sealed class TraceFuzzTests
{
    private const int MostBytes = 128 * 1024;

    private static readonly string[] Words =
    [
        "gc ", "gc 7 @0.404s 11%: ", "scav ", "scvg", "pacer: ", "SCHED ", " ms clock, ", " ms cpu, ", " MB goal, ", "->", " P\n", " P (forced)\n", "\n", "\r\n",
        "scav 3 0 KiB work, 8008 KiB total, 97% util\n", " KiB work (bg), ", " KiB now, ", " (forced)", "init ", " @", "%: ", "+", "/", "{\"log\":\"", "\\n\",\"stream\":\"stderr\"}\n",
        "\\u0000", "\"}", "2026-11-22T22:48:32.372104512Z ", " stderr F ", " stderr P ", "api-1  | ", "Nov 22 22:48:32 host1 api[1234]: ", "\u001b[0m", "checkfinalizers: ", " MB stacks, ",
        " MB globals, ", "gc 1 @0.1s 1%: 0.1+0.1+0.1 ms clock, 0.1+0.1/0.1/0.1+0.1 ms cpu, 1->1->1 MB, 1 MB goal, 1 P\n",
    ];

    [Fact]
    public void DamagedTraces_AreReadOrPassedOn_TheSameHoweverTheyAreCut()
    {
        var mutator = new Mutator(Fuzzer.Corpus("trace"), Words, MostBytes);

        // Each input is read four times, and each time the search for torn lines may take its stock of some 300 ms, in which it allocates.
        var bounds = new FuzzBounds { Time = TimeSpan.FromSeconds(4), TimePerByte = TimeSpan.FromMicroseconds(10), Bytes = 160 << 20, BytesPerByte = 512 };

        var result = Fuzzer.Run("trace", bounds, mutator.Next, Read);

        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        result.ThrowIfFailed();
    }

    private static void Read(byte[] bytes)
    {
        // What is done with an input hangs on the input alone, so that it can be tried again.
        var random = new Random(bytes.Length + (bytes.Length > 0 ? bytes[^1] : 0));
        bool prefixes = random.Next(3) > 0;
        var whole = SplitRun.Of(bytes, prefixes);
        Assert.Equal(bytes.Length, whole.Counts.PassedBytes + whole.Counts.TraceBytes);
        int most = 1 << random.Next(1, 13);
        int[] cuts = [.. Enumerable.Range(0, 16).Select(_ => random.Next(1, most + 1))];
        var cut = SplitRun.Of((ReadOnlySpan<byte>)bytes, prefixes, at => cuts[at % cuts.Length]);
        Assert.Equal(whole.Events, cut.Events);
        Assert.Equal(whole.Passed, cut.Passed);

        // Where a search was given up, the pieces may decide whether a line counts as one that never ended.
        Assert.Equal(whole.Counts with { UnreadLines = 0, IncompleteLines = 0 }, cut.Counts with { UnreadLines = 0, IncompleteLines = 0 });
        ReadWithPauses(bytes, prefixes, most);
        if (!bytes.AsSpan().StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]))
        {
            ReadStream(bytes, prefixes);
        }
    }

    // A stream that falls quiet between its pieces.
    private static void ReadWithPauses(byte[] bytes, bool prefixes, int most)
    {
        var passed = new ArrayBufferWriter<byte>();
        var splitter = new TraceSplitter((in TraceLine line) => _ = line.Kind, passed, new TraceSplitterOptions { Prefixes = prefixes });
        foreach (byte[] piece in bytes.Chunk(most))
        {
            splitter.Push(piece);
            splitter.FlushHeld();
        }

        splitter.Complete();
        Assert.Equal(bytes.Length, splitter.Counts.PassedBytes + splitter.Counts.TraceBytes);
        Assert.Equal(passed.WrittenCount, splitter.Counts.PassedBytes);
    }

    private static void ReadStream(byte[] bytes, bool prefixes)
    {
        var splitter = new TraceSplitter(null, null, new TraceSplitterOptions { Prefixes = prefixes });
        using var stream = new MemoryStream(bytes, writable: false);
        try
        {
            var reading = new GoTraceReader(splitter, TimeProvider.System).ReadAsync(stream, "trace", TestContext.Current.CancellationToken);
            Assert.True(reading.IsCompleted);
            reading.GetAwaiter().GetResult();
        }
        catch (MalformedInputException problem)
        {
            Assert.StartsWith("trace: The gzip data", problem.Message, StringComparison.Ordinal);
        }
    }
}
