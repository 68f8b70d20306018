using Resident.Analysis.Accounting;
using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Analysis.Diagnosis;

/// <summary>The figures that rules ask for by name, beside the ledger's terms.</summary>
internal static class CaseFigures
{
    /// <summary>Gets how a figure is taken from a sample, or null where it is one of a ledger.</summary>
    public static Func<Sample, double?>? OfSample(string figure) => figure switch
    {
        "res" => static sample => sample.Process?.Res.Bytes,
        "virt" => static sample => VirtOf(sample),
        "anon" => static sample => WholeOf(sample)?.RssAnon.Bytes,
        "res-and-swap" => static sample => sample.Process is { } process ? process.Res.Bytes + process.Swap.Bytes : null,
        "swapped" => static sample => WholeOf(sample)?.Swap.Bytes,
        "rss-shmem" => static sample => WholeOf(sample)?.RssShmem.Bytes,
        "rss-file" => static sample => WholeOf(sample)?.RssFile.Bytes,
        "page-tables" => static sample => WholeOf(sample)?.PageTables.Bytes,
        "threads" => static sample => ThreadsOf(sample),
        "files" => static sample => sample.Process?.OpenFiles,
        _ => OfTotals(figure) ?? OfRuntime(figure) ?? OfGroup(figure),
    };

    /// <summary>Gets how a figure is taken from a ledger.</summary>
    public static Func<Ledger, double?> OfLedger(string figure) => figure switch
    {
        "room" => static ledger => RoomOf(ledger),
        "untouched" => static ledger => ledger.Figures.Untouched?.Bytes,
        "untouched-objects" => static ledger => ledger.Figures.UntouchedObjects?.Bytes,
        "released-resident" => static ledger => ledger.Figures.ReleasedResident?.Bytes,
        "arena" => static ledger => ledger.Figures.ArenaResident?.Bytes,
        "arena-huge" => static ledger => ledger.Figures.ArenaHugePages?.Bytes,
        "huge" => static ledger => ledger.Figures.HugePages?.Bytes,
        "lazy-free" => static ledger => ledger.Figures.LazyFree?.Bytes,
        "large-objects" => static ledger => ledger.Figures.LargeObjects?.Bytes,
        "metadata-mapped" => static ledger => ledger.Figures.MetadataMapped?.Bytes,
        "outside-mapped" => static ledger => ledger.Figures.OutsideMapped?.Bytes,
        "native-arenas" => static ledger => ledger.Figures.NativeArenas,
        "swap" => static ledger => ledger.Figures.Swap?.Bytes,
        _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, "Expected a figure of a sample or a ledger."),
    };

    /// <summary>Tells whether a figure counts bytes.</summary>
    public static bool IsBytes(string figure) => figure is not ("threads" or "files" or "gc" or "goroutines" or "native-arenas" or "minor-faults");

    private static ProcessMemory? WholeOf(Sample sample) => sample.Process is { IsPartial: false } process ? process : null;

    private static double? VirtOf(Sample sample) => sample.Process is { IsPartial: true, Virt.Bytes: 0 } ? null : sample.Process?.Virt.Bytes;

    private static double? ThreadsOf(Sample sample) => sample.Process is { IsPartial: true, Threads: 0 } ? null : sample.Process?.Threads;

    private static Func<Sample, double?>? OfTotals(string figure) => figure switch
    {
        "written" => static sample => sample.Process?.WrittenBytes,
        "written-by-calls" => static sample => sample.Process?.WrittenByCalls,
        "read" => static sample => sample.Process?.ReadBytes,
        "minor-faults" => static sample => WholeOf(sample)?.MinorFaults,
        _ => null,
    };

    private static Func<Sample, double?>? OfRuntime(string figure) => figure switch
    {
        "live" => static sample => sample.Go is { } go ? LiveHeap.Of(go) : null,
        "goal" => static sample => sample.Go is { } go ? LiveHeap.GoalOf(go) : null,
        "heap-alloc" => static sample => sample.Go?.HeapAlloc?.Bytes,
        "heap-inuse" => static sample => sample.Go?.HeapInuse?.Bytes,
        "heap-sys" => static sample => sample.Go?.HeapSys?.Bytes,
        "stack-inuse" => static sample => sample.Go?.StackInuse?.Bytes,
        _ => OfCounts(figure),
    };

    private static Func<Sample, double?>? OfCounts(string figure) => figure switch
    {
        "bucket-sys" => static sample => sample.Go?.BuckHashSys?.Bytes,
        "other-sys" => static sample => sample.Go?.OtherSys?.Bytes,
        "gc-sys" => static sample => sample.Go?.GCSys?.Bytes,
        "span-sys" => static sample => sample.Go?.MSpanSys?.Bytes,
        "total-alloc" => static sample => sample.Go?.TotalAlloc,
        "gc" => static sample => sample.Go?.NumGC,
        "goroutines" => static sample => sample.Go?.Goroutines,
        _ => null,
    };

    private static Func<Sample, double?>? OfGroup(string figure) => figure switch
    {
        "group-anon" => static sample => StatOf(sample.Cgroup, "anon", "rss"),
        "group-usage" => static sample => sample.Cgroup?.Usage?.Bytes,
        "group-cache" => static sample => StatOf(sample.Cgroup, "file", "cache"),
        "group-shmem" => static sample => StatOf(sample.Cgroup, "shmem", "shmem"),
        "group-kernel" => static sample => KernelOf(sample.Cgroup),
        _ => null,
    };

    // What is in RAM for the heap beyond what is live: in a sawtooth its parts change places all the time, their sum does not.
    private static double? RoomOf(Ledger ledger) => ledger.ResidentOf(LedgerTermId.Idle) is { } idle
        ? idle.Bytes + (ledger.ResidentOf(LedgerTermId.Garbage)?.Bytes ?? 0) + (ledger.ResidentOf(LedgerTermId.Fragmentation)?.Bytes ?? 0)
        : null;

    private static double? StatOf(CgroupMemory? group, string v2, string v1) =>
        group is null ? null : group.Stat.TryGetValue(v2, out long value) || group.Stat.TryGetValue(v1, out value) ? value : null;

    private static double? KernelOf(CgroupMemory? group)
    {
        if (group is null)
        {
            return null;
        }

        if (group.Stat.TryGetValue("kernel", out long kernel))
        {
            return kernel;
        }

        long sum = 0;
        bool isKnown = false;
        foreach (string key in (string[])["slab", "kernel_stack", "pagetables", "sock", "percpu"])
        {
            if (group.Stat.TryGetValue(key, out long value))
            {
                sum += value;
                isKnown = true;
            }
        }

        return isKnown ? sum : null;
    }
}
