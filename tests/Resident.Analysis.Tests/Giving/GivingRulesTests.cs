using Resident.Analysis.Giving;
using Resident.Model;
using Resident.Model.Giving;

namespace Resident.Analysis.Tests.Giving;

public sealed class GivingRulesTests
{
    private const long Mebibyte = 1024 * 1024;

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void WhyNothing_ABusyProgramWithLiveObjects_SaysSoAndWhereToLook()
    {
        var reading = Reading(live: 80, garbage: 30, idle: 5, nextSeconds: 4);

        Assert.Equal(
            "Everything resident is live, or the room that GOGC leaves the collector (35.0 MiB), which is taken again at once: "
            + "of RES 125 MiB, 80.0 MiB are live objects, 0 B stacks and 10.0 MiB the program and what lies outside the heap. "
            + "Where it grows, find out why: resident why 7.",
            GivingRules.WhyNothing(reading, 7));
    }

    [Fact]
    public void WhyNothing_GarbageThatNothingWillCollect_IsSomething() =>
        Assert.Null(GivingRules.WhyNothing(Reading(live: 10, garbage: 100, idle: 0, nextSeconds: null), 7));

    [Fact]
    public void WhyNothing_OnlyTheNextCollectionCanTell_IsNotDecided() =>
        Assert.Null(GivingRules.WhyNothing(Reading(live: 100, garbage: 0, idle: 0, nextSeconds: null, lastSecondsAgo: 20), 7));

    [Fact]
    public void Droppable_IsNeverMoreThanWhatWasReleased()
    {
        var reading = Reading(live: 10, garbage: 0, idle: 0, nextSeconds: null) with { Released = Size(40), LazyFree = Size(60) };

        Assert.Equal(Size(40), GivingRules.Droppable(reading));
    }

    [Fact]
    public void Advise_IdlePages_TellsTheLimitToSet()
    {
        var advice = GivingRules.Advise(Reading(live: 20, garbage: 0, idle: 100, nextSeconds: null), minor: 26);

        // 1.3 x (20 MiB live + 5 MiB outside the heap) + 4 MiB = 36.5 MiB, rounded up.
        Assert.Equal("GOMEMLIMIT=37MiB", advice[0].Line);
        Assert.Equal(Size(100), advice[0].Effect);
    }

    [Fact]
    public void Advise_GoWithoutALimit_TellsGogc() =>
        Assert.Equal("GOGC=50", GivingRules.Advise(Reading(live: 20, garbage: 0, idle: 100, nextSeconds: null), minor: 18)[0].Line);

    [Fact]
    public void Rest_AddsUpToRes()
    {
        var reading = Reading(live: 20, garbage: 3, idle: 4, nextSeconds: null) with { Stacks = Size(1), Released = Size(2), Fragmentation = Size(5) };

        Assert.Equal(reading.Res, reading.Live + reading.Garbage + reading.Idle + reading.Stacks + reading.Released + reading.Fragmentation + reading.Rest);
    }

    private static ByteSize Size(double mebibytes) => new((long)(mebibytes * Mebibyte));

    private static GivingReading Reading(double live, double garbage, double idle, double? nextSeconds, double lastSecondsAgo = 0) => new()
    {
        TakenAt = Now,
        Res = Size(live + garbage + idle + 10),
        Live = Size(live),
        Garbage = Size(garbage),
        Fragmentation = default(ByteSize),
        Stacks = default(ByteSize),
        Idle = Size(idle),
        Released = default(ByteSize),
        LazyFree = default(ByteSize),
        HugePages = default(ByteSize),
        NextCollection = nextSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Go = new GoMemory
        {
            TakenAt = Now,
            Source = "memory",
            LastGCUnixNs = (long)((Now.ToUnixTimeSeconds() - lastSecondsAgo) * 1e9),
            HeapMarked = Size(live),
            HeapLive = Size(live + garbage),
            NextGC = Size(2 * live),
            HeapSys = Size(200),
            Sys = Size(205),
        },
    };
}
