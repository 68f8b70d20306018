using Resident.Model;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Holds the leak under a memory limit, the limit that a forecast takes, the kinds of the runtime's own
/// structures, and goroutines that are compared by place.</summary>
public sealed class LimitAndKindTests
{
    [Fact]
    public void LiveRisesUnderALimitThatHoldsRes_TheLeakIsFirstAndTheLimitSecond()
    {
        // Garbage makes room for what is live, and the GC runs twice a second.
        var verdict = new MadeUpFacts
        {
            Live = static share => 70 + (30 * share),
            Garbage = static share => 32 - (30 * share),
            Goal = static share => 102,
            Limit = 105,
            Gogc = -1,
        }.Diagnose();

        Assert.Equal([VerdictIds.GoLiveHeapLeak, VerdictIds.GoMemlimitTooLow], verdict.Causes.Take(2).Select(static cause => cause.Verdict));
        Assert.InRange(verdict.Causes[0].Change.Bytes, 28L << 20, 33L << 20);
        var buys = Assert.Single(verdict.Causes[1].Evidence, static fact => fact.Id is "limit-raised-buys");
        Assert.InRange(buys.Figures[1].Value, 70, 90);
        Assert.Contains(verdict.Actions, static action => action.Text.Id is "do-raise-memlimit-meanwhile");
    }

    [Fact]
    public void LiveIsFlatUnderALimit_IsTheLimitAlone() =>
        Assert.Equal(
            VerdictIds.GoMemlimitTooLow,
            new MadeUpFacts { Live = static _ => 100, Garbage = static _ => 2, Goal = static _ => 102, Limit = 105, Gogc = -1 }.Diagnose().Id);

    [Fact]
    public void Forecast_OfMemoryOfC_LeavesGomemlimitOut()
    {
        var forecast = new MadeUpFacts { Native = static share => 100 + (60 * share), Limit = 64, GroupLimit = 512 }.Diagnose().Forecast;

        Assert.Equal("cgroup", forecast.LimitSource);
        Assert.True(forecast.At > new DateTimeOffset(2026, 1, 5, 8, 1, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Forecast_OfTheHeapBelowGomemlimit_TakesItAndCountsTheRuntimeAlone()
    {
        var forecast = new MadeUpFacts { Live = static share => 40 + (30 * share), Native = static _ => 400, Limit = 300, GroupLimit = 2048 }.Diagnose().Forecast;

        Assert.Equal("gomemlimit", forecast.LimitSource);
        Assert.True(forecast.At > new DateTimeOffset(2026, 1, 5, 8, 1, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Forecast_OfTheHeapAboveGomemlimit_TakesTheNextLimit() =>
        Assert.Equal("cgroup", new MadeUpFacts { Live = static share => 70 + (30 * share), Limit = 72, GroupLimit = 2048 }.Diagnose().Forecast.LimitSource);

    [Theory]
    [InlineData(true, "trace-buffers", "do-stop-trace")]
    [InlineData(false, "profile-buckets", "do-fewer-stacks")]
    public void Metadata_OfAKindGrew_NamesItAndItsRemedy(bool isTrace, string fact, string remedy)
    {
        var verdict = Structures(isTrace) with { Censuses = [] };
        var answer = verdict.Diagnose();

        Assert.Equal(VerdictIds.GoRuntimeMetadataGrowth, answer.Id);
        Assert.Equal(fact, answer.Causes[0].Evidence[1].Id);
        Assert.Equal(remedy, answer.Actions[0].Text.Id);
    }

    [Fact]
    public void TraceBuffers_ReaderIsStuck_NamesWhere()
    {
        var stuck = Structures(isTrace: true) with { Censuses = [Trace("select (no cases)", "main.(*upload).Write"), Trace("select (no cases)", "main.(*upload).Write")] };

        var fact = Assert.Single(stuck.Diagnose().Causes[0].Evidence, static fact => fact.Id is "trace-reader-stuck");

        Assert.Equal("main.(*upload).Write", fact.Figures[0].Text);
    }

    [Fact]
    public void TraceBuffers_ReaderWaitsForTheRuntime_IsNotStuck() =>
        Assert.DoesNotContain(
            (Structures(isTrace: true) with { Censuses = [Trace("trace reader (blocked)", "runtime.ReadTrace"), Trace("trace reader (blocked)", "runtime.ReadTrace")] }).Diagnose().Causes[0].Evidence,
            static fact => fact.Id is "trace-reader-stuck");

    [Fact]
    public void ALeakGoesOnBesideAMetadataOfASpike_TheLeakIsFirst()
    {
        var verdict = new MadeUpFacts
        {
            Live = static share => 40 + (8 * share),
            Metadata = static share => share < 0.2 ? 2 : 32,
            MetadataMapped = static share => share < 0.2 ? 12 : 44,
            SpanSys = static _ => 20,
        }.Diagnose();

        Assert.Equal(VerdictIds.GoLiveHeapLeak, verdict.Id);
        Assert.Contains(verdict.Causes, static cause => cause.Verdict is VerdictIds.GoRuntimeMetadataGrowth);
    }

    [Fact]
    public void Goroutines_WaitForSomethingElse_AreNotMore() =>
        Assert.Empty(Compare([("main.worker", "chan receive", 400)], [("main.worker", "sleep", 400)]));

    [Fact]
    public void Goroutines_MovedToAnotherPlaceOfTheirPool_AreNotMore() =>
        Assert.Equal(
            [("main.handle", 10L)],
            Compare([("main.worker", "chan receive", 400)], [("main.worker", "chan receive", 100), ("main.handle", "semacquire", 310)]).Select(static group => (group.Site!.Value.Function, group.Change)));

    [Fact]
    public void Goroutines_OfOnePlaceBecameMore_AreNamedThere()
    {
        var grown = Compare([("main.idle", "IO wait", 500)], [("main.idle", "IO wait", 500), ("main.stuck", "semacquire", 50)]);

        Assert.Equal([("main.stuck", 50L, 50L)], grown.Select(static group => (group.Site!.Value.Function, group.Count, group.Change)));
    }

    private static IReadOnlyList<VerdictGoroutines> Compare((string Place, string Reason, long Count)[] before, (string Place, string Reason, long Count)[] after) =>
        new MadeUpFacts { Censuses = [CensusOf(before), CensusOf(after)] }.Diagnose().Goroutines;

    private static GoroutineCensus CensusOf((string Place, string Reason, long Count)[] groups) => new()
    {
        TakenAt = default,
        Groups =
        [
            .. groups.Select(static group => new GoroutineGroup
            {
                State = "waiting",
                WaitReason = group.Reason,
                Count = group.Count,
                StackBytes = new(group.Count * 2048),
                IsSystem = false,
                ExampleId = 7,
                Start = new("net/http.(*conn).serve", "server.go", 10, 8),
                CreatedBy = new("net/http.(*Server).Serve", "server.go", 90, 80),
                Stack = [new("runtime.gopark", "proc.go", 1, 1), new(group.Place, "main.go", 30, 20)],
            }),
        ],
    };

    private static MadeUpFacts Structures(bool isTrace) => new()
    {
        Metadata = static share => 2 + (20 * share),
        MetadataMapped = static share => 12 + (20 * share),
        OtherSys = share => isTrace ? 1 + (20 * share) : 1,
        BucketSys = share => isTrace ? 1 : 1 + (20 * share),
    };

    private static GoroutineCensus Trace(string reason, string function) => new()
    {
        TakenAt = default,
        Groups =
        [
            new()
            {
                State = "waiting",
                WaitReason = reason,
                Count = 1,
                StackBytes = new(2048),
                IsSystem = false,
                ExampleId = 9,
                Start = new("runtime/trace.Start.func1", "trace.go", 10, 8),
                Stack = [new("runtime.gopark", "proc.go", 1, 1), new(function, "main.go", 30, 20), new("runtime/trace.Start.func1", "trace.go", 10, 8)],
            },
        ],
    };
}
