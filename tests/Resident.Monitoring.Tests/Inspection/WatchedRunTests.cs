using Microsoft.Extensions.Time.Testing;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Tests.Inspection;

/// <summary>What is kept of one run: of this very process, by a clock that moves when it is told to.</summary>
public sealed class WatchedRunTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly ProcessSources _sources = new("/proc", TimeProvider.System);
    private readonly SharedReadings _shared = new();
    private readonly ProcessMemory _process;
    private readonly WatchedRun _run;

    public WatchedRunTests()
    {
        _process = _sources.Processes.Read(Environment.ProcessId);
        var probe = new ProcessProbe(Environment.ProcessId, _sources, cache: null, endpoint: null, _clock);
        _run = new WatchedRun(_process, probe, _clock, share: 0.005, _shared);
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Is_AnotherProcessWithItsNumber_IsNotIt()
    {
        Assert.True(_run.Is(_process));
        Assert.False(_run.Is(_process with { StartTicks = _process.StartTicks + 1 }));
        Assert.False(_run.Is(_process with { Pid = _process.Pid + 1 }));
    }

    [Fact]
    public void ToObservation_OneSample_IsTooLittle()
    {
        Take();
        Assert.Null(_run.ToObservation());

        Take();
        var seen = Seen();

        Assert.Equal(Environment.ProcessId, seen.Target.Pid);
        Assert.Equal(2, seen.Samples.Count);
        Assert.NotEmpty(seen.Ledgers);
        Assert.Empty(seen.HeapProfiles);
        Assert.Empty(seen.Goroutines);
    }

    [Fact]
    public void Take_EachSecond_ReadsLedgersTenSecondsApart()
    {
        for (int second = 0; second < 30; second++)
        {
            Take();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        // The first read of all is not counted against the budget; then at 1, 11 and 21 s.
        Assert.Equal((30, 4), (Seen().Samples.Count, Seen().Ledgers.Count));
    }

    [Fact]
    public void Take_ARecorderReadsLedgersToo_TakesThoseAndReadsNoneItself()
    {
        Take();
        Take();
        int own = Seen().Ledgers.Count;
        for (int round = 1; round <= 5; round++)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            Take();
            _clock.Advance(TimeSpan.FromSeconds(4));
            var theirs = Later(Seen().Ledgers[^1]);
            _shared.Ledgers.Note(_process, new(theirs, null));
            Take();

            Assert.Same(theirs, Seen().Ledgers[^1]);
            Assert.Equal(own + round, Seen().Ledgers.Count);
        }
    }

    [Fact]
    public void Take_LedgersOfAnotherProcessWithItsNumber_AreNotTaken()
    {
        Take();
        Take();
        int own = Seen().Ledgers.Count;
        _shared.Ledgers.Note(_process with { StartTicks = _process.StartTicks + 1 }, new(Later(Seen().Ledgers[^1]), null));

        Take();

        Assert.Equal(own, Seen().Ledgers.Count);
    }

    [Fact]
    public void Refresh_AskedOften_ReadsOnceInTenSeconds()
    {
        _run.Refresh();
        Take();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Take();
        _run.Refresh();
        int before = Seen().Ledgers.Count;

        _run.Refresh();
        _clock.Advance(TimeSpan.FromSeconds(9));
        _run.Refresh();
        Assert.Equal(before, Seen().Ledgers.Count);

        _clock.Advance(TimeSpan.FromSeconds(1));
        _run.Refresh();
        _run.Refresh();
        Assert.Equal(before + 1, Seen().Ledgers.Count);
    }

    [Fact]
    public void Refresh_InTheFirstSeconds_ReadsEachTwo()
    {
        Take();
        Take();
        int before = Seen().Ledgers.Count;

        _clock.Advance(TimeSpan.FromSeconds(1));
        _run.Refresh();
        Assert.Equal(before, Seen().Ledgers.Count);

        _clock.Advance(TimeSpan.FromSeconds(1));
        _run.Refresh();
        Assert.Equal(before + 1, Seen().Ledgers.Count);
    }

    [Fact]
    public void Take_ManySamples_KeepsTheFirstAndTheLatestInBoundedNumber()
    {
        const int Most = 1_024;
        var start = _clock.GetUtcNow();
        for (int index = 0; index < 3 * Most; index++)
        {
            _run.Take(new Sample { Time = start.AddSeconds(index), Process = _process });
        }

        var times = Seen().Samples.Select(static sample => sample.Time).ToList();

        Assert.InRange(times.Count, Most / 2, Most);
        Assert.Equal(times.Order(), times);
        Assert.Equal(start, times[0]);

        // The newest half is there without a gap.
        var latest = times[^(Most / 2)..];
        Assert.Equal(start.AddSeconds((3 * Most) - 1), latest[^1]);
        Assert.Equal((Most / 2) - 1, (latest[^1] - latest[0]).TotalSeconds);
    }

    private static Ledger Later(Ledger ledger) => ledger with { TakenAt = ledger.TakenAt.AddSeconds(9) };

    private void Take() => _run.Take(new Sample { Time = _clock.GetUtcNow(), Process = _process });

    private Observation Seen()
    {
        var seen = _run.ToObservation();
        Assert.NotNull(seen);
        return seen;
    }
}
