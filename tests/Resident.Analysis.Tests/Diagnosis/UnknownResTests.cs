using Resident.Analysis.Diagnosis;
using Resident.Model;
using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>What may be said of a service whose address tells the heap and not RES.</summary>
public sealed class UnknownResTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public void Diagnose_HeapFiguresAlone_SaysThatResIsNotTold()
    {
        var verdict = Diagnose([100, 150, 200]);

        Assert.Equal(VerdictIds.NotSureYet, verdict.Id);
        Assert.True(verdict.IsResUnknown);
        Assert.Equal([100L << 20, 200L << 20], verdict.Causes[0].Evidence[0].Figures.Take(2).Select(static figure => (long)figure.Value));
        Assert.Empty(verdict.RuledOut);
        Assert.Null(verdict.Sensitivity);
        Assert.Null(verdict.DecidesIn);
    }

    [Fact]
    public void Diagnose_OneSampleOfAProcess_RulesNoLeakOut()
    {
        var time = Start;
        var verdict = Diagnostician.Diagnose(new Observation
        {
            Target = new() { Name = "a" },
            Samples = [new() { Time = time, Process = MadeUpProcess.At(time, ByteSize.FromMebibytes(100)), Go = Go(time, 50) }],
            Ledgers = [],
        });

        Assert.False(verdict.IsResUnknown);
        Assert.DoesNotContain(verdict.RuledOut, static each => VerdictIds.IsGrowth(each.Verdict));
    }

    private static Verdict Diagnose(int[] liveMebibytes) => Diagnostician.Diagnose(new Observation
    {
        Target = new() { Name = "http://a:1", IsAddress = true },
        Samples = [.. liveMebibytes.Select(static (live, i) => new Sample { Time = Start.AddSeconds(10 * i), Go = Go(Start.AddSeconds(10 * i), live, i + 1) })],
        Ledgers = [],
    });

    private static GoMemory Go(DateTimeOffset time, long live, long cycle = 1) => new()
    {
        Source = "expvar",
        TakenAt = time,
        NumGC = cycle,
        HeapMarked = new(live << 20),
        HeapAlloc = new(live << 20),
    };
}
