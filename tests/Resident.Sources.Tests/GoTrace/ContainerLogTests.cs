using System.Buffers;
using System.Text;
using Resident.Model;
using Resident.Sources.GoTrace;

namespace Resident.Sources.Tests.GoTrace;

/// <summary>Trace lines in the logs that container runtimes keep, CRI's and docker's, in pieces and behind the program's text.</summary>
public sealed class ContainerLogTests
{
    private const string Time = "2026-11-22T22:48:32.372104512Z ";
    private const string App = "2026/11/22 22:48:32 request handled path=/a status=200";
    private const string Rest = "114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 2 P";
    private const string Cycle = "gc 7 @0.404s 11%: 0.084+" + Rest;

    private static readonly string[] Writes =
    [
        "gc ", "7", " @", "0.404", "s ", "11", "%", ": ", "0.084", "+", "114", "+", "0.25", " ms clock, ", "0.16", "+", "0", "/", "52", "/", "82",
        "+", "0.50", " ms cpu, ", "58", "->", "70", "->", "57", " MB, ", "69", " MB goal, ", "2", " P",
    ];

    [Fact]
    public void CriLines_OfAWriteEach_AreOneLine_WhateverStdoutSaysBetween()
    {
        var log = new StringBuilder();
        foreach (string write in Writes)
        {
            log.Append(Cri("P", write)).Append(Time).Append("stdout F 42 answers\n");
        }

        var run = SplitRun.Of(log.Append(Cri("F", "")).ToString());

        Assert.Equal([0.16, 0, 52, 82, 0.50], Assert.Single(run.Cycles).CpuMilliseconds);
        Assert.False(run.Cycles[0].Repaired);
        Assert.Equal(string.Concat(Enumerable.Repeat(Time + "stdout F 42 answers\n", Writes.Length)), run.Passed);
    }

    [Fact]
    public void CriLines_CutAndTorn_ArePutTogether()
    {
        string log = Cri("F", App) + Cri("P", "gc 7 @0.404") + Cri("F", "s 11%: 0.084+" + App) + Cri("P", "114+0.25") + Cri("F", Rest[8..]) + Cri("F", App);

        var run = SplitRun.Of(log);

        Assert.Equal([0.084, 114, 0.25], Assert.Single(run.Cycles).ClockMilliseconds);
        Assert.True(run.Cycles[0].Repaired);
        Assert.Equal(Cri("F", App) + Cri("F", App) + Cri("F", App), run.Passed);
    }

    [Fact]
    public void ATraceLine_BehindUnfinishedText_InADockerObject_IsTakenOutOfIt()
    {
        var whole = SplitRun.Of(Docker("progress 50%" + Cycle) + Docker(" done"));
        var torn = SplitRun.Of(Docker(App) + Docker("progress 50%gc 7 @0.404s 11%: 0.084+" + App) + Docker(Rest) + Docker(" done"));

        Assert.Equal(("progress 50%", 7L), (whole.Passed[8..20], whole.Cycles.Single().Number));
        Assert.Equal(Docker("progress 50%").Replace("\\n", "", StringComparison.Ordinal) + Docker(" done"), whole.Passed);
        Assert.Equal([0.084, 114, 0.25], Assert.Single(torn.Cycles).ClockMilliseconds);
        Assert.Equal(Docker(App) + Docker("progress 50%" + App) + Docker(" done"), torn.Passed);
    }

    [Fact]
    public void ATraceLine_QuotedInADockerObject_Passes()
    {
        string log = Docker("{\\\"msg\\\":\\\"" + Cycle + "\\\"}") + Docker("a line as " + Cycle + " in a log") + Docker("") + Docker("[" + Cycle + "]") + Docker("");

        var run = SplitRun.Of(log);

        Assert.Equal((log, 0), (run.Passed, run.Cycles.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WholeTraceLines_BetweenThePieces_AreReadToo(bool docker)
    {
        string[] lines =
        [
            App, "gc 7 @0.404s 11%: 0.084+" + App, "gc 900 @99.500s 3%: 0.10+2.0+0.10 ms clock, 0.40+0/2.0/0+0.40 ms cpu, 4->4->2 MB, 5 MB goal, 4 P",
            "scav 0 KiB work, 5192 KiB total, 95% util", App, Rest, App,
        ];

        var run = SplitRun.Of(string.Concat(lines.Select(line => docker ? Docker(line) : Cri("F", line))));

        Assert.Equal([7, 900], run.Cycles.Select(static cycle => cycle.Number).Order());
        Assert.Single(run.Scavenges);
        Assert.Equal(string.Concat(Enumerable.Repeat(docker ? Docker(App) : Cri("F", App), 4)), run.Passed);
    }

    [Theory]
    [InlineData("{\"stream\":\"stderr\",\"log\":\"", "\\n\",\"time\":\"2026-11-22T22:48:32Z\"}\n")]
    [InlineData("{\"date\":1763851712.372104,\"stream\":\"stderr\",\"log\": \"", "\\n\"}\n")]
    [InlineData("\uFEFF{\"log\":\"", "\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-22T22:48:32Z\"}\n")]
    public void ObjectsOfOtherCollectors_AreRead(string before, string after) =>
        Assert.Equal(7, SplitRun.Of(before + Cycle + after).Cycles.Single().Number);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALineWhosePiecesComeOnBothSidesOfAPause_IsPutTogether(bool docker)
    {
        string[] lines = [App, "gc 7 @0.404s 11%: 0.084+" + App, Rest, App];
        var passed = new ArrayBufferWriter<byte>();
        var cycles = new List<GcCycle>();
        var splitter = new TraceSplitter((in TraceLine line) => cycles.Add(line.ToGcCycle()), passed);
        foreach (string line in lines)
        {
            splitter.Push(Encoding.UTF8.GetBytes(docker ? Docker(line) : Cri("F", line)));
            splitter.FlushHeld();
        }

        splitter.Complete();

        Assert.Equal([0.084, 114, 0.25], Assert.Single(cycles).ClockMilliseconds);
        Assert.Equal(string.Concat(Enumerable.Repeat(docker ? Docker(App) : Cri("F", App), 3)), Encoding.UTF8.GetString(passed.WrittenSpan));
    }

    private static string Cri(string flag, string text) => $"{Time}stderr {flag} {text}\n";

    private static string Docker(string text) =>
        $$"""{"log":"{{text.Replace(">", "\\u003e", StringComparison.Ordinal)}}\n","stream":"stderr","time":"2026-11-22T22:48:32Z"}""" + "\n";
}
