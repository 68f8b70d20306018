using System.Globalization;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>Puts the headline together: how much, since when, the cause, the one place to look.</summary>
public static class VerdictHeadline
{
    // Less than this share of RES is no change that a headline speaks of.
    private const double FlatShare = 0.04;
    private const double FlatBytes = 2 << 20;

    // Rooms of the sawtooth and noise are the rest, mostly.
    private const double LeastExplained = 0.35;

    /// <summary>Makes the sentence.</summary>
    public static string Make(Verdict verdict, VerdictWords words)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(words);
        var first = verdict.Causes[0];
        string because = words.Say(BecauseOf(first), VerdictFigure.Bytes("bytes", first.Change.Bytes), VerdictFigure.Share("share", first.Share));
        string stop = words.Language is "zh" ? "。" : ".";
        string colon = words.Language is "zh" ? "：" : ": ";
        return Lead(verdict, words) + colon + because + Place(verdict, words) + WhyNotSeen(first, words) + Rest(verdict, words) + stop;
    }

    // A headline that names a part says how much is left: one that explains a tenth must not read as the whole.
    private static string Rest(Verdict verdict, VerdictWords words)
    {
        double change = verdict.ResTo.Bytes - verdict.ResFrom.Bytes;
        double explained = verdict.Causes.Where(static cause => cause.Term is not null).Sum(static cause => (double)cause.Change.Bytes);
        bool isGrowth = verdict.Causes[0] is { IsLevel: false, Term: not null, Verdict: not VerdictIds.NotSureYet };
        return isGrowth && change >= FlatBytes && explained < LeastExplained * change ? words.Say("rest", VerdictFigure.Bytes("rest", change - explained)) : "";
    }

    private static string WhyNotSeen(VerdictCause first, VerdictWords words) =>
        first.Evidence.Any(static fact => fact.Id is VerdictFactIds.Unwritten) ? words["unwritten"]
        : first.IsMasked ? words["masked"]
        : "";

    private static string BecauseOf(VerdictCause first) =>
        first.Verdict is VerdictIds.NotSureYet && first.Evidence is [{ Id: VerdictFactIds.FewSamples or VerdictFactIds.FewCycles }, ..] ? "because-too-early" : "because:" + first.Verdict;

    private static string Lead(Verdict verdict, VerdictWords words)
    {
        double change = verdict.ResTo.Bytes - verdict.ResFrom.Bytes;
        double little = Math.Max(FlatBytes, FlatShare * verdict.ResTo.Bytes);
        if (verdict is { Id: VerdictIds.HealthySteady or VerdictIds.HealthyPeriodic, Ledgers.Count: > 2 })
        {
            double low = verdict.Ledgers.Min(static ledger => ledger.Res.Bytes);
            double high = verdict.Ledgers.Max(static ledger => ledger.Res.Bytes);
            if (high - low >= little)
            {
                return words.Say(
                    "lead-moved", VerdictFigure.Bytes("low", low), VerdictFigure.Bytes("high", high), VerdictFigure.Seconds("window", verdict.Window.Length.TotalSeconds));
            }
        }

        bool isFlat = Math.Abs(change) < little;
        // What came before the window explains RES, not what happened to it meanwhile.
        bool isLevel = verdict.Causes[0].IsLevel;
        string id = isFlat ? "lead-flat" : isLevel ? "lead-level" : change > 0 ? "lead-grew" : "lead-fell";
        return words.Say(
            id,
            isLevel ? VerdictFigure.Change("change", change) : VerdictFigure.Bytes("change", Math.Abs(change)),
            VerdictFigure.Seconds("window", verdict.Window.Length.TotalSeconds),
            VerdictFigure.Bytes("res", verdict.ResTo.Bytes));
    }

    private static string Place(Verdict verdict, VerdictWords words)
    {
        if (verdict.Sites is not [{ Change.Bytes: > 0 } site, ..])
        {
            return "";
        }

        string where = site.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{site.Function} ({Path.GetFileName(site.File)}:{site.Line})") : site.Function;
        return verdict.Id switch
        {
            VerdictIds.GoGoroutineLeak or VerdictIds.ThreadLeak => words.Say("place-goroutines", VerdictFigure.Word("site", where)),
            VerdictIds.GoLiveHeapLeak or VerdictIds.GoLiveHeapPlateau or VerdictIds.GoFinalizerBacklog or VerdictIds.HealthySaturating
                or VerdictIds.HealthyStep or VerdictIds.HealthyWarmup or VerdictIds.GoGoroutineHighwater
                => words.Say("place", VerdictFigure.Word("site", where)),
            _ => "",
        };
    }
}
