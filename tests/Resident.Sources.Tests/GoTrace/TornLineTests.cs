using System.Buffers;
using System.Text;
using CsCheck;
using Resident.Model;
using Resident.Sources.GoTrace;

namespace Resident.Sources.Tests.GoTrace;

/// <summary>Trace lines cut where the runtime's writes end, with the program's lines between: nothing is lost, nothing invented.</summary>
public sealed class TornLineTests
{
    private static readonly string[] Forms =
    [
        "app line {0}\n", "2026/11/22 22:48:32 request {0} handled\n", "22:48:{0} tick\n", "{{\"level\":\"info\",\"n\":{0}}}\n", "/usr/bin/worker {0}\n",
        "[GIN] 2026/11/22 - 22:48:32 | 200 | {0}\n", "gc worker {0} is done\n", "scav and more {0}\n", "starting {0}\n", "%d is wrong {0}\n",
    ];

    /// <summary>Gets what the runtime writes with one write(2) each, for two cycles.</summary>
    private static string[] Writes(int number) =>
    [
        "gc ", $"{number}", " @", $"{number}.404", "s ", "11", "%", ": ", "0.084", "+", "114", "+", "0.25", " ms clock, ", "0.16", "+", "0", "/", "52", "/", "82",
        "+", "0.50", " ms cpu, ", "58", "->", "70", "->", "57", " MB, ", "69", " MB goal, ", "0", " MB stacks, ", "0", " MB globals, ", "2",
        " P", " (forced)", "\n",
    ];

    [Fact]
    public void PrefixesOfLinesThatArePieces_AreCountedAsTakenOut()
    {
        const string Log = "2026-11-22T22:48:32 gc 7 @0.404s 1%: 0.84+4+5 ms clock, 6+0/2/2+0 ms cpu, \n2026-11-22T22:48:33 stderr F 8->0->7 MB, 9 MB goal, 2 P\n";

        var run = SplitRun.Of(Log);

        Assert.True(Assert.Single(run.Cycles).Repaired);
        Assert.Equal(Log.Length, run.Counts.PassedBytes + run.Counts.TraceBytes);
        Assert.Equal(Log.IndexOf("gc", StringComparison.Ordinal) + 1, run.Passed.Length);
    }

    [Fact]
    public void LinesBetweenAnyWrites_ComeOutWhole_AndSoDoTheCycles() =>
        Gen.Select(Gen.Int[0, Forms.Length - 1], Gen.Int[0, 6].Array[82]).Sample(
            static (form, counts) =>
            {
                var input = new StringBuilder();
                var app = new StringBuilder();
                int line = 10;
                string[] writes = [.. Writes(7), .. Writes(8)];
                for (int index = 0; index < 12; index++)
                {
                    Append(ref line);
                }

                for (int index = 0; index < writes.Length; index++)
                {
                    input.Append(writes[index]);
                    for (int more = counts[index] - 4; more > 0; more--)
                    {
                        Append(ref line);
                    }
                }

                var run = SplitRun.Of(input.ToString(), prefixes: false);

                Assert.Equal(app.ToString(), run.Passed);
                Assert.Equal([7, 8], run.Cycles.Select(static cycle => cycle.Number));
                Assert.All(run.Cycles, static cycle =>
                {
                    Assert.Equal([0.084, 114, 0.25], cycle.ClockMilliseconds);
                    Assert.Equal([0.16, 0, 52, 82, 0.50], cycle.CpuMilliseconds);
                    Assert.Equal((58L, 70L, 57L, 69L, 2), (cycle.HeapStartMebibytes, cycle.HeapEndMebibytes, cycle.HeapLiveMebibytes, cycle.GoalMebibytes, cycle.Procs));
                });

                void Append(ref int number)
                {
                    string text = string.Format(System.Globalization.CultureInfo.InvariantCulture, Forms[form], number++);
                    input.Append(text);
                    app.Append(text);
                }
            },
            iter: 300);

    [Fact]
    public void TextWithoutANewline_MayStandInsideToo()
    {
        var run = SplitRun.Of("gc 7progress 50% @0.404s 11%: 0.084+114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 2 P\n done\n");

        Assert.Equal(("progress 50% done\n", 7L), (run.Passed, run.Cycles.Single().Number));
    }

    [Theory]
    [InlineData("2026-11-22T22:48:32.372104512Z stderr F ")]
    [InlineData("[pod/api-7d9f8c6b5-abcde/api] ")]
    [InlineData("api-1  | ")]
    [InlineData("Nov 22 22:48:32 host1 api[1234]: ")]
    public void PiecesBehindAPrefix_ArePutTogether(string prefix)
    {
        string[] lines =
        [
            "app line 1", "gc 7 @0.404s 11%: 0.084+app line 2", "app line 3", "114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 2 P", "app line 4",
        ];

        var run = SplitRun.Of(string.Concat(lines.Select(line => prefix + line + "\n")));

        Assert.Equal([0.084, 114, 0.25], Assert.Single(run.Cycles).ClockMilliseconds);
        Assert.Equal(string.Concat(Enumerable.Range(1, 4).Select(number => $"{prefix}app line {number}\n")), run.Passed);
    }

    [Fact]
    public void ALineThatTheContainerCut_IsPutTogether()
    {
        const string Time = "2026-11-22T22:48:32.372104512Z stderr ";

        var run = SplitRun.Of($"{Time}P gc 7 @0.404s 11%: 0.084+11\n{Time}P 4+0.25 ms clock, 0.16+0/52/82+0.5\n{Time}F 0 ms cpu, 58->70->57 MB, 69 MB goal, 2 P\n{Time}F app\n");

        Assert.Equal([0.16, 0, 52, 82, 0.50], Assert.Single(run.Cycles).CpuMilliseconds);
        Assert.Equal($"{Time}F app\n", run.Passed);
    }

    [Fact]
    public void ALineThatNeverEnds_IsCounted_PassesAsItCame_AndIsNotInvented()
    {
        string app = string.Concat(Enumerable.Range(0, 100).Select(static number => $"app line {number}\n"));

        var run = SplitRun.Of(app + "gc 7 @0.404s 11%: 0.084+" + app);

        Assert.Equal((app + "gc 7 @0.404s 11%: 0.084+" + app, 0, 1L), (run.Passed, run.Cycles.Count, run.Counts.IncompleteLines));
    }

    [Fact]
    public void FlushHeld_InTheMiddleOfATornLine_LosesNeitherTheLineNorTheProgramsText()
    {
        const string First = "app line 1\napp line 2\ngc 7 @0.404s 11%: 0.084+app line 3\n";
        const string Rest = "114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 2 P\napp line 4\n";
        var passed = new ArrayBufferWriter<byte>();
        var cycles = new List<GcCycle>();
        var splitter = new TraceSplitter(
            (in TraceLine line) => cycles.Add(line.ToGcCycle()), passed, new TraceSplitterOptions { Prefixes = false });

        splitter.Push(Encoding.UTF8.GetBytes(First));
        splitter.FlushHeld();

        // What is the program's own may not wait any longer.
        Assert.Equal("app line 1\napp line 2\napp line 3\n", Encoding.UTF8.GetString(passed.WrittenSpan));

        splitter.Push(Encoding.UTF8.GetBytes(Rest));
        splitter.Complete();

        Assert.Equal("app line 1\napp line 2\napp line 3\napp line 4\n", Encoding.UTF8.GetString(passed.WrittenSpan));
        var cycle = Assert.Single(cycles);
        Assert.Equal((7, 57L, 2), (cycle.Number, cycle.HeapLiveMebibytes, cycle.Procs));
        Assert.Equal([0.084, 114, 0.25], cycle.ClockMilliseconds);
    }

    [Fact]
    public void LinesThatBeginWithNumbersOfAnyWidth_AreToldFromTheFigures()
    {
        int lost = 0;
        for (int index = 1; index < Writes(7).Length - 1; index++)
        {
            var input = new StringBuilder();
            var app = new StringBuilder();
            string[] writes = [.. Writes(6), .. Writes(7)];
            for (int line = 0; line < 12; line++)
            {
                Append(100 + (line * 37), input, app);
            }

            for (int write = 0; write < writes.Length; write++)
            {
                input.Append(writes[write]);
                if (write == Writes(6).Length + index)
                {
                    Append(123, input, app);
                }
            }

            Append(88, input, app);

            var run = SplitRun.Of(input.ToString(), prefixes: false);

            Assert.All(run.Cycles, static cycle => Assert.Equal((58L, 57L, 2), (cycle.HeapStartMebibytes, cycle.HeapLiveMebibytes, cycle.Procs)));
            Assert.All(run.Cycles, static cycle => Assert.Equal([0.084, 114, 0.25], cycle.ClockMilliseconds));
            lost += 2 - run.Cycles.Count;
        }

        Assert.Equal(0, lost);

        static void Append(int number, StringBuilder input, StringBuilder app)
        {
            string text = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number} requests\n");
            input.Append(text);
            app.Append(text);
        }
    }

    [Theory]
    [InlineData("gc 7 @0.404s 11%: .", "0.084+114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 0 MB stacks, 1 MB globals, 2 P")]
    [InlineData("gc 7 @0.404s 11%: 0.084+114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 0 MB stacks, 1>", " MB globals, 2 P")]
    [InlineData("gc 7 @0.404s 11%: 0.084+..", "114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 0 MB stacks, 1 MB globals, 2 P")]
    public void UnfinishedTextInside_LeavesTheFiguresWhole(string before, string after)
    {
        var run = SplitRun.Of("app line 1\n" + before + after + "\napp line 2\n");

        var cycle = Assert.Single(run.Cycles);
        Assert.Equal([0.084, 114, 0.25], cycle.ClockMilliseconds);
        Assert.Equal((57L, 0L, 1L, 2), (cycle.HeapLiveMebibytes, cycle.StacksMebibytes, cycle.GlobalsMebibytes, cycle.Procs));
    }

    [Theory]
    [InlineData("a line as {0} in a log\n")]
    [InlineData("| {0} | note |\n")]
    [InlineData("[{0}]\n")]
    [InlineData("my gc 7 @0.404s 11%: 0.084+114+0.25 ms clock\n")]
    [InlineData("gc 99999999999999999999999 @1.000s 1%: 1.0+1.0+1.0 ms clock, 1.0+1.0/1.0/1.0+1.0 ms cpu, 4->4->1 MB, 5 MB goal, 1 P\n")]
    [InlineData("SCHED 5ms: late\n")]
    [InlineData("scan: total rubbish\n100 words\n")]
    [InlineData("GC forced by user\n")]
    public void TextThatQuotesATraceLine_Passes_EvenBeforeAnEmptyLine(string form)
    {
        string text = "app line 1\napp line 2\n" + form.Replace("{0}", string.Concat(Writes(7)[..^2]), StringComparison.Ordinal) + "\n\napp line 3\n";

        var run = SplitRun.Of(text);

        Assert.Equal((text, 0), (run.Passed, run.Cycles.Count));
    }

    [Fact]
    public void OtherKindsOfLine_TornByTheProgram_ArePutTogether()
    {
        const string App = "app line 1\n";

        var run = SplitRun.Of($"{App}{App}GC forced{App}\ninit github.com/x/y @16 ms, {App}0.034 ms clock, 10504 bytes, 72 allocs\n{App}");

        Assert.Equal((1, 1, App + App + App + App + App), (run.Kinds[TraceKind.GcForced], run.Kinds[TraceKind.Init], run.Passed));
    }
}
