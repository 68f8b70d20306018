using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>No GC runs: GOGC=off and no memory limit, so that all garbage stays.</summary>
/// <remarks>Source: gcTriggerHeap and gcTriggerTime in runtime/mgc.go: with GOGC=off neither the heap's size nor two minutes start a cycle.</remarks>
internal sealed class GcDisabledRule : IRule
{
    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (file.LastGo is not { Gogc: { } gogc } go)
        {
            return null;
        }

        if (gogc >= 0 || go.MemoryLimit is not null)
        {
            return RuleAnswer.Not(VerdictIds.GoGcDisabled, new(
                gogc >= 0 ? "gc-is-on" : "gc-by-limit", VerdictFigure.Count("gogc", gogc), VerdictFigure.Count("cycles", file.GcCycles ?? 0)));
        }

        double grown = claims.OpenRise(LedgerTermId.Garbage, LedgerTermId.Live, LedgerTermId.Fragmentation, LedgerTermId.Metadata);
        double level = file.Level(LedgerTermId.Garbage);
        if (grown < file.Smallest && level < 0.3 * file.ResTo.Bytes)
        {
            return RuleAnswer.Not(VerdictIds.GoGcDisabled, new("gc-off-harmless", VerdictFigure.Bytes("garbage", level)));
        }

        double rate = file.ChangeOf("total-alloc") / Math.Max(file.Seconds, 1) * 3600;
        return RuleAnswer.Found(
            VerdictIds.GoGcDisabled,
            LedgerTermId.Garbage,
            Math.Max(grown, grown < file.Smallest ? level : 0),
            [LedgerTermId.Garbage, LedgerTermId.Live, LedgerTermId.Fragmentation, LedgerTermId.Metadata, LedgerTermId.Idle],
            new VerdictFact("gogc-off", VerdictFigure.Count("cycles", file.GcCycles ?? 0)),
            new VerdictFact("garbage-at-allocation-rate", VerdictFigure.PerHour("rate", rate), VerdictFigure.Bytes("garbage", level)))
            with
        { IsLevel = grown < file.Smallest };
    }
}
