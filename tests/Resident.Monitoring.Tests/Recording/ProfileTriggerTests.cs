using Microsoft.Extensions.Time.Testing;
using Resident.Model;
using Resident.Monitoring.Recording;

namespace Resident.Monitoring.Tests.Recording;

public sealed class ProfileTriggerTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Check_InTheLifeOfAService_AsksAtTheBaselineAfterGrowthAndNearTheLimit()
    {
        var trigger = new ProfileTrigger(new ProfileTriggerOptions(), _clock);

        Assert.Equal("baseline", trigger.Check(At(100)));
        trigger.Note(At(100), 1_000);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(trigger.Check(At(150)));
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(trigger.Check(At(119)));
        Assert.Equal("RES grew by 50 % to 150 MiB", trigger.Check(At(150)));
        trigger.Note(At(150), 1_000);
        Assert.Equal("RES 470 MiB is at 92 % of the limit 512 MiB", trigger.Check(At(470)));
        trigger.Note(At(470), 1_000);
        Assert.Null(trigger.Check(At(475)));
    }

    [Fact]
    public void Check_ASlowRise_AsksBeforeItHasGrownByAShare()
    {
        var trigger = new ProfileTrigger(new ProfileTriggerOptions(), _clock);
        trigger.Note(At(100), 1_000);

        string? reason = null;
        int minute = 0;
        for (; reason is null && minute < 240; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));

            // 6 MiB an hour under a saw-tooth of a collection every third minute.
            reason = trigger.Check(At(100 + (minute / 10) + (minute % 3)));
        }

        Assert.Matches(@"^RES rises by [56]\.\d+ MiB an hour, to 10[5-9] MiB$", reason);
    }

    [Fact]
    public void Check_OneStep_IsNoSlope()
    {
        var trigger = new ProfileTrigger(new ProfileTriggerOptions(), _clock);
        trigger.Note(At(100), 1_000);

        for (int minute = 0; minute < 240; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Null(trigger.Check(At(minute < 60 ? 100 : 110)));
        }
    }

    [Fact]
    public void Check_ALimitThatWillBeReached_AsksAheadOfIt()
    {
        var trigger = new ProfileTrigger(new ProfileTriggerOptions { Cooldown = TimeSpan.FromDays(1) }, _clock);
        trigger.Note(At(100), 1_000);

        string? reason = null;
        for (int minute = 0; reason is null && minute < 100; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            reason = trigger.Check(At(100 + (minute * 6)));
        }

        Assert.Matches(@"^RES rises by 3\d\d MiB an hour and reaches the limit 512 MiB in (2\d|30) min$", reason);
    }

    [Fact]
    public void Check_ManyMoreGoroutines_Asks()
    {
        var trigger = new ProfileTrigger(new ProfileTriggerOptions(), _clock);
        trigger.Note(With(1_000), 1_000);
        _clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Null(trigger.Check(With(1_400)));
        Assert.Equal("Goroutines grew from 1000 to 1600", trigger.Check(With(1_600)));
    }

    [Fact]
    public void Check_BeyondItsCaps_AsksNoMore()
    {
        var few = new ProfileTrigger(new ProfileTriggerOptions { MostProfiles = 1 }, _clock);
        var small = new ProfileTrigger(new ProfileTriggerOptions { MostBytes = 1_000 }, _clock);
        few.Note(At(100), 1);
        small.Note(At(100), 1_000);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(few.Check(At(300)));
        Assert.Null(small.Check(At(300)));
    }

    private static Sample With(long goroutines) =>
        At(100) with { Go = new GoMemory { TakenAt = DateTimeOffset.UnixEpoch, Source = "memory", Goroutines = goroutines } };

    private static Sample At(int mebibytes) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        Cgroup = new CgroupMemory { Version = 2, Path = "/", Limit = ByteSize.FromMebibytes(512) },
        Process = TestProcess.Of(1, ByteSize.FromMebibytes(mebibytes)),
    };
}
