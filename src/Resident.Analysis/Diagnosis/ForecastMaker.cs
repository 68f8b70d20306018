using Resident.Model;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>Says where RES is going: the lowest limit, and when it is reached; or the level at which the growth ends.</summary>
internal static class ForecastMaker
{
    // Beyond this, a pace that was seen for minutes says nothing.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(365);

    /// <summary>Makes the forecast.</summary>
    public static VerdictForecast Make(CaseFile file, VerdictCause first)
    {
        var (limit, source) = LimitOf(file);
        bool isLeak = VerdictIds.IsLeak(first.Verdict) || first.Verdict is VerdictIds.GoMemlimitFill;
        double pace = first.Change.Bytes / Math.Max(file.Seconds, 1);
        DateTimeOffset? at = null;
        if (isLeak && !first.IsLevel && limit is { } known && pace > 0)
        {
            double seconds = Math.Max(0, known.Bytes - file.ResTo.Bytes) / pace;
            at = seconds < Furthest.TotalSeconds ? file.To.AddSeconds(seconds) : null;
        }

        return new() { Limit = limit, LimitSource = source, At = at, Ceiling = CeilingOf(file, first) };
    }

    private static (ByteSize? Limit, string? Source) LimitOf(CaseFile file)
    {
        var limit = file.Observation.HostMemory;
        string? source = limit is null ? null : "host";
        if (file.LastGroup?.Limit is { } group && (limit is null || group < limit.Value))
        {
            (limit, source) = (group, "cgroup");
        }

        if (file.LastGo?.MemoryLimit is { } soft && (limit is null || soft < limit.Value))
        {
            (limit, source) = (soft, "gomemlimit");
        }

        return (limit, source);
    }

    private static ByteSize? CeilingOf(CaseFile file, VerdictCause first)
    {
        double now = file.ResTo.Bytes;
        return first.Verdict switch
        {
            VerdictIds.GoFirstTouch => Amount.Of(now + file.Series("untouched-objects").Last),
            VerdictIds.HealthyGcHeadroom or VerdictIds.GoGcHeadroom => Amount.Of(
                now + Math.Max(0, file.Series("goal").Last - file.Series("heap-alloc").Last)),
            VerdictIds.GoMemlimitFill => file.LastGo?.MemoryLimit,
            VerdictIds.HealthySaturating when file.TrendOf("live").Ceiling is { } ceiling => Amount.Of(
                Math.Max(now, now + (2 * (ceiling - file.TrendOf("live").LevelTo)))),
            VerdictIds.ExeFaultIn => Amount.Of(now + RestOfProgram(file)),
            VerdictIds.HealthySteady or VerdictIds.HealthyPeriodic => Amount.Of(file.Res.Max),
            _ => null,
        };
    }

    private static double RestOfProgram(CaseFile file) =>
        file.LastLedger?.Files.Where(static each => each.Term == Model.Ledgers.LedgerTermId.Executable)
            .Sum(static each => (double)Math.Max(0, each.Mapped.Bytes - each.Resident.Bytes)) ?? 0;
}
