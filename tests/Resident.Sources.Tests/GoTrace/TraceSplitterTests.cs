using System.Globalization;
using System.Text;
using CsCheck;
using Resident.Sources.GoTrace;

namespace Resident.Sources.Tests.GoTrace;

public sealed class TraceSplitterTests
{
    private const string Cycle =
        "gc 7 @0.404s 11%: 0.084+114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 0 MB stacks, 0 MB globals, 2 P\n";

    private const string AppLine = "2026/11/22 22:48:32 request handled path=/api/v1/items status=200\n";

    /// <summary>What the runtime writes with one write(2) each.</summary>
    private static readonly string[] Writes =
    [
        "gc ", "7", " @", "0.404", "s ", "11", "%", ": ", "0.084", "+", "114", "+", "0.25", " ms clock, ", "0.16", "+", "0", "/", "52", "/", "82",
        "+", "0.50", " ms cpu, ", "58", "->", "70", "->", "57", " MB, ", "69", " MB goal, ", "0", " MB stacks, ", "0", " MB globals, ", "2",
        " P", "\n",
    ];

    public static TheoryData<string> FileNames => [.. Directory.EnumerateFiles(SplitRun.PathOf(""), "*.txt").Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void TornLines_AreRepaired_AndTheProgramsLinesComeOutWhole()
    {
        var run = SplitRun.OfFile("torn-by-app-stderr-heavy-logging.txt");

        Assert.Equal([3, 25], run.Cycles.Select(static cycle => cycle.Number));
        Assert.All(run.Cycles, static cycle => Assert.True(cycle.Repaired));
        Assert.All(run.Passed.Split('\n', StringSplitOptions.RemoveEmptyEntries), static line =>
            Assert.Matches("^2026/11/22 22:48:3[25] request handled path=/api/v1/items status=200$", line));
        var first = run.Cycles[0];
        Assert.Equal((1L, 0.531, 26), (first.Line, first.AtSeconds, first.CpuPercentSinceStart));
        Assert.Equal([0.090, 31, 0.37], first.ClockMilliseconds);
        Assert.Equal([0.18, 6.9, 12, 0, 0.75], first.CpuMilliseconds);
        Assert.Equal((105L, 135L, 32L, 122L), (first.HeapStartMebibytes, first.HeapEndMebibytes, first.HeapLiveMebibytes, first.GoalMebibytes));
        Assert.Equal((0L, 64L, 2, false), (first.StacksMebibytes, first.GlobalsMebibytes, first.Procs, first.Forced));
        Assert.Equal((102L, 26L, 102L), (run.Cycles[1].HeapEndMebibytes, run.Cycles[1].HeapLiveMebibytes, run.Cycles[1].GoalMebibytes));
        Assert.Equal([0.040, 3.9, 27, 11, 0.007], run.Cycles[1].CpuMilliseconds);
    }

    [Fact]
    public void ALineTornBetweenAnyWrites_IsRepaired() =>
        Gen.Bool.Array[Writes.Length].Sample(static torn =>
        {
            var text = new StringBuilder(AppLine);
            for (int index = 0; index < Writes.Length; index++)
            {
                text.Append(Writes[index]).Append(torn[index] ? AppLine : "");
            }

            var run = SplitRun.Of(text.Append(AppLine).ToString(), prefixes: false);

            Assert.Equal(string.Concat(Enumerable.Repeat(AppLine, 2 + torn.Count(static each => each))), run.Passed);
            Assert.Equal((7L, 57L, 2), (run.Cycles.Single().Number, run.Cycles[0].HeapLiveMebibytes, run.Cycles[0].Procs));
            Assert.Equal([0.16, 0, 52, 82, 0.50], run.Cycles[0].CpuMilliseconds);
        });

    [Theory]
    [MemberData(nameof(FileNames))]
    public void AnyCutOfTheInput_GivesTheSame(string file)
    {
        byte[] input = File.ReadAllBytes(SplitRun.PathOf(file));
        input = input[..Math.Min(input.Length, 12_000)];
        foreach (bool prefixes in (bool[])[true, false])
        {
            string whole = SplitRun.Of(input, prefixes).ToString();

            Assert.Equal(whole, SplitRun.Of(input, prefixes, static _ => 1).ToString());
            Gen.Int[1, 60].Array[1, 40].Sample(sizes => Assert.Equal(whole, SplitRun.Of(input, prefixes, at => sizes[at % sizes.Length]).ToString()), iter: 10);
        }
    }

    [Fact]
    public void AnyMixOfTraceAndText_ComesOutTheSame_HoweverItIsCut()
    {
        string[] parts =
        [
            Cycle, AppLine, "gc ", "gc 2026", "gc 7 @", "7", " @", "0.5", "s ", "%", ": ", "+", "/", "->", " P", "\n", "\r\n", "{\"log\":\"", "forced scvg",
            "scvg: 12 MB released\n", "SCHED 0ms: gomaxprocs=2", " [0 0]\n", "api-1  | ", "2026-11-22T22:48:32.1Z ", "stderr P ", "stderr F ",
            "\u001b[31m", "GC forced\n", "scav 0 KiB work, 5 KiB total, 9% util\n", "tracegc()\n", "goroutine 1 [idle]:\n", "init ", "pacer: ", "x",
            "Nov 22 22:48:32 host1 api[1234]: ", "[pod/a/b] ", "<14>1 ", "[1763851712.372104] ", "api-7d9 api ",
        ];
        Gen.Select(Gen.Int[0, parts.Length - 1].Select(index => parts[index]).Array[1, 30], Gen.Int[1, 30]).Sample(static (words, size) =>
        {
            byte[] input = Encoding.UTF8.GetBytes(string.Concat(words));

            Assert.Equal(SplitRun.Of(input).ToString(), SplitRun.Of(input, pieces: _ => size).ToString());
            Assert.Equal(SplitRun.Of(input, prefixes: false).ToString(), SplitRun.Of(input, prefixes: false, pieces: _ => size).ToString());
        }, iter: 3000);
    }

    [Fact]
    public void AnyBytes_PassOrAreCounted() =>
        Gen.Byte.Array[0, 3000].Sample(static bytes =>
        {
            var run = SplitRun.Of(bytes);

            Assert.Equal(bytes.Length, run.Counts.PassedBytes + run.Counts.TraceBytes);
        });

    [Fact]
    public void TextThatOnlyLooksLikeTrace_PassesByteForByte()
    {
        const string Text =
            "gc 12 @home\ngc started\ngc\ngc 2026/11/22 worker done\ngc 2026/11/22 worker done\nGC forced by user\nscav 5 things\nSCHED now\n"
            + "init done\npacer: on\nscvg\nscan: ok\n{\"msg\":\"gc 1 @0.1s 1%: 1+1+1 ms clock, 1+1/1/1+1 ms cpu, 1->1->1 MB, 1 MB goal, 1 P\"}\n"
            + "goroutine 1 [running]:\nmain.main()\n\t/x.go:1 +0x1\nno newline at the end";

        Assert.Equal(Text, SplitRun.Of(Text).Passed);
        Assert.Equal(Text, SplitRun.Of(Text, prefixes: false).Passed);
    }

    [Fact]
    public void TraceAfterAnUnfinishedLine_IsTakenOutOfIt()
    {
        var run = SplitRun.Of("progress 50%" + Cycle + " done\nBenchmarkTree17\tgc #3 @" + Cycle[6..]);

        Assert.Equal("progress 50% done\nBenchmarkTree17\t", run.Passed);
        Assert.Equal([7, 3], run.Cycles.Select(static cycle => cycle.Number));
    }

    [Fact]
    public void PlainBytes_AreNotHeld()
    {
        var passed = new System.Buffers.ArrayBufferWriter<byte>();
        var splitter = new TraceSplitter(null, passed, new TraceSplitterOptions { Prefixes = false });

        splitter.Push("Enter password: "u8);

        Assert.Equal((16, 0), (passed.WrittenCount, splitter.HeldBytes));
    }

    [Fact]
    public void HeldBytes_GoOnWhenTheStreamFallsQuiet()
    {
        var passed = new System.Buffers.ArrayBufferWriter<byte>();
        var splitter = new TraceSplitter(null, passed);

        splitter.Push("gc 12"u8);
        Assert.Equal((0, 5), (passed.WrittenCount, splitter.HeldBytes));
        splitter.FlushHeld();

        Assert.Equal((5, 0), (passed.WrittenCount, splitter.HeldBytes));
    }

    [Fact]
    public void ALineCutByTheEnd_IsCounted_AndOneThatLacksTheNewlineIsRead()
    {
        var cut = SplitRun.Of("gc 17 @17.883s 15%: ");
        var bare = SplitRun.Of(Cycle.TrimEnd());

        Assert.Equal((0, 1L, "gc 17 @17.883s 15%: "), (cut.Cycles.Count, cut.Counts.IncompleteLines, cut.Passed));
        Assert.Equal((1, 0L), (bare.Cycles.Count, bare.Counts.IncompleteLines));
    }

    [Fact]
    public void CarriageReturnsAndColours_AreNoObstacle()
    {
        var run = SplitRun.Of("\u001b[36mapi-1  | \u001b[0m" + Cycle.Replace("\n", "\u001b[0m\r\n", StringComparison.Ordinal) + "\u001b[31m" + Cycle);

        Assert.Equal((2, ""), (run.Cycles.Count, run.Passed));
        Assert.Equal(["api-1", ""], run.Cycles.Select(static cycle => cycle.Source));
    }

    [Fact]
    public void Prefixes_GiveSourceAndTime()
    {
        var run = SplitRun.OfFile("prefixes.SYNTHETIC.txt");

        Assert.Equal("", run.Passed);
        Assert.All(run.Cycles, static cycle => Assert.Equal(57, cycle.HeapLiveMebibytes));
        var time = DateTimeOffset.Parse("2026-11-22T22:48:32.3721045Z", CultureInfo.InvariantCulture);
        Assert.Equal(10, run.Cycles.Count(cycle => cycle.WallTime is { } wall && Math.Abs((wall - time).TotalSeconds) < 0.1));
        Assert.Contains("api-7d9f8c6b5-abcde/api", run.Cycles.Select(static cycle => cycle.Source));
        Assert.Contains("host1 api[1234]", run.Cycles.Select(static cycle => cycle.Source));
        Assert.Contains("api-7d9f8c6b5-abcde api", run.Cycles.Select(static cycle => cycle.Source));
        Assert.Contains("app[web.1]", run.Cycles.Select(static cycle => cycle.Source));
    }

    [Fact]
    public void TraceLines_AnywhereInABuffer_AreFound()
    {
        const string Text = "for scan scav gc pacer init gcc checked tracing GC SCHED gc\t";
        for (int before = 0; before < 70; before++)
        {
            for (int after = 0; after < 20; after++)
            {
                string head = Text[..Math.Min(before, Text.Length)].PadRight(before, '.') + "\n";
                string tail = new('f', after);

                var run = SplitRun.Of(head + "scav 0 KiB work, 5192 KiB total, 95% util\n" + head.TrimEnd('\n') + "x" + Cycle + tail, prefixes: false);

                Assert.Equal((1, 1, head + head.TrimEnd('\n') + "x" + tail), (run.Scavenges.Count, run.Cycles.Count, run.Passed));
            }
        }
    }

    [Fact]
    public void DockerJson_IsUnescaped()
    {
        string line = Cycle.TrimEnd().Replace(">", "\\u003e", StringComparison.Ordinal);

        var run = SplitRun.Of("{\"log\":\"" + line + "\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-22T22:48:32.372104512Z\"}\n{\"log\":\"hello\\n\"}\n");

        Assert.Equal((57L, "{\"log\":\"hello\\n\"}\n"), (run.Cycles.Single().HeapLiveMebibytes, run.Passed));
    }

    [Fact]
    public void ProcessesWithoutAName_AreToldApartByTheirNumbers()
    {
        int[] numbers = [1, 2, 1, 3, 2, 4, 3, 5];

        var run = SplitRun.Of(string.Concat(numbers.Select(static (number, index) =>
            string.Create(CultureInfo.InvariantCulture, $"gc {number} @{index}.5s{Cycle[12..]}"))));

        Assert.Equal(["", "", "#2", "", "#2", "", "#2", ""], run.Cycles.Select(static cycle => cycle.Source));
    }

    [Fact]
    public void ProcessesWithoutAName_ThatRunInStep_KeepTheirTurns()
    {
        var run = SplitRun.Of(string.Concat(Enumerable.Range(0, 12).Select(static index =>
            string.Create(CultureInfo.InvariantCulture, $"gc {(index / 3) + 1} @{(index / 3) + 1}.000s{Cycle[12..]}"))));

        Assert.Equal(Enumerable.Repeat<string[]>(["", "#2", "#3"], 4).SelectMany(static turn => turn), run.Cycles.Select(static cycle => cycle.Source));
    }

    [Fact]
    public void AProgramStartedAgain_IsAnotherProcess_AlsoWhenItHasPassedTheFirstOnesNumber()
    {
        (int Number, double At)[] cycles = [(1, 0.1), (2, 0.5), (3, 0.9), (1, 0.05), (2, 0.4), (3, 0.7), (4, 0.95), (5, 1.3)];

        var run = SplitRun.Of(string.Concat(cycles.Select(static cycle =>
            string.Create(CultureInfo.InvariantCulture, $"gc {cycle.Number} @{cycle.At:F3}s{Cycle[12..]}"))));

        Assert.Equal(["", "", "", "#2", "#2", "#2", "#2", "#2"], run.Cycles.Select(static cycle => cycle.Source));
    }

    [Fact]
    public void ALineOfAGigabyte_IsNotHeld()
    {
        var splitter = new TraceSplitter(null, null);
        byte[] piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("gc 1 @1.0s 1%: 1+", 4000)));
        for (int index = 0; index < 50; index++)
        {
            splitter.Push(piece);
            Assert.InRange(splitter.HeldBytes, 0, 80 * 1024);
        }
    }

    [Fact]
    public void Splitting_AllocatesNothing()
    {
        byte[] input = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(AppLine, 9)) + "scav 0 KiB work, 5192 KiB total, 95% util\n");
        int number = 0;
        byte[] cycle = Encoding.UTF8.GetBytes(Cycle);
        var splitter = new TraceSplitter((in TraceLine line) => number += line.IsGcCycle ? 1 : 0, null);
        for (int index = 0; index < 50; index++)
        {
            splitter.Push(input);
        }

        // The same cycle again would be another process, so the number goes up: "gc 1" to "gc 9" are nine cycles.
        Advance(splitter, cycle, '1');
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int index = 0; index < 1000; index++)
        {
            splitter.Push(input);
        }

        for (char digit = '2'; digit <= '9'; digit++)
        {
            Advance(splitter, cycle, digit);
        }

        Assert.Equal((0L, 9), (GC.GetAllocatedBytesForCurrentThread() - before, number));
    }

    private static void Advance(TraceSplitter splitter, byte[] cycle, char digit)
    {
        cycle[3] = (byte)digit;
        splitter.Push(cycle);
    }
}
