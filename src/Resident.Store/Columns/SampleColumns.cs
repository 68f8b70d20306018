using Resident.Model;
using Resident.Store.Encoding;

namespace Resident.Store.Columns;

/// <summary>The figures of a sample that a recording keeps, and how each is taken. <see cref="SampleBuilder"/> is the way back.</summary>
/// <remarks>Not kept: the runtime's ring of pauses (the cycles made of it are in the log of cycles), counts by size class, and the control group's
/// figures outside <see cref="GroupColumns"/>.</remarks>
internal static class SampleColumns
{
    private const double PartsPerBillion = 1e9;

    private static readonly Figure[] Whole =
    [
        Count("run", static sample => sample.Run),
        Text("warnings", static sample => sample.Warnings.Count == 0 ? null : string.Join('\n', sample.Warnings)),
        Text("cgroup.path", static sample => sample.Cgroup?.Path),
        Text("cgroup.limitPath", static sample => sample.Cgroup?.LimitPath),
        Count("cgroup.version", static sample => sample.Cgroup?.Version),
        Bytes("cgroup.usage", static sample => sample.Cgroup?.Usage),
        Bytes("cgroup.limit", static sample => sample.Cgroup?.Limit),
        Bytes("cgroup.high", static sample => sample.Cgroup?.High),
        Bytes("cgroup.swap", static sample => sample.Cgroup?.Swap),
    ];

    private static readonly Figure[] OfProcess =
    [
        Time("process.takenAt", static sample => sample.Process?.TakenAt),
        Count("process.pid", static sample => sample.Process?.Pid),
        Count("process.startTicks", static sample => (long?)sample.Process?.StartTicks),
        Text("process.name", static sample => sample.Process?.Comm),
        Text("process.stat", static sample => sample.Process?.Stat),
        Text("process.tty", static sample => sample.Process?.Tty),
        Bytes("process.virt", static sample => sample.Process is { } process && IsTold(process, process.Virt.Bytes) ? process.Virt : null),
        Bytes("process.res", static sample => sample.Process?.Res),
        Bytes("process.shr", static sample => WholeOf(sample)?.Shr),
        Bytes("process.swap", static sample => WholeOf(sample)?.Swap),
        Bytes("process.code", static sample => WholeOf(sample)?.Code),
        Bytes("process.data", static sample => WholeOf(sample)?.Data),
        Bytes("process.peakRes", static sample => WholeOf(sample)?.PeakRes),
        Bytes("process.peakVirt", static sample => WholeOf(sample)?.PeakVirt),
        Bytes("process.rssAnon", static sample => WholeOf(sample)?.RssAnon),
        Bytes("process.rssFile", static sample => WholeOf(sample)?.RssFile),
        Bytes("process.rssShmem", static sample => WholeOf(sample)?.RssShmem),
        Bytes("process.pageTables", static sample => WholeOf(sample)?.PageTables),
        Bytes("process.locked", static sample => WholeOf(sample)?.Locked),
        Count("process.threads", static sample => sample.Process is { } process && IsTold(process, process.Threads) ? process.Threads : null),
        Count("process.openFiles", static sample => sample.Process?.OpenFiles),
        Total("process.minorFaults", "count", static sample => WholeOf(sample)?.MinorFaults),
        Total("process.majorFaults", "count", static sample => WholeOf(sample)?.MajorFaults),
        Total("process.writtenBytes", "bytes", static sample => sample.Process?.WrittenBytes),
        Total("process.writtenByCalls", "bytes", static sample => sample.Process?.WrittenByCalls),
        Total("process.readBytes", "bytes", static sample => sample.Process?.ReadBytes),
        Total("process.cpuTime", "us", static sample =>
            sample.Process is { } process && IsTold(process, process.CpuTime.Ticks) ? process.CpuTime.Ticks / TimeSpan.TicksPerMicrosecond : null),
    ];

    private static readonly Figure[] OfRollup =
    [
        Instant("process.smapsTakenAt", static sample => sample.Process?.Rollup?.TakenAt),
        Bytes("process.smapsRss", static sample => sample.Process?.Rollup?.Rss),
        Bytes("process.pss", static sample => sample.Process?.Rollup?.Pss),
        Bytes("process.uss", static sample => sample.Process?.Rollup?.Uss),
        Bytes("process.anonymous", static sample => sample.Process?.Rollup?.Anonymous),
        Bytes("process.lazyFree", static sample => sample.Process?.Rollup?.LazyFree),
        Bytes("process.anonHugePages", static sample => sample.Process?.Rollup?.AnonHugePages),
        Bytes("process.smapsSwap", static sample => sample.Process?.Rollup?.Swap),
    ];

    private static readonly Figure[] OfHeap =
    [
        Time("go.takenAt", static sample => sample.Go?.TakenAt),
        Text("go.source", static sample => sample.Go?.Source),
        Text("go.version", static sample => sample.Go?.Version),
        Count("go.consistent", static sample => sample.Go is { } go ? go.IsConsistent ? 1 : 0 : null),
        Bytes("go.heapAlloc", static sample => sample.Go?.HeapAlloc),
        Bytes("go.heapSys", static sample => sample.Go?.HeapSys),
        Bytes("go.heapIdle", static sample => sample.Go?.HeapIdle),
        Bytes("go.heapInuse", static sample => sample.Go?.HeapInuse),
        Bytes("go.heapReleased", static sample => sample.Go?.HeapReleased),
        Bytes("go.heapLive", static sample => sample.Go?.HeapLive),
        Bytes("go.heapMarked", static sample => sample.Go?.HeapMarked),
        Bytes("go.nextGC", static sample => sample.Go?.NextGC),
        Count("go.heapObjects", static sample => sample.Go?.HeapObjects),
        Total("go.totalAlloc", "bytes", static sample => sample.Go?.TotalAlloc),
        Total("go.mallocs", "count", static sample => sample.Go?.Mallocs),
        Total("go.frees", "count", static sample => sample.Go?.Frees),
        Total("go.lookups", "count", static sample => sample.Go?.Lookups),
    ];

    private static readonly Figure[] OfRuntime =
    [
        Bytes("go.stackInuse", static sample => sample.Go?.StackInuse),
        Bytes("go.stackSys", static sample => sample.Go?.StackSys),
        Bytes("go.mspanInuse", static sample => sample.Go?.MSpanInuse),
        Bytes("go.mspanSys", static sample => sample.Go?.MSpanSys),
        Bytes("go.mcacheInuse", static sample => sample.Go?.MCacheInuse),
        Bytes("go.mcacheSys", static sample => sample.Go?.MCacheSys),
        Bytes("go.buckHashSys", static sample => sample.Go?.BuckHashSys),
        Bytes("go.gcSys", static sample => sample.Go?.GCSys),
        Bytes("go.otherSys", static sample => sample.Go?.OtherSys),
        Bytes("go.sys", static sample => sample.Go?.Sys),
        Bytes("go.memoryLimit", static sample => sample.Go?.MemoryLimit),
        Count("go.gogc", static sample => sample.Go?.Gogc),
        Count("go.goroutines", static sample => sample.Go?.Goroutines),
        Total("go.numGC", "count", static sample => sample.Go?.NumGC),
        Total("go.numForcedGC", "count", static sample => sample.Go?.NumForcedGC),
        Total("go.pauseTotal", "ns", static sample => sample.Go?.PauseTotalNs),
        Instant("go.lastGC", static sample => sample.Go?.LastGC),
        new(new Column("go.gcCpuFraction", "ppb", "level"), static (sample, _) => Scaled(sample.Go?.GCCPUFraction, PartsPerBillion)),
    ];

    private static readonly Figure[] Figures = [.. Whole, .. OfProcess, .. OfRollup, .. OfHeap, .. OfRuntime];

    /// <summary>Gets all columns, in the order of <see cref="Read"/>.</summary>
    public static IReadOnlyList<Column> All { get; } = [.. Figures.Select(static figure => figure.Column)];

    /// <summary>Gets the columns of amounts, and how each is read: those of texts, of times and of the run are left
    /// out.</summary>
    public static IReadOnlyList<(Column Column, Func<Sample, long> Read)> Numbers { get; } =
    [
        .. Figures.Where(static figure => figure is { Column.IsText: false, IsTime: false } && figure.Column.Name is not "run")
            .Select(static figure => (figure.Column, (Func<Sample, long>)(sample => figure.Read(sample, NoTexts.Instance)))),
    ];

    /// <summary>Takes every figure of a sample; <see cref="ColumnCodec.Missing"/> where it has none.</summary>
    public static void Read(Sample sample, ITextTable texts, Span<long> values)
    {
        for (int i = 0; i < Figures.Length; i++)
        {
            values[i] = Figures[i].Read(sample, texts);
        }
    }

    // What a source does not tell is no zero.
    private static ProcessMemory? WholeOf(Sample sample) => sample.Process is { IsPartial: false } process ? process : null;

    private static bool IsTold(ProcessMemory process, long value) => !process.IsPartial || value != 0;

    private static Figure Bytes(string name, Func<Sample, ByteSize?> read) =>
        new(new Column(name, "bytes", "level"), (sample, _) => read(sample)?.Bytes ?? ColumnCodec.Missing);

    private static Figure Count(string name, Func<Sample, long?> read) =>
        new(new Column(name, "count", "level"), (sample, _) => read(sample) ?? ColumnCodec.Missing);

    private static Figure Total(string name, string unit, Func<Sample, long?> read) =>
        new(new Column(name, unit, "total"), (sample, _) => read(sample) ?? ColumnCodec.Missing);

    private static Figure Text(string name, Func<Sample, string?> read) =>
        new(new Column(name, Column.TextUnit, "level"), (sample, texts) => texts.IdOf(read(sample)));

    // Milliseconds after the row's own time: a small number that takes one byte.
    private static Figure Time(string name, Func<Sample, DateTimeOffset?> read) =>
        new(new Column(name, "ms", "level"), (sample, _) =>
            read(sample) is { } time ? (long)Math.Round((time - sample.Time).TotalMilliseconds) : ColumnCodec.Missing, IsTime: true);

    // Microseconds since 1970: a time that holds for many rows.
    private static Figure Instant(string name, Func<Sample, DateTimeOffset?> read) =>
        new(new Column(name, "us", "level"), (sample, _) =>
            read(sample) is { } time ? (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : ColumnCodec.Missing, IsTime: true);

    private static long Scaled(double? value, double scale) =>
        value is { } number && double.IsFinite(number) ? (long)Math.Round(number * scale) : ColumnCodec.Missing;

    private sealed record Figure(Column Column, Func<Sample, ITextTable, long> Read, bool IsTime = false);

    private sealed class NoTexts : ITextTable
    {
        public static NoTexts Instance { get; } = new();

        public long IdOf(string? text) => ColumnCodec.Missing;
    }
}
