using System.Globalization;
using Resident.Model;

namespace Resident.Sources.SampleText;

/// <summary>The fields of one sample by their place in resident.sample/1, as in "process.res", on their way into a sample.</summary>
internal sealed class SampleFields
{

    // Differences of two such numbers still fit 63 bits.
    private const long Most = 1L << 62;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly string _source;
    private readonly long _line;

    /// <summary>Initializes a new instance of the <see cref="SampleFields"/> class.</summary>
    /// <param name="source">The file, for errors.</param>
    /// <param name="line">The line, for errors.</param>
    public SampleFields(string source, long line)
    {
        _source = source;
        _line = line;
    }

    /// <summary>Sets a field; an empty text is no value.</summary>
    public void Set(string name, string value)
    {
        if (value.Length > 0)
        {
            _fields[name] = value;
        }
    }

    /// <summary>Makes the sample.</summary>
    /// <param name="warnings">What was missing from it.</param>
    /// <exception cref="MalformedInputException">A field has another type, or there is no time.</exception>
    public Sample ToSample(IReadOnlyList<string> warnings)
    {
        if (Text("time") is not { } word)
        {
            throw Error("Expected a field \"time\", found none.");
        }

        var time = TimeOf("time", word);
        bool hasProcess = _fields.ContainsKey("process.res") || _fields.ContainsKey("process.rss");
        bool hasGo = _fields.Keys.Any(static name => name.StartsWith("go.", StringComparison.Ordinal));
        return new Sample
        {
            Time = time,
            Run = Count("run") ?? 0,
            Process = hasProcess ? ToProcess(time) : null,
            Cgroup = _fields.ContainsKey("cgroup.usage") || _fields.ContainsKey("cgroup.limit") ? ToGroup() : null,
            Go = hasGo ? ToGo(time) : null,
            Warnings = warnings,
        };
    }

    private ProcessMemory ToProcess(DateTimeOffset time) => new()
    {
        Pid = Count("process.pid") ?? 0,
        TakenAt = Time("process.takenAt") ?? time,
        StartTicks = (ulong)Math.Max(0, Number("process.startTicks") ?? 0),
        Comm = Text("process.name") ?? "",
        Virt = Level("process.virt", "process.vsz"),
        Res = Level("process.res", "process.rss"),
        Shr = Level("process.shr"),
        Swap = Level("process.swap"),
        Code = Level("process.code"),
        Data = Level("process.data"),
        PeakRes = Level("process.peakRes"),
        PeakVirt = Level("process.peakVirt"),
        RssAnon = Level("process.rssAnon"),
        RssFile = Level("process.rssFile"),
        RssShmem = Level("process.rssShmem"),
        PageTables = Level("process.pageTables"),
        Locked = Level("process.locked"),
        Threads = Count("process.threads") ?? 0,
        MinorFaults = Number("process.minorFaults") ?? 0,
        MajorFaults = Number("process.majorFaults") ?? 0,
        CpuTime = new TimeSpan((long)Math.Round((Fraction("process.cpuSeconds") ?? 0) * TimeSpan.TicksPerSecond)),
        Stat = Text("process.stat") ?? "",
        Tty = Text("process.tty") ?? "?",
        OpenFiles = Count("process.openFiles"),
        IsPartial = Text("process.rssAnon") is null,
        Rollup = Size("process.pss") is { } pss ? ToRollup(pss, time) : null,
    };

    private SmapsRollup ToRollup(ByteSize pss, DateTimeOffset time) => new()
    {
        TakenAt = Time("process.smapsTakenAt") ?? time,
        Rss = Level("process.smapsRss", "process.res"),
        Pss = pss,
        Uss = Level("process.uss"),
        Anonymous = Level("process.rssAnon"),
        LazyFree = Level("process.lazyFree"),
        AnonHugePages = Level("process.anonHugePages"),
        Swap = Level("process.swap"),
    };

    private CgroupMemory ToGroup() => new()
    {
        Version = Count("cgroup.version") ?? 2,
        Path = Text("cgroup.path") ?? "/",
        Usage = Size("cgroup.usage"),
        Limit = Size("cgroup.limit"),
        LimitPath = Text("cgroup.limitPath"),
        High = Size("cgroup.high"),
        Swap = Size("cgroup.swap"),
        Stat = Below("cgroup.stat."),
        Events = Below("cgroup.events."),
    };

    private GoMemory ToGo(DateTimeOffset time) => new()
    {
        TakenAt = Time("go.takenAt") ?? time,
        Source = Text("go.source") ?? "import",
        Version = Text("go.version"),
        HeapAlloc = Size("go.HeapAlloc"),
        HeapSys = Size("go.HeapSys"),
        HeapIdle = Size("go.HeapIdle"),
        HeapInuse = Size("go.HeapInuse"),
        HeapReleased = Size("go.HeapReleased"),
        HeapObjects = Number("go.HeapObjects"),
        TotalAlloc = Number("go.TotalAlloc"),
        Mallocs = Number("go.Mallocs"),
        Frees = Number("go.Frees"),
        Lookups = Number("go.Lookups"),
        StackInuse = Size("go.StackInuse"),
        StackSys = Size("go.StackSys"),
        MSpanInuse = Size("go.MSpanInuse"),
        MSpanSys = Size("go.MSpanSys"),
        MCacheInuse = Size("go.MCacheInuse"),
        MCacheSys = Size("go.MCacheSys"),
        BuckHashSys = Size("go.BuckHashSys"),
        GCSys = Size("go.GCSys"),
        OtherSys = Size("go.OtherSys"),
        Sys = Size("go.Sys"),
        NextGC = Size("go.NextGC"),
        NumGC = Number("go.NumGC"),
        NumForcedGC = Number("go.NumForcedGC"),
        PauseTotalNs = Number("go.PauseTotalNs"),
        LastGCUnixNs = Number("go.LastGC") is { } end and > 0 ? end : null,
        GCCPUFraction = Fraction("go.GCCPUFraction"),
        HeapLive = Size("go.heapLive"),
        HeapMarked = Size("go.heapMarked"),
        Gogc = Count("go.gogc"),
        MemoryLimit = Size("go.memoryLimit"),
        Goroutines = Number("go.goroutines"),
    };

    private Dictionary<string, long> Below(string prefix) => _fields.Keys
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[prefix.Length..], name => Number(name) ?? 0, StringComparer.Ordinal);

    private string? Text(string name) => _fields.GetValueOrDefault(name);

    private ByteSize? Size(string name) => Number(name) switch
    {
        null => null,
        < 0 and var bytes => throw Error($"Expected an amount of bytes in \"{name}\", found {bytes}."),
        var bytes => new ByteSize(bytes.Value),
    };

    private ByteSize Level(string name, string other = "") => Size(name) ?? Size(other) ?? default;

    private long? Number(string name)
    {
        if (Text(name) is not { } word)
        {
            return null;
        }

        return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number is > -Most and < Most
            ? number
            : throw Error($"Expected a whole number in \"{name}\", found \"{Shorten(word)}\".");
    }

    private int? Count(string name) => Number(name) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var number => (int)number,
        var number => throw Error($"Expected a count in \"{name}\", found {number}."),
    };

    private double? Fraction(string name)
    {
        if (Text(name) is not { } word)
        {
            return null;
        }

        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) < 1e11
            ? number
            : throw Error($"Expected a number in \"{name}\", found \"{Shorten(word)}\".");
    }

    private DateTimeOffset? Time(string name) => Text(name) is { } word ? TimeOf(name, word) : null;

    private DateTimeOffset TimeOf(string name, string word) =>
        DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Error($"Expected a time such as 2026-11-23T05:00:00Z in \"{name}\", found \"{Shorten(word)}\".");

    private MalformedInputException Error(string problem) => MalformedInputException.AtLine(_source, _line, problem);

    private static string Shorten(string word) => word.Length <= 80 ? word : word[..79] + "…";
}
