using System.Collections.Frozen;
using Resident.Model;

namespace Resident.Store.Columns;

/// <summary>Makes samples of rows: the way back from <see cref="SampleColumns"/>.</summary>
internal sealed class SampleBuilder
{
    private static readonly FrozenDictionary<string, int> Places =
        SampleColumns.All.Select(static (column, place) => (column.Name, place)).ToFrozenDictionary(static pair => pair.Name, static pair => pair.place, StringComparer.Ordinal);

    private readonly Func<long, string?> _textOf;
    private readonly (string Name, int Place)[] _stat;
    private readonly (string Name, int Place)[] _events;

    /// <summary>Initializes a new instance of the <see cref="SampleBuilder"/> class.</summary>
    /// <param name="more">The names of the columns after those of the catalogue.</param>
    /// <param name="textOf">Finds a text by its number.</param>
    public SampleBuilder(IReadOnlyList<string> more, Func<long, string?> textOf)
    {
        _textOf = textOf;
        _stat = PlacesOf(more, GroupColumns.StatPrefix);
        _events = PlacesOf(more, GroupColumns.EventsPrefix);
    }

    /// <summary>Makes a sample of a row.</summary>
    public Sample Build(RowBlock block, int row)
    {
        var view = new RowView(block, row, _textOf);
        var time = DateTimeOffset.FromUnixTimeMilliseconds(view.UnixMs);
        return new Sample
        {
            Time = time,
            Run = Int(view, "run") ?? 0,
            Process = BuildProcess(view),
            Cgroup = BuildGroup(view),
            Go = BuildGo(view),
            Warnings = Text(view, "warnings")?.Split('\n') ?? [],
        };
    }

    private static (string Name, int Place)[] PlacesOf(IReadOnlyList<string> more, string prefix) =>
    [
        .. more.Select(static (name, place) => (name, place: place + SampleColumns.All.Count))
            .Where(pair => pair.name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(pair => (pair.name[prefix.Length..], pair.place)),
    ];

    private static Dictionary<string, long> Collect(in RowView view, (string Name, int Place)[] columns)
    {
        var found = new Dictionary<string, long>(columns.Length, StringComparer.Ordinal);
        foreach (var (name, place) in columns)
        {
            if (view[place] is { } value)
            {
                found[name] = value;
            }
        }

        return found;
    }

    private static long? Value(in RowView view, string name) => view[Places[name]];

    private static string? Text(in RowView view, string name) => view.Text(Places[name]);

    private static ByteSize? Size(in RowView view, string name) => view.Size(Places[name]);

    private static ByteSize SizeOrZero(in RowView view, string name) => Size(view, name) ?? default;

    private static int? Int(in RowView view, string name) => view.Int(Places[name]);

    private static ProcessMemory? BuildProcess(in RowView view)
    {
        if (Value(view, "process.res") is not { } res)
        {
            return null;
        }

        return new ProcessMemory
        {
            Pid = Int(view, "process.pid") ?? 0,
            TakenAt = view.Near(Places["process.takenAt"]),
            StartTicks = (ulong)Math.Max(0, Value(view, "process.startTicks") ?? 0),
            Comm = Text(view, "process.name") ?? "",
            Virt = SizeOrZero(view, "process.virt"),
            Res = new ByteSize(res),
            Shr = SizeOrZero(view, "process.shr"),
            Swap = SizeOrZero(view, "process.swap"),
            Code = SizeOrZero(view, "process.code"),
            Data = SizeOrZero(view, "process.data"),
            PeakRes = SizeOrZero(view, "process.peakRes"),
            PeakVirt = SizeOrZero(view, "process.peakVirt"),
            RssAnon = SizeOrZero(view, "process.rssAnon"),
            RssFile = SizeOrZero(view, "process.rssFile"),
            RssShmem = SizeOrZero(view, "process.rssShmem"),
            PageTables = SizeOrZero(view, "process.pageTables"),
            Locked = SizeOrZero(view, "process.locked"),
            Threads = Int(view, "process.threads") ?? 0,
            MinorFaults = Value(view, "process.minorFaults") ?? 0,
            MajorFaults = Value(view, "process.majorFaults") ?? 0,
            CpuTime = new TimeSpan((Value(view, "process.cpuTime") ?? 0) * TimeSpan.TicksPerMicrosecond),
            Stat = Text(view, "process.stat") ?? "",
            Tty = Text(view, "process.tty") ?? "?",
            OpenFiles = Int(view, "process.openFiles"),
            WrittenBytes = Value(view, "process.writtenBytes"),
            WrittenByCalls = Value(view, "process.writtenByCalls"),
            ReadBytes = Value(view, "process.readBytes"),
            Rollup = BuildRollup(view),
            IsPartial = Value(view, "process.rssAnon") is null,
        };
    }

    private static SmapsRollup? BuildRollup(in RowView view) =>
        view.Instant(Places["process.smapsTakenAt"]) is { } taken
            ? new SmapsRollup
            {
                TakenAt = taken,
                Rss = SizeOrZero(view, "process.smapsRss"),
                Pss = SizeOrZero(view, "process.pss"),
                Uss = SizeOrZero(view, "process.uss"),
                Anonymous = SizeOrZero(view, "process.anonymous"),
                LazyFree = SizeOrZero(view, "process.lazyFree"),
                AnonHugePages = SizeOrZero(view, "process.anonHugePages"),
                Swap = SizeOrZero(view, "process.smapsSwap"),
            }
            : null;

    private static GoMemory? BuildGo(in RowView view)
    {
        if (Text(view, "go.source") is not { } source)
        {
            return null;
        }

        return new GoMemory
        {
            TakenAt = view.Near(Places["go.takenAt"]),
            Source = source,
            Version = Text(view, "go.version"),
            IsConsistent = Value(view, "go.consistent") != 0,
            HeapAlloc = Size(view, "go.heapAlloc"),
            HeapSys = Size(view, "go.heapSys"),
            HeapIdle = Size(view, "go.heapIdle"),
            HeapInuse = Size(view, "go.heapInuse"),
            HeapReleased = Size(view, "go.heapReleased"),
            HeapLive = Size(view, "go.heapLive"),
            HeapMarked = Size(view, "go.heapMarked"),
            HeapObjects = Value(view, "go.heapObjects"),
            StackInuse = Size(view, "go.stackInuse"),
            StackSys = Size(view, "go.stackSys"),
            MSpanInuse = Size(view, "go.mspanInuse"),
            MSpanSys = Size(view, "go.mspanSys"),
            MCacheInuse = Size(view, "go.mcacheInuse"),
            MCacheSys = Size(view, "go.mcacheSys"),
            BuckHashSys = Size(view, "go.buckHashSys"),
            GCSys = Size(view, "go.gcSys"),
            OtherSys = Size(view, "go.otherSys"),
            Sys = Size(view, "go.sys"),
            NextGC = Size(view, "go.nextGC"),
            TotalAlloc = Value(view, "go.totalAlloc"),
            Mallocs = Value(view, "go.mallocs"),
            Frees = Value(view, "go.frees"),
            Lookups = Value(view, "go.lookups"),
            NumGC = Value(view, "go.numGC"),
            NumForcedGC = Value(view, "go.numForcedGC"),
            PauseTotalNs = Value(view, "go.pauseTotal"),
            LastGCUnixNs = Value(view, "go.lastGC") is { } last and >= 0 and < long.MaxValue / 1000 ? last * 1000 : null, // kept in microseconds
            GCCPUFraction = Value(view, "go.gcCpuFraction") / 1e9,
            Gogc = Int(view, "go.gogc"),
            MemoryLimit = Size(view, "go.memoryLimit"),
            Goroutines = Value(view, "go.goroutines"),
        };
    }

    private CgroupMemory? BuildGroup(in RowView view) =>
        Text(view, "cgroup.path") is { } path
            ? new CgroupMemory
            {
                Version = Int(view, "cgroup.version") ?? 2,
                Path = path,
                Usage = Size(view, "cgroup.usage"),
                Limit = Size(view, "cgroup.limit"),
                LimitPath = Text(view, "cgroup.limitPath"),
                High = Size(view, "cgroup.high"),
                Swap = Size(view, "cgroup.swap"),
                Events = Collect(view, _events),
                Stat = Collect(view, _stat),
            }
            : null;
}
