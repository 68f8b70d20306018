using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Goroutines that never end: their stacks, and what they keep alive, rise with their number.</summary>
internal sealed class GoroutineLeakRule : IRule
{
    private const double LeastGoroutines = 10;
    private const double MostBytesAGoroutine = 256 * 1024;
    private const double MostBytesWithoutProfile = 2 * 1024 * 1024;
    private const double MostOfTheGrowth = 0.6;
    private const double LeastOfLive = 0.1;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        var goroutines = file.Series("goroutines");
        if (goroutines.Count < 2)
        {
            return null;
        }

        double more = goroutines.Last - goroutines.First;
        if (more < LeastGoroutines || more < 0.1 * goroutines.First || !Rises.ToTheEnd(file.TrendOf("goroutines")) || !claims.IsFree(LedgerTermId.Stacks))
        {
            return RuleAnswer.Not(VerdictIds.GoGoroutineLeak, new("goroutines-flat", VerdictFigure.Count("count", goroutines.Last), VerdictFigure.Count("more", Math.Max(0, more))));
        }

        List<LedgerTermId> explained = [LedgerTermId.Stacks];
        double live = claims.Open(LedgerTermId.Live);
        if (live <= more * MostBytesAGoroutine || HoldThemselves(file) || IsLikelyTheirs(file, live / more))
        {
            explained.AddRange([LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Fragmentation, LedgerTermId.Idle, LedgerTermId.Metadata]);
        }

        double bytes = claims.OpenRise([.. explained]);
        return RuleAnswer.Found(
            VerdictIds.GoGoroutineLeak,
            LedgerTermId.Stacks,
            bytes,
            explained,
            new VerdictFact("goroutines-rise", VerdictFigure.Count("from", goroutines.First), VerdictFigure.Count("to", goroutines.Last)),
            new VerdictFact("stacks-rise", VerdictFigure.Change("stacks", file.ChangeOf("stack-inuse")), VerdictFigure.Bytes("each", bytes / more)));
    }

    // Without a profile: a crowd that has doubled and more is the likelier holder of what came with it.
    private static bool IsLikelyTheirs(CaseFile file, double each)
    {
        var goroutines = file.Series("goroutines");
        return !HasProfile(file) && each <= MostBytesWithoutProfile && goroutines.Last >= 2 * goroutines.First;
    }

    // A program without a reader of profiles samples nothing: its profile has a bucket or two of the runtime's.
    private static bool HasProfile(CaseFile file) =>
        file.Observation.HeapProfiles is [.., var last] && last.Sites.Sum(static site => site.InuseBytes) >= LeastOfLive * file.Level(LedgerTermId.Live);

    // Few goroutines that each hold much: the heap's growth was allocated by the function that they wait in.
    private static bool HoldThemselves(CaseFile file) =>
        SiteDiff.GoroutineSite(file.Observation) is { } place && SiteDiff.ShareUnder(file.Observation, place.Function) >= MostOfTheGrowth;
}
