using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Sparse spans: few live objects keep whole spans in use.</summary>
/// <remarks>Free slots that garbage left are used again within a cycle. Only what stays free at all times counts: the lowest fifth of the
/// window's ledgers.</remarks>
internal sealed class FragmentationRule : IRule
{
    private const double Late = 0.6;
    private const int CyclesToOutlast = 4;
    private const double Lost = 0.5;
    private const double SparseTimes = 4;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        var series = file.Term(LedgerTermId.Fragmentation);
        if (series.Count == 0 || !claims.IsFree(LedgerTermId.Fragmentation))
        {
            return null;
        }

        double late = LateShare(file, series);
        double level = Rises.Floor(series, late, 1);
        double grown = level - Rises.Floor(series, 0, 0.25);
        double live = Rises.Floor(file.Term(LedgerTermId.Live), late, 1);
        double others = Math.Max(claims.Open(LedgerTermId.Live), claims.Open(LedgerTermId.Garbage));
        bool isGrown = grown >= file.Smallest && grown > others && level > 0.5 * live;
        bool isHigh = level >= Math.Max(4 * file.Smallest, 0.3 * file.ResTo.Bytes) && level > live;
        double occupancy = live / Math.Max(live + level, 1);
        if (!isGrown && !isHigh)
        {
            return RuleAnswer.Not(VerdictIds.GoFragmentation, new("spans-full", VerdictFigure.Bytes("free", level), VerdictFigure.Share("occupancy", occupancy)));
        }

        return RuleAnswer.Found(
            VerdictIds.GoFragmentation,
            LedgerTermId.Fragmentation,
            isGrown ? grown : level,
            [LedgerTermId.Fragmentation, LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Idle, LedgerTermId.Metadata],
            new VerdictFact("sparse-spans", VerdictFigure.Bytes("free", level), VerdictFigure.Bytes("live", live), VerdictFigure.Share("occupancy", occupancy)))
            with
        { IsLevel = !isGrown };
    }

    // From where on it is asked what stays free: the window's last two fifths; where cycles are rare, the last four
    // cycles are enough, since until the first of them nobody knew what was dead. Fewer are enough from the one on that
    // found most of it dead, where hardly any slot is taken since.
    private static double LateShare(CaseFile file, TimeSeries series)
    {
        var live = file.Series("live");
        double window = series.Seconds[^1] - series.Seconds[0];
        if (live.Count < 2 || window <= 0)
        {
            return Late;
        }

        if (LastFall(live) is { } fall && (fall - series.Seconds[0]) / window is var last and > Late
            && Rises.Floor(series, last, 1) > SparseTimes * Rises.Floor(file.Term(LedgerTermId.Live), last, 1))
        {
            return last;
        }

        if (live.Count < CyclesToOutlast || series.Count < CyclesToOutlast)
        {
            return Late;
        }

        double since = Math.Min(live.Seconds[^CyclesToOutlast], series.Seconds[^CyclesToOutlast]);
        return Math.Max(Late, (since - series.Seconds[0]) / window);
    }

    // When the last cycle ran, of the last few, that found most of what was live dead.
    private static double? LastFall(TimeSeries live)
    {
        for (int i = live.Count - 1; i > 0 && i > live.Count - CyclesToOutlast; i--)
        {
            if (live.Values[i] < Lost * live.Values[i - 1])
            {
                return live.Seconds[i];
            }
        }

        return null;
    }
}
