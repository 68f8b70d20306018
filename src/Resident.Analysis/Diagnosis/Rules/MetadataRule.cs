using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>The runtime's own structures: a high-water mark of the largest heap that ever was, the profiler's buckets,
/// or buffers of an execution trace.</summary>
/// <remarks>Structures of spans and bitmaps are never given back (runtime/mfixalloc.go, runtime/malloc.go
/// persistentalloc): about 5 % of the peak heap up to Go 1.21, 2.4 % from 1.22 on. Buffers of a trace are OtherSys
/// (traceBuf in runtime/trace.go), 64 KiB each: where nobody reads them they become more for as long as the trace
/// runs.</remarks>
internal sealed class MetadataRule : IRule
{
    /// <summary>The fact that buffers of an execution trace are what grew.</summary>
    public const string TraceBuffers = "trace-buffers";

    /// <summary>The fact that buckets of the profilers are what grew.</summary>
    public const string ProfileBuckets = "profile-buckets";

    private const double LeastOfIt = 0.5;
    private const string TracePackage = "runtime/trace.";
    private const string WaitOfTraceReader = "trace reader";

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (file.LastGo is not { MSpanSys: { } spanSys, MSpanInuse: { } spanInUse } go || !claims.IsFree(LedgerTermId.Metadata))
        {
            return null;
        }

        double grown = Math.Min(claims.Open(LedgerTermId.Metadata), Math.Max(file.ChangeOf("metadata-mapped"), 0) + (1 << 20));
        double level = file.Level(LedgerTermId.Metadata);
        double idleSpans = spanSys.Bytes - spanInUse.Bytes;
        bool isGrown = grown >= file.Smallest;
        bool isHigh = level >= Math.Max(4 * file.Smallest, 0.35 * file.ResTo.Bytes) && spanSys.Bytes >= 4 * spanInUse.Bytes && idleSpans >= 1 << 20;
        if (!isGrown && !isHigh)
        {
            return RuleAnswer.Not(VerdictIds.GoRuntimeMetadataGrowth, new("metadata-flat", VerdictFigure.Bytes("metadata", level), VerdictFigure.Change("change", grown)));
        }

        return RuleAnswer.Found(
            VerdictIds.GoRuntimeMetadataGrowth,
            LedgerTermId.Metadata,
            isGrown ? grown : level,
            [LedgerTermId.Metadata],
            [new VerdictFact("metadata-rises", VerdictFigure.Change("change", grown), VerdictFigure.Bytes("level", level)), .. KindsOf(file, go, grown)])
            with
        { IsLevel = !isGrown };
    }

    // By MemStats' kinds: which of them grew by half of it, or else that the structures of spans stayed.
    private static IEnumerable<VerdictFact> KindsOf(CaseFile file, GoMemory go, double grown)
    {
        var spans = new VerdictFact("idle-span-structures", VerdictFigure.Bytes("sys", go.MSpanSys!.Value.Bytes), VerdictFigure.Bytes("inuse", go.MSpanInuse!.Value.Bytes));
        double buckets = file.ChangeOf("bucket-sys");
        double other = file.ChangeOf("other-sys");
        double least = LeastOfIt * grown;
        if (grown < file.Smallest || Math.Max(buckets, other) <= least)
        {
            double marks = file.ChangeOf("gc-sys");
            return marks > least && marks > file.ChangeOf("span-sys")
                ? [new("gc-structures", VerdictFigure.Change("change", marks), VerdictFigure.Bytes("level", go.GCSys?.Bytes ?? 0)), spans]
                : [spans];
        }

        return buckets > other
            ? [new(ProfileBuckets, VerdictFigure.Change("buckets", buckets), VerdictFigure.Bytes("level", go.BuckHashSys?.Bytes ?? 0))]
            : [new(TraceBuffers, VerdictFigure.Change("change", other), VerdictFigure.Bytes("level", go.OtherSys?.Bytes ?? 0)), .. StuckReaderOf(file)];
    }

    // What reads a trace waits for the runtime's next buffer; where it waits for anything else, its writer is stuck.
    private static IEnumerable<VerdictFact> StuckReaderOf(CaseFile file)
    {
        var groups = file.Observation.Goroutines is [.., var last] ? last.Groups : [];
        foreach (var group in groups)
        {
            bool isOfTrace = StartsInTrace(group.Start) || group.Stack.Any(static frame => StartsInTrace(frame));
            if (isOfTrace && group.WaitReason is { } reason && !reason.StartsWith(WaitOfTraceReader, StringComparison.OrdinalIgnoreCase)
                && group.Stack.FirstOrDefault(static frame => !frame.Function.StartsWith("runtime.", StringComparison.Ordinal)) is { Function: { } function })
            {
                yield return new("trace-reader-stuck", VerdictFigure.Word("function", function), VerdictFigure.Word("reason", reason));
            }
        }
    }

    private static bool StartsInTrace(GoFrame? frame) => frame?.Function.StartsWith(TracePackage, StringComparison.Ordinal) == true;
}
