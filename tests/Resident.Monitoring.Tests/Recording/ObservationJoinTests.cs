using Resident.Model;
using Resident.Model.Observations;
using Resident.Model.Verdicts;
using Resident.Monitoring.Recording;

namespace Resident.Monitoring.Tests.Recording;

public sealed class ObservationJoinTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Continue_WhatOverlaps_IsCountedOnce()
    {
        var whole = ObservationJoin.Continue(Of(0, 100), Of(90, 120));

        Assert.Equal(Enumerable.Range(0, 120), whole.Samples.Select(static sample => (int)(sample.Time - Start).TotalSeconds));
        Assert.Equal(whole.Samples.Count, whole.HeapProfiles.Count);
        Assert.Equal(new VerdictHistory("recording", Start), whole.History);
        Assert.Empty(whole.Warnings);
    }

    [Fact]
    public void Continue_NothingRecordedBefore_IsWhatIsSeen()
    {
        var present = Of(0, 30);

        Assert.Same(present, ObservationJoin.Continue(recorded: null, present));
        Assert.Same(present, ObservationJoin.Continue(Of(10, 40), present));
    }

    [Fact]
    public void Continue_StretchThatNobodySaw_IsTold()
    {
        var whole = ObservationJoin.Continue(Of(0, 60), Of(3_600, 3_630));

        string from = Start.AddSeconds(59).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", null);
        string to = Start.AddSeconds(3_600).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", null);
        Assert.Equal([$"Nothing was recorded from {from} to {to}: what happened then is not known."], whole.Warnings);
    }

    // What was thinned has long steps, too: they are no gaps.
    [Fact]
    public void Continue_ThinnedPast_HasNoGaps() => Assert.Empty(ObservationJoin.Continue(Of(0, 36_000, step: 600), Of(36_000, 36_030)).Warnings);

    [Fact]
    public void Join_CyclesOfTheRuntimesRing_AreCountedOnce()
    {
        var past = WithCycles(Of(0, 10), 1, 2, 3);
        var present = WithCycles(Of(10, 20), 1, 2, 3, 4);

        var whole = ObservationJoin.Join(past, present);

        Assert.Equal([1, 2, 3, 4], whole.Samples.SelectMany(static sample => sample.GcCycles).Select(static cycle => cycle.Number));
    }

    [Fact]
    public void Cut_ToAStretch_LeavesWhatIsInIt()
    {
        var cut = ObservationJoin.Cut(Of(0, 100), new RecordedSpan(At(10), At(19)));

        Assert.Equal((10, 10), (cut!.Samples.Count, cut.HeapProfiles.Count));
        Assert.Null(ObservationJoin.Cut(Of(0, 100), new RecordedSpan(At(200), At(300))));
    }

    private static long At(int second) => Start.AddSeconds(second).ToUnixTimeMilliseconds();

    private static Observation Of(int from, int to, int step = 1)
    {
        int[] seconds = [.. Enumerable.Range(0, (to - from) / step).Select(number => from + (number * step))];
        return new()
        {
            Target = new() { Name = "orders-api", Pid = 4_711 },
            Samples = [.. seconds.Select(static second => new Sample { Time = Start.AddSeconds(second) })],
            Ledgers = [],
            HeapProfiles = [.. seconds.Select(static second => new HeapSites(Start.AddSeconds(second), []))],
        };
    }

    private static Observation WithCycles(Observation observation, params int[] numbers) => observation with
    {
        Samples =
        [
            observation.Samples[0] with
            {
                GcCycles = [.. numbers.Select(static number => new GcCycle { Line = 0, Number = number, Era = "memory", ClockMilliseconds = [], HeapStartMebibytes = null, HeapEndMebibytes = null, PauseMilliseconds = 0 })],
            },
            .. observation.Samples.Skip(1),
        ],
    };
}
