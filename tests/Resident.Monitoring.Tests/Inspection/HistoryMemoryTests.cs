using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Monitoring.History;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Observing;
using Resident.Sources.Procfs;

namespace Resident.Monitoring.Tests.Inspection;

/// <summary>What the history of a process takes of our own heap: all that a page and its standing watch keep, fed at one
/// sample a second by a clock that runs as fast as the machine can.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class HistoryMemoryTests : IDisposable
{
    private const double Mebibyte = 1 << 20;
    private const int Hour = 3_600;
    private const int Day = 24 * Hour;

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly ProcessMemory _process = new ProcessReader("/proc").Read(Environment.ProcessId);
    private readonly double _before = Weigh();
    private readonly Timeline _timeline;
    private readonly WatchedRun _run;
    private int _second;

    public HistoryMemoryTests()
    {
        _timeline = new Timeline(new TargetDescription { Name = "orders-api", Pid = 4_711, State = "live" }, _clock);
        _run = new WatchedRun(_process, new Probe(this), _clock, share: 0.002, new SharedReadings());
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void OurHeap_OverADay_KeepsToItsBound()
    {
        Watch(2 * Hour);
        double atTwoHours = Held();
        Watch(Day - (2 * Hour));
        double atADay = Held();

        Tell($"after 2 h {atTwoHours:0.0} MiB, after a day {atADay:0.0} MiB");
        Assert.InRange(atADay, 1, 16);
        // What grows still are the minutes of a week.
        Assert.InRange(atADay - atTwoHours, -1, 6);
    }

    [Fact]
    public void OurHeap_OverAWeek_KeepsToItsBound()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is null, "A week takes a minute: ./test --all watches it.");
        Watch(7 * Day);
        double atAWeek = Held();
        Watch(7 * Day);
        double atTwo = Held();

        Tell($"after a week {atAWeek:0.0} MiB, after two {atTwo:0.0} MiB");
        Assert.InRange(atAWeek, 1, 20);
        Assert.InRange(atTwo - atAWeek, -0.5, 0.5);
    }

    private static void Tell(FormattableString text) => TestContext.Current.TestOutputHelper!.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private double Held() => Weigh() - _before;

    private static double Weigh() => GC.GetTotalMemory(forceFullCollection: true) / Mebibyte;

    private void Watch(int seconds)
    {
        for (int i = 0; i < seconds; i++, _second++)
        {
            var sample = SampleOf();
            _timeline.Add(sample, sample.GcCycles.Select(CycleEntry).ToArray(), new SelfCost(new ByteSize(20_000_000), 0.125), []);
            _run.Take(sample);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private GcEntry CycleEntry(GcCycle cycle) => new(_clock.GetUtcNow().ToUnixTimeMilliseconds(), cycle, 1.5, 1e6);

    // As rich as a sample gets: a ring of pauses, size classes, and all that memory.stat has.
    private Sample SampleOf()
    {
        var time = _clock.GetUtcNow();
        int cycles = _second / 5;
        return new Sample
        {
            Time = time,
            Process = _process with { TakenAt = time, Res = new ByteSize(400_000_000 + (_second % 60 * 100_000L)) },
            Cgroup = new CgroupMemory
            {
                Version = 2,
                Path = "/system.slice/orders-api.service",
                Usage = new ByteSize(600_000_000),
                Stat = Enumerable.Range(0, 50).Select(static i => string.Create(CultureInfo.InvariantCulture, $"figure{i}")).Append("anon").Append("file")
                    .ToDictionary(static name => new string(name), static _ => 5L, StringComparer.Ordinal),
            },
            Go = new GoMemory
            {
                TakenAt = time,
                Source = "memory",
                HeapAlloc = new ByteSize(200_000_000),
                HeapIdle = new ByteSize(30_000_000),
                HeapReleased = new ByteSize(10_000_000),
                HeapMarked = new ByteSize(150_000_000 + _second),
                TotalAlloc = _second * 1_000_000L,
                NumGC = cycles,
                Goroutines = 40,
                Pauses = [.. Enumerable.Range(0, 256).Select(i => new GcPause(i, _second, 100))],
                BySize = [.. Enumerable.Range(0, 68).Select(static i => new GoSizeClassCount(8 * i, i, i))],
            },
            GcCycles = _second % 5 != 0 ? [] : [CycleOf(cycles)],
        };
    }

    private static GcCycle CycleOf(int number) => new()
    {
        Line = 0,
        Number = number,
        Era = "memory",
        Source = "",
        ClockMilliseconds = [0.1, 2, 0.2],
        HeapStartMebibytes = 280,
        HeapEndMebibytes = 290,
        HeapLiveMebibytes = 150,
        GoalMebibytes = 300,
        PauseMilliseconds = 0.3,
    };

    /// <summary>A program with 300 places of allocation and 60 kinds of goroutines.</summary>
    private sealed class Probe(HistoryMemoryTests owner) : ITargetProbe
    {
        public ObservedTarget Target { get; } = new() { Name = "orders-api", Pid = 4_711 };

        public ByteSize? HostMemory => null;

        public IReadOnlyList<string> Warnings => [];

        public GoSpanTable? LastSpans => null;

        private DateTimeOffset Now => owner._clock.GetUtcNow();

        public ValueTask<Sample> ReadSampleAsync(DateTimeOffset due, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Ledger? ReadLedger(GoMemory? endpoint) => new()
        {
            TakenAt = Now,
            Res = new ByteSize(400_000_000),
            Sources = ["smaps", "memory"],
            Terms = [.. LedgerTermNames.All.Select(static term => new LedgerTerm(term, new ByteSize(30_000_000), LedgerHow.Exact))],
        };

        public HeapSites? ReadSites() => new(Now, [.. Enumerable.Range(0, 300).Select(static i => new AllocationSite(FrameOf(i), [], i * 1_000, i) { Callers = [FrameOf(i).Function] })]);

        public AllocationReading? ReadAllocations() => new(Now, owner._second / 5, Now, [.. Enumerable.Range(0, 300).Select(static i => new StackAllocations
        {
            Key = (ulong)i,
            Place = FrameOf(i),
            Allocs = i,
            MarkedAllocs = i,
            SweptAllocs = i,
            Frees = i / 2,
            BytesPerSample = 524_288,
            HeldBytes = i * 1_000,
        })]);

        public GoroutineCensus? ReadGoroutines() => new()
        {
            TakenAt = Now,
            Groups =
            [
                .. Enumerable.Range(0, 60).Select(static i => new GoroutineGroup
                {
                    State = "waiting",
                    WaitReason = "select",
                    Start = FrameOf(i),
                    Stack = [FrameOf(i), FrameOf(i + 1)],
                    Count = i,
                    StackBytes = new ByteSize(8_192),
                    IsSystem = false,
                    ExampleId = i,
                }),
            ],
        };

        public GroupCensus? ReadGroup(DateTimeOffset now) => null;

        public void Dispose()
        {
        }

        private static GoFrame FrameOf(int i)
        {
            string number = i.ToString(CultureInfo.InvariantCulture);
            return new("example.com/orders/internal/service.(*Handler).Method" + number, "/src/orders/internal/service/handler" + number + ".go", i, 1);
        }
    }
}
