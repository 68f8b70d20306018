using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>What rises in samples that do not split it: RES where nothing else is told, or what lies outside the heap
/// where only the runtime and RES are told. It is no cause, and says how fast it rises and whether it goes
/// on.</summary>
internal sealed class UnsplitRule : IRule
{
    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        bool isUnsplit = file.LastLedger is { } ledger && !ledger.Sources.Contains("smaps", StringComparer.Ordinal);
        double grown = claims.Open(LedgerTermId.Unattributed);
        if (!isUnsplit || grown < file.Smallest)
        {
            return null;
        }

        var trend = file.TermTrend(LedgerTermId.Unattributed);
        var rises = new VerdictFact(
            WhatOf(file), VerdictFigure.Change("change", grown), VerdictFigure.PerHour("slope", trend.SlopePerHour));
        return RuleAnswer.Found(VerdictIds.NotSureYet, LedgerTermId.Unattributed, grown, [LedgerTermId.Unattributed], rises, Rises.ShapeOf(file, LedgerTermId.Unattributed));
    }

    private static string WhatOf(CaseFile file) =>
        file.Has(LedgerTermId.Idle) || file.Has(LedgerTermId.GoHeap) ? VerdictFactIds.OutsideHeapRises
        : file.Has(LedgerTermId.Live) ? VerdictFactIds.RestRises
        : VerdictFactIds.ResAloneRises;
}
