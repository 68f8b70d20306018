using CsCheck;
using Resident.Analysis.Accounting;
using Resident.Analysis.Tests.Diagnosis;
using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Analysis.Tests.Accounting;

/// <summary>Ledgers of samples that came without: whatever they tell, the terms add up to RES.</summary>
public sealed class RecordedLedgersTests
{
    private const long Mebibyte = 1 << 20;

    [Fact]
    public void Derive_RuntimesLevels_SplitRes()
    {
        var ledger = Assert.Single(RecordedLedgers.Derive([SampleOf(200, GoOf(marked: 60))]));

        Assert.Equal(
            [
                (LedgerTermId.Live, 60L), (LedgerTermId.Fragmentation, 10L), (LedgerTermId.Stacks, 2L), (LedgerTermId.Metadata, 5L),
                (LedgerTermId.Unattributed, 43L), (LedgerTermId.Idle, 50L), (LedgerTermId.Garbage, 30L),
            ],
            ledger.Terms.Select(static term => (term.Id, term.Resident.Bytes / Mebibyte)));
        Assert.Equal(["ledger-from-sums"], ledger.Warnings);
    }

    [Fact]
    public void Derive_GoalWithoutGogc_TakesHalfOfItAndSaysSo()
    {
        var go = GoOf(marked: null) with { NextGC = new ByteSize(142 * Mebibyte) };

        var ledger = Assert.Single(RecordedLedgers.Derive([SampleOf(200, go)]));

        Assert.Equal(70 * Mebibyte, ledger.ResidentOf(LedgerTermId.Live)!.Value.Bytes);
        Assert.Equal(["ledger-from-sums", "ledger-gogc-assumed"], ledger.Warnings);
        Assert.Equal(["ledger-from-sums"], RecordedLedgers.Derive([SampleOf(200, go with { Gogc = 100 })])[0].Warnings);
    }

    [Fact]
    public void Derive_LiveAlone_LeavesTheRestUnattributed()
    {
        var go = new GoMemory { TakenAt = default, Source = "import", HeapMarked = new ByteSize(60 * Mebibyte) };

        var ledger = Assert.Single(RecordedLedgers.Derive([SampleOf(200, go)]));

        Assert.Equal(
            [(LedgerTermId.Live, 60L), (LedgerTermId.Unattributed, 140L)],
            ledger.Terms.Select(static term => (term.Id, term.Resident.Bytes / Mebibyte)));
        Assert.Equal(["ledger-live-only"], ledger.Warnings);
    }

    [Fact]
    public void Derive_ResAlone_IsUnattributed()
    {
        var ledger = Assert.Single(RecordedLedgers.Derive([SampleOf(200, go: null)]));

        Assert.Equal((LedgerTermId.Unattributed, 200 * Mebibyte), (Assert.Single(ledger.Terms).Id, ledger.Terms[0].Resident.Bytes));
        Assert.Equal(["ledger-res-only"], ledger.Warnings);
    }

    [Fact]
    public void Derive_SomeSamplesWithoutTheRuntime_AllLedgersHaveTheSameTerms()
    {
        Sample[] samples = [SampleOf(200, GoOf(60)), SampleOf(201, go: null), SampleOf(202, GoOf(61)), new Sample { Time = default }];

        var ledgers = RecordedLedgers.Derive(samples);

        Assert.Equal([200 * Mebibyte, 202 * Mebibyte], ledgers.Select(static ledger => ledger.Res.Bytes));
    }

    [Fact]
    public void Derive_AnyFigures_AddUpToRes()
    {
        var size = Gen.OneOf(Gen.Long[0, 1L << 34], Gen.Long[-4, 4], Gen.OneOf(1L << 61, long.MinValue / 2, long.MaxValue));
        Gen.Select(size.Array[10], Gen.Bool, Gen.Bool).Sample(static (figures, isPartial, hasGoal) =>
        {
            var go = new GoMemory
            {
                TakenAt = default,
                Source = "import",
                HeapInuse = new(figures[0]),
                HeapAlloc = new(figures[1]),
                HeapIdle = new(figures[2]),
                HeapReleased = new(figures[3]),
                HeapSys = new(figures[4]),
                StackInuse = new(figures[5]),
                Sys = new(figures[6]),
                NextGC = hasGoal ? new(figures[7]) : null,
                HeapMarked = hasGoal ? null : new(figures[7]),
            };
            var sample = SampleOf(0, go);
            sample = sample with { Process = sample.Process! with { Res = new(figures[8]), RssAnon = new(figures[9]), IsPartial = isPartial } };

            foreach (var ledger in RecordedLedgers.Derive([sample]))
            {
                Assert.Equal(ledger.Res.Bytes, ledger.Terms.Sum(static term => term.Resident.Bytes));
                Assert.All(ledger.Terms, static term => Assert.True(term.Resident.Bytes >= 0, term.ToString()));
            }
        });
    }

    private static GoMemory GoOf(long? marked) => new()
    {
        TakenAt = default,
        Source = "prometheus",
        NumGC = 10,
        Version = "go1.22.1",
        HeapInuse = new(100 * Mebibyte),
        HeapAlloc = new(90 * Mebibyte),
        HeapIdle = new(60 * Mebibyte),
        HeapReleased = new(10 * Mebibyte),
        HeapSys = new(160 * Mebibyte),
        StackInuse = new(2 * Mebibyte),
        Sys = new(170 * Mebibyte),
        HeapMarked = marked is { } mebibytes ? new ByteSize(mebibytes * Mebibyte) : null,
    };

    private static Sample SampleOf(long resMebibytes, GoMemory? go) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        Go = go,
        Process = MadeUpProcess.At(DateTimeOffset.UnixEpoch, new(resMebibytes * Mebibyte)) with { RssAnon = default, IsPartial = true },
    };
}
