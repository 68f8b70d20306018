using Resident.Model;
using Resident.Monitoring.History;

namespace Resident.Web.Stage;

/// <summary>A Go service that leaks, computed: the same seed and the same times give the same figures.</summary>
public sealed class LeakyService
{
    private const double Mebibyte = 1024 * 1024;
    private const int Pid = 48211;

    private readonly DateTimeOffset _start;
    private readonly bool _isGo;
    private ulong _noise;
    private double _heap = 180;
    private double _live = 170;
    private double _released = 40;
    private double _highWater = 180;
    private long _cycles;
    private DateTimeOffset _lastCycle;
    private TimeSpan _cpu;

    /// <summary>Initializes a new instance of the <see cref="LeakyService"/> class.</summary>
    /// <param name="start">When the service started.</param>
    /// <param name="seed">Which noise.</param>
    /// <param name="isGo">Whether there is a Go runtime to tell about.</param>
    public LeakyService(DateTimeOffset start, int seed, bool isGo)
    {
        _start = start;
        _lastCycle = start;
        _isGo = isGo;
        _noise = 0x9E3779B97F4A7C15 ^ (uint)seed;
    }

    /// <summary>Moves on to a time and tells what is to be seen there.</summary>
    public (Sample Sample, IReadOnlyList<GcEntry> Cycles) At(DateTimeOffset now)
    {
        double hours = (now - _start).TotalHours;
        double load = 1 + (0.45 * Math.Sin(hours * 2 * Math.PI / 24)) + (0.1 * Noise());
        double allocated = 3.1 * load;
        _heap += allocated;
        _live = 170 + (42 * hours) + (4 * Noise());
        double goal = Math.Max(_live * 1.35, 64);
        List<GcEntry> cycles = [];
        List<ScavengeEvent> scavenges = [];
        if (_isGo && _heap >= goal * 0.97)
        {
            cycles.Add(Collect(now, goal, allocated));
            scavenges.Add(Scavenge());
        }

        _highWater = Math.Max(_highWater * 0.9995, _heap);
        _cpu += TimeSpan.FromSeconds(0.2 * load);
        return (Observe(now, hours, load, goal) with { GcCycles = [.. cycles.Select(static c => c.Cycle)], Scavenges = scavenges }, cycles);
    }

    private static ByteSize Size(double mebibytes) => new((long)(mebibytes * Mebibyte / 4096) * 4096);

    /// <summary>Gets the next of a fixed row of numbers from 0 to 1 (xorshift64).</summary>
    private double Noise()
    {
        _noise ^= _noise << 13;
        _noise ^= _noise >> 7;
        _noise ^= _noise << 17;
        return (_noise >> 11) / (double)(1UL << 53);
    }

    private GcEntry Collect(DateTimeOffset now, double goal, double allocated)
    {
        _cycles++;
        double start = _heap;
        double pause = 0.08 + (0.25 * Noise()) + (_cycles % 97 == 0 ? 1.1 : 0);
        double seconds = Math.Max(1, (now - _lastCycle).TotalSeconds);
        _lastCycle = now;
        _heap = _live + (3 * Noise());
        _released = 30 + (25 * Noise());
        GcCycle cycle = new()
        {
            Line = _cycles * 2,
            Number = _cycles,
            AtSeconds = (now - _start).TotalSeconds,
            CpuPercentSinceStart = 1,
            ClockMilliseconds = [Math.Round(pause * 0.3, 3), Math.Round(6 + (4 * Noise()), 2), Math.Round(pause * 0.7, 3)],
            CpuMilliseconds = [Math.Round(pause, 3), 1.2, 14, 2.1, Math.Round(pause * 2, 3)],
            HeapStartMebibytes = (long)start,
            HeapEndMebibytes = (long)(start + 2),
            HeapLiveMebibytes = (long)_live,
            GoalMebibytes = (long)goal,
            StacksMebibytes = 3,
            GlobalsMebibytes = 0,
            Procs = 8,
            Forced = _cycles % 211 == 0,
            Repaired = _cycles % 57 == 0,
            Era = "1.19",
            PauseMilliseconds = Math.Round(pause, 3),
        };
        return new GcEntry(now.ToUnixTimeMilliseconds(), cycle, 1.1 + (0.8 * Noise()), allocated * Mebibyte * (seconds > 0 ? 1 : 0));
    }

    private ScavengeEvent Scavenge() => new()
    {
        Line = (_cycles * 2) + 1,
        Work = Size(2 + (6 * Noise())),
        Released = Size(_released),
        UtilizationPercent = 78,
        Era = "1.21",
    };

    private Sample Observe(DateTimeOffset now, double hours, double load, double goal)
    {
        double idle = Math.Max(4, _highWater - _heap) + 12 + (5 * Math.Sin(hours * 9));
        double stacks = 3 + (2 * load);
        double anonymous = _heap + idle + stacks + 22;
        double files = 11.5;
        double shmem = 0.5;
        ProcessMemory process = new()
        {
            Pid = Pid,
            TakenAt = now,
            StartTicks = 4711,
            Comm = "orders-api",
            Virt = Size(1_840 + anonymous),
            Res = Size(anonymous) + Size(files) + Size(shmem),
            Shr = Size(files) + Size(shmem),
            Swap = Size(0),
            Code = Size(6.1),
            Data = Size(anonymous + 180),
            PeakRes = Size(anonymous + files + shmem + 12),
            PeakVirt = Size(1_900 + anonymous),
            RssAnon = Size(anonymous),
            RssFile = Size(files),
            RssShmem = Size(shmem),
            PageTables = Size(0.9),
            Locked = Size(0),
            Threads = 14 + (int)(load * 2),
            MinorFaults = (long)(anonymous * 256) + (long)(hours * 10_000),
            MajorFaults = 12,
            CpuTime = _cpu,
            Stat = "Ssl",
            Tty = "?",
            OpenFiles = 96 + (int)(load * 40),
            Rollup = new SmapsRollup
            {
                TakenAt = now,
                Rss = Size(anonymous) + Size(files) + Size(shmem),
                Pss = Size(anonymous + 6),
                Uss = Size(anonymous + 4),
                Anonymous = Size(anonymous),
                LazyFree = Size(0),
                AnonHugePages = Size(64),
                Swap = Size(0),
            },
        };
        return new Sample
        {
            Time = now,
            Process = process,
            Cgroup = new CgroupMemory { Version = 2, Path = "/orders.slice/orders-api.service", Usage = Size(anonymous + 90), Limit = Size(2_048) },
            Go = _isGo ? Runtime(now, idle, stacks, goal, load) : null,
        };
    }

    private GoMemory Runtime(DateTimeOffset now, double idle, double stacks, double goal, double load) => new()
    {
        TakenAt = now,
        Source = "memory",
        HeapAlloc = Size(_heap),
        HeapInuse = Size(_heap + 9),
        HeapIdle = Size(idle + _released),
        HeapReleased = Size(_released),
        HeapSys = Size(_heap + 9 + idle + _released),
        HeapObjects = (long)(_heap * 9_000),
        StackInuse = Size(stacks),
        NextGC = Size(goal),
        HeapLive = Size(_heap),
        HeapMarked = Size(_live),
        Goroutines = 900 + (long)(load * 300),
        NumGC = _cycles,
        Gogc = 35,
        Version = "go1.22.5",
    };
}
