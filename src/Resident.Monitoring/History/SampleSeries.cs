using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>The catalogue of sampled figures: which there are, and how each is taken from a sample.</summary>
internal static class SampleSeries
{
    private static readonly (SeriesDescription Description, Func<Sample, double> Read)[] All =
    [
        Bytes("process.res", static sample => sample.Process?.Res),
        Bytes("process.rssAnon", static sample => WholeOf(sample)?.RssAnon),
        Bytes("process.shr", static sample => WholeOf(sample)?.Shr),
        Bytes("process.resMinusShr", static sample => WholeOf(sample)?.ResMinusShr),
        Bytes("process.virt", static sample => sample.Process is { IsPartial: true, Virt.Bytes: 0 } ? null : sample.Process?.Virt),
        Bytes("process.swap", static sample => WholeOf(sample)?.Swap),
        Bytes("process.data", static sample => WholeOf(sample)?.Data),
        Bytes("process.code", static sample => WholeOf(sample)?.Code),
        Bytes("process.rssFile", static sample => WholeOf(sample)?.RssFile),
        Bytes("process.rssShmem", static sample => WholeOf(sample)?.RssShmem),
        Bytes("process.pageTables", static sample => WholeOf(sample)?.PageTables),
        Bytes("process.pss", static sample => sample.Process?.Rollup?.Pss),
        Bytes("process.uss", static sample => sample.Process?.Rollup?.Uss),
        Bytes("process.lazyFree", static sample => sample.Process?.Rollup?.LazyFree),
        Bytes("process.anonHugePages", static sample => sample.Process?.Rollup?.AnonHugePages),
        Count("process.threads", static sample => sample.Process is { IsPartial: true, Threads: 0 } ? null : sample.Process?.Threads),
        Count("process.openFiles", static sample => sample.Process?.OpenFiles),
        Bytes("cgroup.usage", static sample => sample.Cgroup?.Usage),
        Bytes("cgroup.limit", static sample => sample.Cgroup?.Limit),
        Bytes("go.heapAlloc", static sample => sample.Go?.HeapAlloc),
        Bytes("go.heapInuse", static sample => sample.Go?.HeapInuse),
        Bytes("go.heapIdle", static sample => sample.Go?.HeapIdle),
        Bytes("go.heapIdleRetained", static sample => sample.Go?.HeapIdle - sample.Go?.HeapReleased),
        Bytes("go.heapReleased", static sample => sample.Go?.HeapReleased),
        Bytes("go.heapSys", static sample => sample.Go?.HeapSys),
        Bytes("go.heapLive", static sample => sample.Go?.HeapLive),
        Bytes("go.heapMarked", static sample => sample.Go?.HeapMarked),
        Bytes("go.stackInuse", static sample => sample.Go?.StackInuse),
        Bytes("go.sys", static sample => sample.Go?.Sys),
        Bytes("go.nextGC", static sample => sample.Go?.NextGC),
        Bytes("go.memoryLimit", static sample => sample.Go?.MemoryLimit),
        Count("go.heapObjects", static sample => sample.Go?.HeapObjects),
        Count("go.goroutines", static sample => sample.Go?.Goroutines),
    ];

    /// <summary>Gets the series that are read straight from a sample.</summary>
    public static IEnumerable<SeriesDescription> Descriptions => All.Select(static entry => entry.Description);

    /// <summary>Gets how many there are.</summary>
    public static int Length => All.Length;

    /// <summary>Reads every figure of a sample; NaN where it has none.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="values">Room for one value a series.</param>
    public static void Read(Sample sample, Span<double> values)
    {
        for (int i = 0; i < All.Length; i++)
        {
            values[i] = All[i].Read(sample);
        }
    }

    // What a source does not tell is no zero.
    private static ProcessMemory? WholeOf(Sample sample) => sample.Process is { IsPartial: false } process ? process : null;

    private static (SeriesDescription Description, Func<Sample, double> Read) Bytes(string id, Func<Sample, ByteSize?> read) =>
        (new SeriesDescription(id, "bytes", "level"), sample => read(sample)?.Bytes ?? double.NaN);

    private static (SeriesDescription Description, Func<Sample, double> Read) Count(string id, Func<Sample, double?> read) =>
        (new SeriesDescription(id, "count", "level"), sample => read(sample) ?? double.NaN);
}
