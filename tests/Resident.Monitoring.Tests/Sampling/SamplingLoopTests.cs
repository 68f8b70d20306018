using Microsoft.Extensions.Time.Testing;
using Resident.Model;
using Resident.Monitoring.History;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Tests.Sampling;

public sealed class SamplingLoopTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly List<TimelineEvent> _events = [];
    private readonly List<Sample> _samples = [];

    [Fact]
    public async Task RunAsync_CountReached_EndsComplete()
    {
        var loop = new SamplingLoop(_clock, new LoopOptions { Count = 3 }, static (_, _) => new(new Scripted(int.MaxValue, isOom: false)));

        Assert.Equal(LoopEnd.Complete, await RunAsync(loop));
        Assert.Equal(3, _samples.Count);
        Assert.Empty(_events);
    }

    [Fact]
    public async Task RunAsync_TargetVanishes_TellsHowAndEnds()
    {
        var loop = new SamplingLoop(_clock, new LoopOptions(), static (_, _) => new(new Scripted(2, isOom: true)));

        Assert.Equal(LoopEnd.TargetEnded, await RunAsync(loop));
        Assert.Equal(2, _samples.Count);
        Assert.Equal("oom", Assert.Single(_events).Kind);
    }

    [Fact]
    public async Task RunAsync_AnotherProcessOfThatName_IsANewRun()
    {
        int asked = 0;
        var loop = new SamplingLoop(_clock, new LoopOptions { Count = 4 }, (_, _) => new(++asked == 2 ? null : new Scripted(2, isOom: false)))
        {
            AwaitsRestart = true,
        };

        Assert.Equal(LoopEnd.Complete, await RunAsync(loop));
        Assert.Equal([0, 0, 1, 1], _samples.Select(static sample => sample.Run));
        Assert.Equal(["exit", "restart"], _events.Select(static happened => happened.Kind));
    }

    [Fact]
    public async Task RunAsync_RuntimeThatKeepsItsPauses_TellsEachCycleOnceARun()
    {
        var loop = new SamplingLoop(_clock, new LoopOptions { Count = 6 }, static (_, _) => new(new Scripted(3, isOom: false)))
        {
            AwaitsRestart = true,
        };

        _ = await RunAsync(loop);

        // Three more cycles each sample, and a program remembers four.
        long[][] told = [.. _samples.Select(static sample => sample.GcCycles.Select(static cycle => cycle.Number).ToArray())];
        Assert.Equal([[1, 2, 3], [4, 5, 6], [7, 8, 9], [1, 2, 3], [4, 5, 6], [7, 8, 9]], told);
        Assert.All(_samples, static sample => Assert.Empty(sample.Warnings));
    }

    [Fact]
    public async Task RunAsync_MoreCyclesThanTheRuntimeRemembers_SaysThatSomeAreNotTold()
    {
        var loop = new SamplingLoop(_clock, new LoopOptions { Count = 2 }, static (_, _) => new(new Scripted(2, isOom: false, cyclesEach: 6)));

        _ = await RunAsync(loop);

        Assert.Equal([3, 4, 5, 6], _samples[0].GcCycles.Select(static cycle => cycle.Number));
        Assert.Empty(_samples[0].Warnings);
        Assert.Equal([9, 10, 11, 12], _samples[1].GcCycles.Select(static cycle => cycle.Number));
        Assert.StartsWith("More GC cycles ended since the sample before than", Assert.Single(_samples[1].Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_LongSilence_TellsOfTheGap()
    {
        var loop = new SamplingLoop(_clock, new LoopOptions { Count = 2 }, static (_, _) => new(new Scripted(int.MaxValue, isOom: false)));

        _ = await RunAsync(loop, TimeSpan.FromMinutes(5));

        Assert.Equal("Nothing was read for 300 s: the machine slept, or Resident was held up.", Assert.Single(_events).Text);
    }

    [Fact]
    public async Task RunAsync_Cancelled_ReturnsQuietly()
    {
        using var stop = new CancellationTokenSource();
        var loop = new SamplingLoop(_clock, new LoopOptions(), static (_, _) => new(new Scripted(int.MaxValue, isOom: false)));
        var running = loop.RunAsync((_, _) => ValueTask.CompletedTask, _ => ValueTask.CompletedTask, stop.Token);

        await stop.CancelAsync();

        Assert.Equal(LoopEnd.Cancelled, await running);
    }

    private async Task<LoopEnd> RunAsync(SamplingLoop loop, TimeSpan? step = null)
    {
        var running = loop.RunAsync(
            (sample, events) =>
            {
                _samples.Add(sample);
                _events.AddRange(events);
                return ValueTask.CompletedTask;
            },
            happened =>
            {
                _events.Add(happened);
                return ValueTask.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        while (!running.IsCompleted)
        {
            _clock.Advance(step ?? Second);
            await Task.Yield();
        }

        return await running;
    }

    private sealed class Scripted(int samples, bool isOom, int cyclesEach = 3) : ISampler
    {
        private int _taken;

        public void Dispose()
        {
        }

        public ValueTask<Sample> ReadAsync(DateTimeOffset due, CancellationToken cancellationToken) =>
            _taken++ < samples
                ? new(new Sample { Time = due, Go = GoAfter(cyclesEach * _taken) })
                : throw new TargetEndedException("It ended.") { IsOutOfMemory = isOom };

        private static GoMemory GoAfter(long cycles) => new()
        {
            TakenAt = DateTimeOffset.UnixEpoch,
            Source = "memory",
            NumGC = cycles,
            Pauses = [.. Enumerable.Range(0, (int)Math.Min(cycles, 4)).Reverse().Select(back => new GcPause(cycles - back, 1_000_000 * (cycles - back), 1))],
        };
    }
}
