using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>The runtime's own structures: a high-water mark of the largest heap that ever was, or the profiler's buckets.</summary>
/// <remarks>Structures of spans and bitmaps are never given back (runtime/mfixalloc.go, runtime/malloc.go persistentalloc): about 5 % of the
/// peak heap up to Go 1.21, 2.4 % from 1.22 on.</remarks>
internal sealed class MetadataRule : IRule
{
    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (file.LastGo is not { MSpanSys: { } spanSys, MSpanInuse: { } spanInUse } go || !claims.IsFree(LedgerTermId.Metadata))
        {
            return null;
        }

        double grown = Math.Min(claims.Open(LedgerTermId.Metadata), Math.Max(file.ChangeOf("metadata-mapped"), 0) + (1 << 20));
        double level = file.Level(LedgerTermId.Metadata);
        double buckets = file.ChangeOf("bucket-sys");
        double idleSpans = spanSys.Bytes - spanInUse.Bytes;
        bool isGrown = grown >= file.Smallest;
        bool isHigh = level >= Math.Max(4 * file.Smallest, 0.35 * file.ResTo.Bytes) && spanSys.Bytes >= 4 * spanInUse.Bytes && idleSpans >= 1 << 20;
        if (!isGrown && !isHigh)
        {
            return RuleAnswer.Not(VerdictIds.GoRuntimeMetadataGrowth, new("metadata-flat", VerdictFigure.Bytes("metadata", level), VerdictFigure.Change("change", grown)));
        }

        var why = buckets > 0.5 * grown
            ? new VerdictFact("profile-buckets", VerdictFigure.Change("buckets", buckets), VerdictFigure.Bytes("level", go.BuckHashSys?.Bytes ?? 0))
            : new VerdictFact("idle-span-structures", VerdictFigure.Bytes("sys", spanSys.Bytes), VerdictFigure.Bytes("inuse", spanInUse.Bytes));
        return RuleAnswer.Found(
            VerdictIds.GoRuntimeMetadataGrowth,
            LedgerTermId.Metadata,
            isGrown ? grown : level,
            [LedgerTermId.Metadata],
            new VerdictFact("metadata-rises", VerdictFigure.Change("change", grown), VerdictFigure.Bytes("level", level)),
            why)
            with
        { IsLevel = !isGrown };
    }
}
