using System.Globalization;
using Resident.Analysis.Diagnosis.Remedies;
using Resident.Analysis.Diagnosis.Rules;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>What to do about each cause, with the bytes that it is expected to give back and what may go wrong.</summary>
internal static class ActionTable
{
    private const long MebibyteBytes = 1 << 20;
    private const int FewArenas = 2;

    /// <summary>Gets what to do, the first thing first.</summary>
    public static List<VerdictAction> For(CaseFile file, VerdictCause cause, VerdictSite? site)
    {
        // Where a known mistake is beside the cause, it is told first; Fix asks for those that are the cause.
        return RemedyTable.Beside.Contains(cause.Verdict, StringComparer.Ordinal)
            ? [.. RemedyTable.Find(file, cause).ConvertAll(Plain), .. General(file, cause, site)]
            : General(file, cause, site);
    }

    private static List<VerdictAction> General(CaseFile file, VerdictCause cause, VerdictSite? site)
    {
        double freeable = file.Level(LedgerTermId.Idle) + file.Level(LedgerTermId.Garbage);
        return cause.Verdict switch
        {
            VerdictIds.GoLiveHeapLeak when IsHeldByALimit(file) =>
                [.. Fix(file, cause, site, "do-bound-live"), Profile(file), RaisedLimit(file, "do-raise-memlimit-meanwhile")],
            VerdictIds.GoLiveHeapLeak => [.. Fix(file, cause, site, "do-bound-live"), Profile(file), Plain("do-no-setting-helps")],
            VerdictIds.GoLiveHeapPlateau => [.. Fix(file, cause, site, "do-recreate-store"), Plain("do-cap-pool")],
            VerdictIds.GoGoroutineLeak => [.. Fix(file, cause, site, "do-end-goroutines"), Command("do-see-goroutines", $"resident goroutines {Pid(file)}")],
            VerdictIds.GoGoroutineHighwater => [Plain("do-bound-concurrency"), Plain("do-restart-frees")],
            VerdictIds.GoFinalizerBacklog => [Plain("do-close-explicitly"), Command("do-see-goroutines", $"resident goroutines --system {Pid(file)}")],
            VerdictIds.GoStackGrowth => [FixSite(site, "do-flatten-stacks")],
            VerdictIds.GoIdleRetained or VerdictIds.GoHighwaterBursts or VerdictIds.GoGarbageLateGc =>
                [Effect("do-free-memory", $"resident free {Pid(file)}", freeable, "low"), Limit(file, "do-set-memlimit"), Plain("do-stream-job")],
            VerdictIds.GoFragmentation => [Plain("do-separate-lifetimes"), Plain("do-restart-frees")],
            VerdictIds.GoGcHeadroom => [Setting("do-lower-gogc", "GOGC=100", Math.Max(0, cause.Change.Bytes / 2.0)), Limit(file, "do-set-memlimit")],
            VerdictIds.GoGcDisabled => [Setting("do-gc-on", "GOGC=100", file.Level(LedgerTermId.Garbage)), Limit(file, "do-set-memlimit")],
            VerdictIds.GoMemlimitFill => [Plain("do-by-design"), Limit(file, "do-lower-memlimit")],
            VerdictIds.GoMemlimitTooLow => [RaisedLimit(file, "do-raise-memlimit")],
            VerdictIds.GoFirstTouch => [Plain("do-nothing-ceiling")],
            VerdictIds.GoRuntimeMetadataGrowth => Metadata(file, cause),
            VerdictIds.ThpBloat => [
                Effect("do-thp-ptes-none", "echo 0 > /sys/kernel/mm/transparent_hugepage/khugepaged/max_ptes_none", cause.Change.Bytes, "medium"),
                Setting("do-disable-thp", "GODEBUG=disablethp=1", cause.Change.Bytes)],
            VerdictIds.LazyFree => [Setting("do-madvdontneed", "GODEBUG=madvdontneed=1", cause.Change.Bytes), Command("do-free-memory", $"resident free {Pid(file)}")],
            VerdictIds.ThreadLeak => [FixSite(site, "do-end-threads"), Command("do-see-goroutines", $"resident goroutines {Pid(file)}")],
            VerdictIds.CHeapLeak => [Plain("do-find-free"), Command("do-heaptrack", $"heaptrack --pid {Pid(file)}")],
            VerdictIds.CHeapRetained => Arenas(file),
            VerdictIds.OffheapMmapLeak => [Plain("do-munmap"), Command("do-trace-mmap", $"strace -f -k -e trace=mmap,munmap -p {Pid(file)}")],
            VerdictIds.FileMappedGrowth => [Plain("do-file-reclaimable")],
            VerdictIds.ShmemGrowth => [Plain("do-shmem")],
            VerdictIds.ExeFaultIn => [Plain("do-nothing-ceiling")],
            VerdictIds.NotResPageCache => [Plain("do-alert-on-working-set")],
            VerdictIds.NotResTmpfs => [Plain("do-tmpfs")],
            VerdictIds.NotResKernel => [Plain("do-kernel")],
            VerdictIds.NotResOtherProcesses => [Command("do-ask-other-process", $"resident why {LargestOther(cause, file)}")],
            VerdictIds.UnreadRuntimeHeap => [Tool(file)],
            VerdictIds.ResFell => [Plain("do-fell")],
            VerdictIds.ResLevel => [Command("do-level", $"resident why {Pid(file)} --for {MinutesThatSettle(file)}m")],
            VerdictIds.NotSureYet when IsHidden(file) => [Command("do-ask-with-rights", $"sudo resident why {Pid(file)}")],
            VerdictIds.NotSureYet => [Command("do-watch-longer", $"resident why {Pid(file)} --for {MinutesThatSettle(file)}m")],
            _ => [],
        };
    }

    // The remedy of a known mistake where it is one; else the general one.
    private static List<VerdictAction> Fix(CaseFile file, VerdictCause cause, VerdictSite? site, string id) =>
        RemedyTable.Find(file, cause) is { Count: > 0 } known ? known.ConvertAll(Plain) : [FixSite(site, id)];

    // Fewer arenas help where there are many.
    private static List<VerdictAction> Arenas(CaseFile file) => file.Series("native-arenas").Last > FewArenas
        ? [Setting("do-arena-max", "MALLOC_ARENA_MAX=2", 0), Plain("do-malloc-trim")]
        : [Plain("do-malloc-trim"), Command("do-heaptrack", $"heaptrack --pid {Pid(file)}")];

    private static bool IsHeldByALimit(CaseFile file) =>
        file.LastGo is { MemoryLimit: { } limit } && file.Series("live").MedianBetween(0.8, 1) >= MemoryLimitRule.NearShare * limit.Bytes;

    // By the kind of the runtime's own structures that grew.
    private static List<VerdictAction> Metadata(CaseFile file, VerdictCause cause) => cause.Evidence.Select(static fact => fact.Id).ToList() switch
    {
        [_, MetadataRule.TraceBuffers, ..] => [Plain("do-stop-trace"), Command("do-see-goroutines", $"resident goroutines {Pid(file)}")],
        [_, MetadataRule.ProfileBuckets, ..] => [Plain("do-fewer-stacks"), Plain("do-restart-frees")],
        _ => [Limit(file, "do-cap-peak"), Plain("do-restart-frees")],
    };

    // The runtime's own tool reads what we do not.
    private static VerdictAction Tool(CaseFile file) => UnreadRuntimes.KindOf(file) switch
    {
        "dotnet" => Command("do-unread-dotnet", $"dotnet-gcdump collect -p {Pid(file)}"),
        "jvm" => Command("do-unread-jvm", $"jcmd {Pid(file)} GC.class_histogram"),
        "node" => Plain("do-unread-node"),
        "python" => Command("do-unread-python", $"memray attach {Pid(file)}"),
        "ruby" => Plain("do-unread-ruby"),
        _ => Command("do-trace-mmap", $"strace -f -k -e trace=mmap,munmap,brk -p {Pid(file)}"),
    };

    // It runs here, and what runs may not be read: longer looks tell no more.
    private static bool IsHidden(CaseFile file) =>
        UnreadRuntimes.IsUnknown(file) && file.Observation.Target is { Pid: not null, IsGone: false, IsAddress: false };

    private static string LargestOther(VerdictCause cause, CaseFile file) =>
        cause.Evidence.SelectMany(static fact => fact.Figures).FirstOrDefault(static figure => figure.Name is "pid")?.Text ?? Pid(file);

    // Ten GC cycles at this pace tell a rise from a level; ten minutes at the least.
    private static long MinutesThatSettle(CaseFile file)
    {
        double secondsACycle = file.Seconds / Math.Max(1, file.GcCycles ?? 1);
        return (long)Math.Clamp(Math.Ceiling(10 * secondsACycle / 60), 10, 24 * 60);
    }

    private static string Pid(CaseFile file) => file.Observation.Target.Pid?.ToString(CultureInfo.InvariantCulture) ?? file.Observation.Target.Name;

    private static VerdictAction Plain(string id) => new() { Text = new(id), Risk = "none" };

    private static VerdictAction Command(string id, string command) => new() { Text = new(id), Command = command, Risk = "none" };

    private static VerdictAction Effect(string id, string command, double bytes, string risk) =>
        new() { Text = new(id), Command = command, Effect = bytes >= MebibyteBytes ? Amount.Of(bytes) : null, Risk = risk };

    private static VerdictAction Setting(string id, string setting, double bytes) => Effect(id, setting, bytes, "low");

    private static VerdictAction FixSite(VerdictSite? site, string id) => site is null
        ? new() { Text = new(id), Risk = "none" }
        : new() { Text = new(id + "-at", VerdictFigure.Word("function", site.Function)), Risk = "none" };

    // The memory was read, and no profile was in it: to take one would fail, too.
    private static VerdictAction Profile(CaseFile file) => file is { LastGo.Source: "memory", Observation.HeapProfiles.Count: 0 }
        ? Command("do-link-profile", "import _ \"net/http/pprof\"")
        : Command("do-profile", $"resident profile heap {Pid(file)} -o heap.pb.gz");

    private static VerdictAction Limit(CaseFile file, string id)
    {
        bool isGarbageLive = file.Term(LedgerTermId.Live).Count == 0;
        return new() { Text = new(id), Command = isGarbageLive ? null : LimitOf(MemoryLimits.Suggested(file)), Risk = "low" };
    }

    private static VerdictAction RaisedLimit(CaseFile file, string id) =>
        new() { Text = new(id), Command = LimitOf(MemoryLimits.Raised(file, file.LastGo?.MemoryLimit?.Bytes ?? 0)), Risk = "low" };

    private static string LimitOf(double bytes) => string.Create(CultureInfo.InvariantCulture, $"GOMEMLIMIT={bytes / MebibyteBytes:0}MiB");
}
