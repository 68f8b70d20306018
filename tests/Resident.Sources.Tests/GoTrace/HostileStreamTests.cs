using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Resident.Sources.Tests.GoTrace;

/// <summary>A program's own output that looks like torn trace lines: it is passed on as it came, and soon.</summary>
[Trait("Kind", "Attack")]
[SuppressMessage("Security", "CA5394", Justification = "Damage needs no secrets, and a run must be repeatable.")]
public sealed class HostileStreamTests
{
    private const string Cycle = "gc 7 @0.404s 11%: 0.084+114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 2 P\n";
    private const int StreamBytes = 2 * 1024 * 1024;

    // Without a bound, two MiB took half a minute to two minutes; with it, a tenth of a second.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(8);

    [Theory]
    [InlineData("pieces", true, 65536)]
    [InlineData("pieces", false, 4096)]
    [InlineData("beginnings", true, 65536)]
    [InlineData("beginnings", false, 512)]
    [InlineData("ends", false, 4096)]
    [InlineData("numbers", false, 4096)]
    [InlineData("text", true, 4096)]
    [InlineData("records", true, 4096)]
    public void PiecesOfTraceLines_TakeBoundedTime(string kind, bool prefixes, int push)
    {
        byte[] stream = Make(kind);
        var clock = Stopwatch.StartNew();

        var run = SplitRun.Of(stream, prefixes, _ => push);

        Assert.True(clock.Elapsed < Most, $"{stream.Length} bytes took {clock.Elapsed}.");
        Assert.Equal(stream.Length, run.Counts.PassedBytes + run.Counts.TraceBytes);
    }

    [Fact]
    public void PiecesOfTraceLines_GiveTheSame_HoweverTheyAreCut()
    {
        byte[] stream = Make("pieces")[..200_000];
        string whole = SplitRun.Of(stream).ToString();

        Assert.Equal(whole, SplitRun.Of((ReadOnlySpan<byte>)stream, pieces: static _ => 777).ToString());
        Assert.Equal(whole, SplitRun.Of((ReadOnlySpan<byte>)stream, pieces: static at => 1 + (at % 5000)).ToString());
    }

    [Theory]
    [InlineData("gc 7 @0.404s 11%: 0.084+")]
    [InlineData("gc 7 @0.404s 11%: 0.084+114+0.25 ms clock, 0.16")]
    [InlineData("scav 2 KiB work, 3")]
    public void HalfALine_InOrdinaryText_PassesAsItCame(string half)
    {
        string text = $"starting\n{half}\nand so on\n{half} is what it printed\nthe end\n";

        Assert.Equal(text, SplitRun.Of(text).Passed);
        Assert.Equal(text, SplitRun.Of(Encoding.UTF8.GetBytes(text), prefixes: false, pieces: static _ => 1).Passed);
    }

    [Fact]
    public void TornLines_AfterAnAttack_ArePutTogetherAgain()
    {
        string quiet = string.Concat(Enumerable.Repeat("an ordinary line of the program's log, of which there are many\n", 300_000));

        var run = SplitRun.Of([.. Make("pieces"), .. Encoding.UTF8.GetBytes(quiet + Cycle.Insert(25, "app says\n") + "app says more\n")], prefixes: false);

        Assert.Equal(7, run.Cycles[^1].Number);
    }

    private static byte[] Make(string kind)
    {
        var random = new Random(17);
        var text = new StringBuilder();
        while (text.Length < StreamBytes)
        {
            int cut = random.Next(1, Cycle.Length - 1);
            _ = kind switch
            {
                "pieces" => text.Append(Cycle, cut, random.Next(1, Math.Min(24, Cycle.Length - cut))).Append('\n'),
                "beginnings" => text.Append(Cycle, 0, cut).Append('\n'),
                "ends" => text.Append("gc 7 @0.4").Append('\n').Append(Cycle, cut, Cycle.Length - cut),
                "numbers" => text.Append("gc 1 @").Append(random.Next()).Append('.').Append(random.Next()).Append('\n').Append(random.Next()).Append('+').Append('\n'),
                "text" => text.Append("app gc 7 @0.404s 11%: ").Append(Cycle, cut, random.Next(1, Cycle.Length - cut)).Append(" b\n"),
                _ => text.Append("{\"log\":\"").Append(Cycle, 0, cut).Append("\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-22T22:48:32.372104512Z\"}\n"),
            };
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
