using Resident.Model;
using Resident.Monitoring.History;
using Resident.Monitoring.Recording;
using Resident.Store;

namespace Resident.Monitoring.Tests.History;

/// <summary>A recording answers as the timeline that it was made of.</summary>
public sealed class RecordedTimelineTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 5, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Query_OfARecording_AnswersAsTheLiveTimeline()
    {
        string folder = Directory.CreateTempSubdirectory("resident-monitoring-").FullName;
        string file = Path.Combine(folder, "t.resident");
        try
        {
            var recorder = MakeRecorder(file);
            var live = MakeTimeline(recorder);
            live.ChangeTarget(static target => target with { Sources = ["procfs"] }, new TimelineEvent(Start.ToUnixTimeMilliseconds(), "mark", "deploy"));
            for (int second = 0; second < 2_000; second++)
            {
                live.Add(MakeSample(second), CyclesOf(second), new SelfCost(new ByteSize(20_000_000), 0.125), []);
                if (second % 500 == 0)
                {
                    await recorder.FlushAsync();
                }
            }

            await recorder.DisposeAsync();
            using var recorded = new RecordedTimeline(RecordingReader.Open(file));

            AssertSameAnswers(live, recorded);
            var folded = recorded.Query("process.res", long.MinValue, long.MaxValue, 100);
            Assert.InRange(folded.TimesUnixMs.Count, 90, 100);
            Assert.Equal(Enumerable.Range(0, 2_000).Max(static second => (double)MakeSample(second).Process!.Res.Bytes), folded.Max.Max());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Recorder MakeRecorder(string file) =>
        new(RecordingWriter.Open(file, new RecordingOptions { Name = "orders-api" }), TimeProvider.System, static _ => { });

    private static Timeline MakeTimeline(Recorder recorder) =>
        new(new TargetDescription { Name = "orders-api", Pid = 4_711, State = "live" }, TimeProvider.System) { Sink = recorder };

    private static void AssertSameAnswers(Timeline live, RecordedTimeline recorded)
    {
        Assert.Equal(live.Extent, recorded.Extent);
        Assert.Equal((4_711, "orders-api", "ended"), (recorded.Target.Pid, recorded.Target.Name, recorded.Target.State));
        Assert.Equal("deploy", Assert.Single(recorded.Events(0, long.MaxValue)).Text);
        Assert.Equal(live.GcLog(0, long.MaxValue, 3, 5).Select(static one => one.Cycle.Number), recorded.GcLog(0, long.MaxValue, 3, 5).Select(static one => one.Cycle.Number));
        Assert.Equal(live.Latest!.Process!.Res, recorded.Latest!.Process!.Res);
        foreach (var series in live.Series)
        {
            Assert.Equal(live.HasValues(series.Id), recorded.HasValues(series.Id));
            AssertSame(
                live.Query(series.Id, Start.ToUnixTimeMilliseconds(), Start.AddHours(1).ToUnixTimeMilliseconds(), 10_000),
                recorded.Query(series.Id, Start.ToUnixTimeMilliseconds(), Start.AddHours(1).ToUnixTimeMilliseconds(), 10_000),
                series.Id);
        }
    }

    [Fact]
    public async Task Observation_OfARecording_HasItsSamples()
    {
        string folder = Directory.CreateTempSubdirectory("resident-monitoring-").FullName;
        string file = Path.Combine(folder, "t.resident");
        try
        {
            var recorder = MakeRecorder(file);
            var live = MakeTimeline(recorder);
            live.ChangeTarget(static target => target);
            for (int second = 0; second < 1_000; second++)
            {
                live.Add(MakeSample(second) with { Run = second / 500 }, [], default, []);
                if (second % 500 == 0)
                {
                    await recorder.FlushAsync();
                }
            }

            await recorder.DisposeAsync();
            using var reader = RecordingReader.Open(file);
            var observation = RecordedObservation.Read(reader);

            Assert.Equal(500, observation.Samples.Count);
            Assert.Equal(Start.AddSeconds(500), observation.Samples[0].Time);
            Assert.Equal((4_711, "orders-api"), (observation.Target.Pid, observation.Target.Name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertSame(SeriesWindow expected, SeriesWindow found, string series)
    {
        Assert.True(expected.TimesUnixMs.SequenceEqual(found.TimesUnixMs), series);
        for (int i = 0; i < expected.Last.Count; i++)
        {
            Assert.True(Math.Abs(expected.Last[i] - found.Last[i]) <= (Math.Abs(expected.Last[i]) * 1e-3) + 1e-3, $"{series}[{i}]: {expected.Last[i]} and {found.Last[i]}");
        }
    }

    private static Sample MakeSample(int second)
    {
        var time = Start.AddSeconds(second);
        long res = 50_000_000 + (second * 1_000L) + (second * 7_919L % 65_536);
        var shared = new ByteSize(10_000_000);
        return new Sample
        {
            Time = time,
            Process = new ProcessMemory
            {
                Pid = 4_711,
                TakenAt = time,
                StartTicks = 99,
                Comm = "orders-api",
                Virt = new ByteSize(2_000_000_000),
                Res = new ByteSize(res),
                Shr = shared,
                Swap = default,
                Code = new ByteSize(4_000_000),
                Data = new ByteSize(100_000_000),
                PeakRes = new ByteSize(60_000_000),
                PeakVirt = new ByteSize(2_000_000_000),
                RssAnon = new ByteSize(res) - shared,
                RssFile = shared,
                RssShmem = default,
                PageTables = new ByteSize(200_000),
                Locked = default,
                Threads = 9,
                MinorFaults = second * 10L,
                MajorFaults = 0,
                CpuTime = TimeSpan.FromMilliseconds(second * 20),
                Stat = "Ssl",
                Tty = "?",
            },
            Go = new GoMemory
            {
                TakenAt = time,
                Source = "memory",
                HeapAlloc = new ByteSize(res / 2),
                HeapIdle = new ByteSize(30_000_000),
                HeapReleased = new ByteSize(10_000_000),
                TotalAlloc = second * 1_000_000L,
                NumGC = second / 20,
                Goroutines = 40,
            },
        };
    }

    private static IReadOnlyList<GcEntry> CyclesOf(int second) => second % 20 != 0
        ? []
        :
        [
            new GcEntry(
                Start.AddSeconds(second).ToUnixTimeMilliseconds(),
                new GcCycle
                {
                    Line = 0,
                    Number = second / 20,
                    Era = "memory",
                    ClockMilliseconds = [0.1, 2, 0.2],
                    HeapStartMebibytes = 40,
                    HeapEndMebibytes = 41,
                    HeapLiveMebibytes = 20,
                    GoalMebibytes = 42,
                    PauseMilliseconds = 0.3,
                },
                null,
                null),
        ];
}
