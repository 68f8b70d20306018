using System.Text;
using Microsoft.Extensions.Time.Testing;
using Resident.Monitoring.Feeds;
using Resident.Monitoring.History;
using Resident.Sources.GoTrace;

namespace Resident.Monitoring.Tests.Feeds;

public sealed class TraceFeedTests
{
    private const string First = "gc 1 @1.000s 0%: 0.10+2.0+0.10 ms clock, 0.20+0/2.0/0+0.20 ms cpu, 4->4->2 MB, 5 MB goal, 0 MB stacks, 0 MB globals, 2 P\n";
    private const string Second = "gc 2 @3.000s 0%: 0.10+2.0+0.30 ms clock, 10+20/50/99+20 ms cpu, 8->9->3 MB, 8 MB goal, 0 MB stacks, 0 MB globals, 2 P\n";

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    [Fact]
    public void Take_ALog_IsInTheProgramsOwnTime()
    {
        var timeline = Feed(isLive: false, First + Second);

        Assert.Equal("elapsed", timeline.Target.TimeBase);
        Assert.Equal([3_000L, 1_000L], timeline.GcLog(0, long.MaxValue, 0, 10).Select(static entry => entry.UnixMs));
    }

    [Fact]
    public void Take_TwoCycles_DerivesTheInterval()
    {
        var newest = Feed(isLive: false, First + Second).GcLog(0, long.MaxValue, 0, 1)[0];

        // 10 + 20 + 50 + 20 ms of 2 s on 2 processors; (8 - 2) MiB in 2 s.
        Assert.Equal(2.5, newest.CpuPercent!.Value, 6);
        Assert.Equal(3 * 1_048_576.0, newest.AllocationRate!.Value, 3);
    }

    [Fact]
    public void Take_LiveLines_CountFromTheEarliestStartThatTheyImply()
    {
        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();

        var timeline = Feed(isLive: true, First);

        Assert.Equal("wall", timeline.Target.TimeBase);
        Assert.Equal(now, timeline.GcLog(0, long.MaxValue, 0, 1)[0].UnixMs);
    }

    [Fact]
    public void Take_PrefixWithTimes_IsOnTheWallClock()
    {
        var timeline = Feed(isLive: false, "2026-02-26T13:56:33.456Z " + First);

        Assert.Equal("wall", timeline.Target.TimeBase);
        Assert.Equal(
            new DateTimeOffset(2026, 2, 26, 13, 56, 33, 456, TimeSpan.Zero).ToUnixTimeMilliseconds(),
            timeline.GcLog(0, long.MaxValue, 0, 1)[0].UnixMs);
    }

    [Fact]
    public void Take_LinesWithoutTimes_SaysThatTheAxisIsMadeUp()
    {
        var timeline = Feed(isLive: false, "gc1(1): 4+0+1097+3 us, 0 -> 0 MB, 21 (21-0) objects, 2 goroutines, 15/0/0 sweeps, 0(0) handoff, 0(0) steal, 0/0/0 yields\n");

        Assert.StartsWith("Trace lines of Go 1.4 and older state no time", Assert.Single(timeline.Target.Warnings), StringComparison.Ordinal);
    }

    private Timeline Feed(bool isLive, string text)
    {
        var timeline = new Timeline(new TargetDescription { Name = "test" }, _clock);
        var feed = new TraceFeed(timeline, _clock, isLive);
        var splitter = new TraceSplitter(feed.Take);
        splitter.Push(Encoding.UTF8.GetBytes(text));
        splitter.Complete();
        feed.Flush();
        return timeline;
    }
}
