using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>Says where RES is going: the lowest limit, and when it is reached; or the level at which the growth ends.</summary>
internal static class ForecastMaker
{
    private const double PassedShare = 0.98;

    // Beyond this, a pace that was seen for minutes says nothing.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(365);

    // What GOMEMLIMIT counts: the limit is of Sys less HeapReleased (runtime/mgcpacer.go).
    private static readonly LedgerTermId[] RuntimeTerms =
    [
        LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Idle, LedgerTermId.Fragmentation, LedgerTermId.Stacks, LedgerTermId.Metadata, LedgerTermId.GoHeap,
    ];

    /// <summary>Makes the forecast.</summary>
    public static VerdictForecast Make(CaseFile file, VerdictCause first)
    {
        var (limit, source, used) = LimitOf(file, first);
        bool isLeak = VerdictIds.IsLeak(first.Verdict) || first.Verdict is VerdictIds.GoMemlimitFill;
        double pace = first.Change.Bytes / Math.Max(file.Seconds, 1);
        DateTimeOffset? at = null;
        if (isLeak && !first.IsLevel && limit is { } known && pace > 0)
        {
            double seconds = Math.Max(0, known.Bytes - used) / pace;
            at = seconds < Furthest.TotalSeconds ? file.To.AddSeconds(seconds) : null;
        }

        return new() { Limit = limit, LimitSource = source, At = at, Ceiling = CeilingOf(file, first) };
    }

    // The lowest limit that counts the memory that grows, and what it counts now. GOMEMLIMIT counts the runtime's own
    // memory, nothing of C or of mappings, and stops nothing: where it is passed, the next one is what ends the
    // process.
    private static (ByteSize? Limit, string? Source, double Used) LimitOf(CaseFile file, VerdictCause first)
    {
        double res = file.ResTo.Bytes;
        var (limit, source, used) = (file.Observation.HostMemory, file.Observation.HostMemory is null ? null : "host", res);
        if (file.LastGroup?.Limit is { } group && (limit is null || group < limit.Value))
        {
            (limit, source) = (group, "cgroup");
        }

        double counted = RuntimeTerms.Sum(file.Level);
        double held = first.Verdict is VerdictIds.GoLiveHeapLeak ? file.Series("live").Last + MemoryLimits.OthersOf(file) : counted;
        if (file.LastGo?.MemoryLimit is { } soft && first.Term is { } term && RuntimeTerms.Contains(term) && held < PassedShare * soft.Bytes
            && (limit is null || soft < limit.Value))
        {
            (limit, source, used) = (soft, "gomemlimit", held);
        }

        return (limit, source, used);
    }

    // An end is foretold where it is known by size, or where live was seen to bend towards it: never because nothing
    // has grown so far.
    private static ByteSize? CeilingOf(CaseFile file, VerdictCause first)
    {
        double now = file.ResTo.Bytes;
        return first.Verdict switch
        {
            VerdictIds.GoFirstTouch => Amount.Of(now + file.Series("untouched-objects").Last),
            VerdictIds.GoMemlimitFill => file.LastGo?.MemoryLimit,
            VerdictIds.HealthySaturating when file.TrendOf("live").Ceiling is { } ceiling => Amount.Of(
                Math.Max(now, now + (2 * (ceiling - file.TrendOf("live").LevelTo)))),
            VerdictIds.ExeFaultIn => Amount.Of(now + RestOfProgram(file)),
            _ => null,
        };
    }

    private static double RestOfProgram(CaseFile file) =>
        file.LastLedger?.Files.Where(static each => each.Term == LedgerTermId.Executable)
            .Sum(static each => (double)Math.Max(0, each.Mapped.Bytes - each.Resident.Bytes)) ?? 0;
}
