using Resident.Model;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>A load that comes and goes: what is live swings around one level.</summary>
internal sealed class PeriodicRule : IRule
{
    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        var trend = file.Series("live").Count >= 8 ? file.TrendOf("live") : file.ResTrend;
        return trend is { Shape: TrendShape.Constant, CycleSeconds: { } cycle } && trend.CycleAmplitude >= file.Smallest / 2
            && trend.CycleAmplitude > 2 * trend.ResidualDeviation
            ? RuleAnswer.Found(
                VerdictIds.HealthyPeriodic, Model.Ledgers.LedgerTermId.Live, 2 * trend.CycleAmplitude, [],
                new VerdictFact("swings", VerdictFigure.Seconds("cycle", cycle), VerdictFigure.Bytes("swing", 2 * trend.CycleAmplitude)))
                with
            { IsLevel = true }
            : null;
    }
}
