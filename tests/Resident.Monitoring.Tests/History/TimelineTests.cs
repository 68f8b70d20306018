using Microsoft.Extensions.Time.Testing;
using Resident.Model;
using Resident.Monitoring.History;

namespace Resident.Monitoring.Tests.History;

public sealed class TimelineTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    [Fact]
    public async Task FollowAsync_FromAStep_GivesTheStepsAfterItAndWaits()
    {
        var timeline = NewTimeline();
        timeline.AddMark("one");
        timeline.AddMark("two");

        using var stop = new CancellationTokenSource();
        var texts = new List<string>();
        await foreach (var tick in timeline.FollowAsync(1, stop.Token))
        {
            texts.Add(tick.Events[0].Text);
            if (texts.Count == 1)
            {
                timeline.AddMark("three");
            }
            else
            {
                break;
            }
        }

        Assert.Equal(["two", "three"], texts);
    }

    [Fact]
    public async Task FollowAsync_FarBehind_JumpsInTheNumbers()
    {
        var timeline = NewTimeline();
        for (int i = 0; i < 1_000; i++)
        {
            timeline.AddMark("mark");
        }

        using var stop = new CancellationTokenSource();
        await using var ticks = timeline.FollowAsync(1, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await ticks.MoveNextAsync());

        Assert.Equal(701, ticks.Current.Sequence);
    }

    [Fact]
    public void Add_CyclesOfTwoProcesses_KeepsThemApart()
    {
        var timeline = NewTimeline();
        timeline.Add(0, [Cycle(1_000, "", 10), Cycle(1_500, "web-1", 99)], [], []);

        Assert.Equal([10 * 1_048_576.0], timeline.Query("gc.heapStart", 0, 5_000, 10).Last);
        Assert.Equal([99 * 1_048_576.0], timeline.Query("gc.heapStart@web-1", 0, 5_000, 10).Last);
        Assert.Equal([1_500L, 1_000L], timeline.GcLog(0, 5_000, 0, 10).Select(static entry => entry.UnixMs));
    }

    [Fact]
    public void Query_UnknownSeries_SaysWhichThereAre()
    {
        var timeline = NewTimeline();

        var error = Assert.Throws<ArgumentException>(() => timeline.Query("go.nonsense", 0, 1, 1));

        Assert.StartsWith("There is no series \"go.nonsense\". GET /api/hello lists them.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Query_BeforeTheFirstCycle_DoesNotTakeTheFirstSourcesName()
    {
        var timeline = NewTimeline();
        Assert.Empty(timeline.Query("gc.pause", 0, 1, 1).Last);

        timeline.Add(0, [Cycle(1_000, "api", 10)], [], []);

        Assert.Single(timeline.Query("gc.pause", 0, 5_000, 10).Last);
    }

    private static GcEntry Cycle(long time, string source, long heap)
    {
        var cycle = new GcCycle
        {
            Line = 1,
            Source = source,
            Number = 1,
            ClockMilliseconds = [0.1, 2, 0.1],
            HeapStartMebibytes = heap,
            HeapEndMebibytes = heap,
            Era = "1.18",
            PauseMilliseconds = 0.2,
        };
        return new GcEntry(time, cycle, 1.5, null);
    }

    private Timeline NewTimeline() => new(new TargetDescription { Name = "test" }, _clock);
}
