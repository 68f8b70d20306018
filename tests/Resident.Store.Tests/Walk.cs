using Resident.Model;

namespace Resident.Store.Tests;

/// <summary>A service of which samples are made: a sawtooth heap that leaks, with the noise that real ones have.</summary>
internal sealed class Walk
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private const int PageBytes = 4_096;

    private readonly Noise _random;
    private readonly int _cycleSeconds;
    private long _live = 40 << 20;
    private long _alloc = 40 << 20;
    private long _total = 1 << 30;
    private long _mallocs = 10_000_000;
    private long _cycles = 100;
    private long _cpu;
    private long _peak;
    private int _second;

    public Walk(int seed, int cycleSeconds = 20)
    {
        _random = new Noise(seed);
        _cycleSeconds = cycleSeconds;
    }

    public Sample Next()
    {
        int second = _second++;
        _total += 2_000_000 + _random.Next(500_000);
        _mallocs += 20_000 + _random.Next(5_000);
        _alloc += 2_000_000 + _random.Next(500_000);
        _cpu += 300 + _random.Next(100);
        if (second % _cycleSeconds == 0)
        {
            _live += _random.Next(40_000) - 10_000;
            _alloc = _live;
            _cycles++;
        }

        long res = (_alloc + (30 << 20) + _random.Next(1 << 20)) / PageBytes * PageBytes;
        _peak = Math.Max(_peak, res);
        var time = Start.AddSeconds(second).AddMilliseconds(_random.Next(3));
        return new Sample
        {
            Time = time,
            Process = Process(time, res, second),
            Cgroup = Group(res, second),
            Go = Runtime(time),
            Warnings = second % 1_000 < 10 ? ["smaps_rollup: Permission denied."] : [],
        };
    }

    public RecordedStep NextStep()
    {
        var sample = Next();
        return new RecordedStep { UnixMs = sample.Time.ToUnixTimeMilliseconds(), Sample = sample };
    }

    private ProcessMemory Process(DateTimeOffset time, long res, int second)
    {
        var shared = new ByteSize(12 << 20);
        return new ProcessMemory
        {
            Pid = 4_711,
            TakenAt = time.AddMilliseconds(_random.Next(2)),
            StartTicks = 123_456,
            Comm = "orders-api",
            Virt = new ByteSize((1_800L << 20) + (second / 600 * PageBytes)),
            Res = new ByteSize(res),
            Shr = shared,
            Swap = default,
            Code = new ByteSize(5 << 20),
            Data = new ByteSize((200L << 20) + (second / 300 * PageBytes)),
            PeakRes = new ByteSize(_peak),
            PeakVirt = new ByteSize(1_900L << 20),
            RssAnon = new ByteSize(res) - shared,
            RssFile = shared,
            RssShmem = default,
            PageTables = new ByteSize((1 << 20) + (_random.Next(3) * PageBytes)),
            Locked = default,
            Threads = 12 + _random.Next(2),
            OpenFiles = 40 + _random.Next(8),
            MinorFaults = 100_000 + (second * 30L) + _random.Next(20),
            MajorFaults = 12,
            CpuTime = TimeSpan.FromMilliseconds(_cpu),
            Stat = _random.Next(10) == 0 ? "Rsl" : "Ssl",
            Tty = "?",
            Rollup = new SmapsRollup
            {
                TakenAt = Start.AddSeconds(second / 10 * 10),
                Rss = new ByteSize(res / (1 << 24) << 24),
                Pss = new ByteSize((60 << 20) + (second / 10 * 100)),
                Uss = new ByteSize((55 << 20) + (second / 10 * 100)),
                Anonymous = new ByteSize(res / (1 << 24) << 24),
                LazyFree = default,
                AnonHugePages = new ByteSize(4 << 20),
                Swap = default,
            },
        };
    }

    private CgroupMemory Group(long res, int second) => new()
    {
        Version = 2,
        Path = "/system.slice/orders-api.service",
        Usage = new ByteSize(res + (20 << 20)),
        Limit = new ByteSize(512 << 20),
        LimitPath = "/system.slice/orders-api.service",
        Swap = default(ByteSize),
        Events = new Dictionary<string, long>(StringComparer.Ordinal) { ["oom_kill"] = 0, ["high"] = 0, ["max"] = second / 7_000 },
        Stat = new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["anon"] = res - (12 << 20),
            ["file"] = (20 << 20) + _random.Next(1 << 16),
            ["kernel"] = 3 << 20,
            ["slab"] = (1 << 20) + _random.Next(1 << 12),
            ["sock"] = 4_096,
            ["shmem"] = 0,
        },
    };

    private GoMemory Runtime(DateTimeOffset time) => new()
    {
        TakenAt = time.AddMilliseconds(1),
        Source = "memory",
        Version = "go1.26.5",
        HeapAlloc = new ByteSize(_alloc),
        HeapSys = new ByteSize(128 << 20),
        HeapIdle = new ByteSize((120 << 20) - (_alloc / 8_192 * 8_192)),
        HeapInuse = new ByteSize((8 << 20) + (_alloc / 8_192 * 8_192)),
        HeapReleased = new ByteSize(20 << 20),
        HeapObjects = _alloc / 100,
        HeapLive = new ByteSize(_alloc + _random.Next(10_000)),
        HeapMarked = new ByteSize(_live),
        StackInuse = new ByteSize((1 << 20) + (_random.Next(4) * 8_192)),
        StackSys = new ByteSize(1 << 21),
        Sys = new ByteSize(140 << 20),
        NextGC = new ByteSize(_live * 2),
        TotalAlloc = _total,
        Mallocs = _mallocs,
        Frees = _mallocs - (_alloc / 100),
        NumGC = _cycles,
        PauseTotalNs = _cycles * 80_000,
        LastGCUnixNs = (Start.AddSeconds(_cycles) - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
        GCCPUFraction = 0.000_123_456,
        Gogc = 100,
        Goroutines = 50 + _random.Next(20),
    };
}
