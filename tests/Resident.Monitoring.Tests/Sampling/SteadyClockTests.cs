using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Tests.Sampling;

public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 5, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Now_ClockSetBack_GoesOnAtItsPaceAndSaysSoOnce()
    {
        var machine = new Machine();
        var clock = new SteadyClock(machine);
        _ = clock.Now(out _);
        machine.Pass(seconds: 1);
        machine.Set(-3_600);

        var first = clock.Now(out var jump);
        machine.Pass(seconds: 1);
        var second = clock.Now(out var again);

        Assert.Equal(Start.AddSeconds(1), first);
        Assert.Equal(Start.AddSeconds(2), second);
        Assert.Equal(("clock", "The machine's clock was set back by 3600 s. Times here go on from where they were."), (jump!.Kind, jump.Text));
        Assert.Null(again);
    }

    [Fact]
    public void Now_ClockSetForward_FollowsIt()
    {
        var machine = new Machine();
        var clock = new SteadyClock(machine);
        _ = clock.Now(out _);
        machine.Pass(seconds: 1);
        machine.Set(7_200);

        var now = clock.Now(out var jump);

        Assert.Equal(Start.AddSeconds(7_201), now);
        Assert.Null(jump);
    }

    [Fact]
    public void Now_ClockSetBackAndForthAgain_IsTheMachinesAgain()
    {
        var machine = new Machine();
        var clock = new SteadyClock(machine);
        _ = clock.Now(out _);
        machine.Set(-60);
        machine.Pass(seconds: 10);
        _ = clock.Now(out _);
        machine.Set(60);
        machine.Pass(seconds: 10);

        Assert.Equal(Start.AddSeconds(20), clock.Now(out _));
    }

    private sealed class Machine : TimeProvider
    {
        private long _ticks;
        private long _offset;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(int seconds) => _ticks += seconds * TimeSpan.TicksPerSecond;

        public void Set(int seconds) => _offset += seconds * TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Start.AddTicks(_ticks + _offset);

        public override long GetTimestamp() => _ticks;
    }
}
