using Microsoft.Extensions.Time.Testing;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Observing;
using Resident.Sources.Prometheus;

namespace Resident.Monitoring.Tests.Inspection;

/// <summary>What is kept of a service of which only an address is known, and how much of the heap profiler's
/// counts.</summary>
public sealed class AddressRunTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly WatchedRun _run;
    private int _stacks = 10;

    public AddressRunTests()
    {
        _run = new WatchedRun(ProcessOf(_clock.GetUtcNow(), 100), new Probe(this), _clock, share: 0.005, new SharedReadings());
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void ToObservation_NoLedgers_DerivesThem()
    {
        Take(resMebibytes: 100, totalAlloc: 1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Take(resMebibytes: 120, totalAlloc: 2);

        var seen = _run.ToObservation()!;

        Assert.True(seen.Target.IsAddress);
        Assert.Equal([100L, 120], seen.Ledgers.Select(static ledger => ledger.Res.Bytes >> 20));
    }

    [Fact]
    public void IsBefore_CountersThatFell_AreAnotherProcess()
    {
        Take(resMebibytes: 100, totalAlloc: 5);

        Assert.False(_run.IsBefore(SampleOf(100, 6)));
        Assert.True(_run.IsBefore(SampleOf(100, 4)));
    }

    [Theory]
    [InlineData(10, 16)]
    [InlineData(4_000, 5)]
    [InlineData(100_000, 4)]
    public void Allocations_OfAllDay_AreBoundedAndKeepTheFirst(int stacks, int most)
    {
        _stacks = stacks;
        var first = _clock.GetUtcNow();
        for (int i = 0; i < 40; i++)
        {
            Take(resMebibytes: 100, totalAlloc: i);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        var kept = _run.ToObservation()!.Allocations;

        Assert.Equal(most, kept.Count);
        Assert.Equal(first, kept[0].TakenAt);
        Assert.Equal(first.AddMinutes(39), kept[^1].TakenAt);
    }

    private static ProcessMemory ProcessOf(DateTimeOffset time, long resMebibytes) =>
        PrometheusSample.FindProcess(
            time, "a:1", new Dictionary<string, double>(StringComparer.Ordinal) { ["process_resident_memory_bytes"] = resMebibytes << 20 })!;

    private Sample SampleOf(long resMebibytes, long totalAlloc) => new()
    {
        Time = _clock.GetUtcNow(),
        Process = ProcessOf(_clock.GetUtcNow(), resMebibytes),
        Go = new GoMemory { Source = "metrics", TakenAt = _clock.GetUtcNow(), TotalAlloc = totalAlloc },
    };

    private void Take(long resMebibytes, long totalAlloc) => _run.Take(SampleOf(resMebibytes, totalAlloc));

    private sealed class Probe(AddressRunTests owner) : ITargetProbe
    {
        public ObservedTarget Target { get; } = new() { Name = "http://a:1", IsAddress = true };

        public ByteSize? HostMemory => null;

        public IReadOnlyList<string> Warnings => [];

        public GoSpanTable? LastSpans => null;

        public ValueTask<Sample> ReadSampleAsync(DateTimeOffset due, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Ledger? ReadLedger(GoMemory? endpoint) => null;

        public HeapSites? ReadSites() => null;

        public AllocationReading? ReadAllocations() => new(owner._clock.GetUtcNow(), 1, null, new StackAllocations[owner._stacks]);

        public GoroutineCensus? ReadGoroutines() => null;

        public GroupCensus? ReadGroup(DateTimeOffset now) => null;

        public void Dispose()
        {
        }
    }
}
