using Resident.Model;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Tests.Sampling;

public sealed class SamplingPaceTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    [InlineData(5_100)]
    public async Task RunAsync_OpeningTakesLong_NoTwoSamplesWithinOneSecond(int milliseconds)
    {
        var clock = new RunningClock(Start);

        var times = await SampleAsync(clock, 3, opening: milliseconds);

        Assert.Equal(Start + TimeSpan.FromMilliseconds(milliseconds), times[0]);
        Assert.Equal([Second, Second], Distances(times));
    }

    [Fact]
    public async Task RunAsync_OneReadTakesLong_TheNextIsAnIntervalAfterIt()
    {
        var clock = new RunningClock(Start);

        var times = await SampleAsync(clock, 4, reading: static index => index == 1 ? 1_700 : 0);

        // The second read begins on time; the third is late for it by 0.7 s, and the fourth follows the third.
        Assert.Equal([Second, TimeSpan.FromMilliseconds(1_700), Second], Distances(times));
    }

    [Fact]
    public async Task RunAsync_TimersComeAFewMillisecondsLate_NoSecondIsMissed()
    {
        var clock = new RunningClock(Start) { Lateness = TimeSpan.FromMilliseconds(7) };

        var times = await SampleAsync(clock, 4);

        Assert.Equal([Second, Second, Second], Distances(times));
    }

    [Fact]
    public async Task RunAsync_TimersComeFarLate_TimesAreTrueAndApart()
    {
        var clock = new RunningClock(Start) { Lateness = TimeSpan.FromMilliseconds(950) };

        var times = await SampleAsync(clock, 3);

        Assert.Equal([TimeSpan.FromMilliseconds(1_950), TimeSpan.FromMilliseconds(1_950)], Distances(times));
    }

    private static List<TimeSpan> Distances(List<DateTimeOffset> times) => [.. times.Zip(times.Skip(1), static (one, next) => next - one)];

    private static async Task<List<DateTimeOffset>> SampleAsync(RunningClock clock, int count, int opening = 0, Func<int, int>? reading = null)
    {
        var times = new List<DateTimeOffset>();
        var loop = new SamplingLoop(clock, new LoopOptions { Count = count }, (_, _) =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(opening));
            return new(new Slow(clock, reading ?? (static _ => 0)));
        });

        var end = await loop.RunAsync(
            (sample, _) =>
            {
                times.Add(sample.Time);
                return ValueTask.CompletedTask;
            },
            static _ => ValueTask.CompletedTask,
            TestContext.Current.CancellationToken);

        Assert.Equal(LoopEnd.Complete, end);
        return times;
    }

    private sealed class Slow(RunningClock clock, Func<int, int> milliseconds) : ISampler
    {
        private int _reads;

        public void Dispose()
        {
        }

        public ValueTask<Sample> ReadAsync(DateTimeOffset due, CancellationToken cancellationToken)
        {
            clock.Advance(TimeSpan.FromMilliseconds(milliseconds(_reads++)));
            return new(new Sample { Time = due });
        }
    }
}
