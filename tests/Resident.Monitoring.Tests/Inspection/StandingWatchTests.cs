using Microsoft.Extensions.Time.Testing;
using Resident.Model;
using Resident.Model.Verdicts;
using Resident.Monitoring.History;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Tests.Inspection;

/// <summary>The standing watch beside a timeline of this very process, which is no Go program and surely runs.</summary>
public sealed class StandingWatchTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly ProcessSources _sources = new("/proc", TimeProvider.System);
    private int _opened;

    [Fact]
    public async Task Diagnose_NothingSeenYet_TellsNothingAndOpensNothing()
    {
        await using var watch = new StandingWatch(NewTimeline("live"), _clock, Open);

        Assert.Null(await watch.DiagnoseAsync(span: null, TestContext.Current.CancellationToken));
        Assert.Equal(0, _opened);
    }

    [Fact]
    public async Task Diagnose_AfterSomeSamples_TellsAVerdictOfThisProcess()
    {
        var timeline = NewTimeline("live");
        await using var watch = new StandingWatch(timeline, _clock, Open);

        var verdict = await WatchAsync(timeline, watch);

        Assert.Equal(Environment.ProcessId, verdict.Target.Pid);
        Assert.Equal(1, _opened);
        Assert.Same(verdict, await watch.DiagnoseAsync(span: null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Take_SamplesOfARecording_AreOfNoProcessToOpen()
    {
        var timeline = NewTimeline("recording");
        await using var watch = new StandingWatch(timeline, _clock, Open);

        for (int i = 0; i < 5; i++)
        {
            await AddSampleAsync(timeline);
        }

        Assert.Null(await watch.DiagnoseAsync(span: null, TestContext.Current.CancellationToken));
        Assert.Equal(0, _opened);
    }

    private ProcessProbe Open(ProcessMemory process)
    {
        _opened++;
        return new(process.Pid, _sources, cache: null, endpoint: null, _clock);
    }

    // Each step of the clock wakes the watch, which then takes the newest sample in its own time.
    private async Task<Verdict> WatchAsync(Timeline timeline, StandingWatch watch)
    {
        while (true)
        {
            await AddSampleAsync(timeline);
            if (await watch.DiagnoseAsync(span: null, TestContext.Current.CancellationToken) is { } verdict)
            {
                return verdict;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private async Task AddSampleAsync(Timeline timeline)
    {
        using var probe = new ProcessProbe(Environment.ProcessId, _sources, cache: null, endpoint: null, _clock);
        timeline.Add(await probe.ReadSampleAsync(_clock.GetUtcNow(), TestContext.Current.CancellationToken), [], default, []);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private Timeline NewTimeline(string state) => new(new TargetDescription { Name = "tests", State = state }, _clock);
}
