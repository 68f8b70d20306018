using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Store;

namespace Resident.EndToEnd.Tests.Why;

/// <summary>A service of which three days are recorded: 15 MiB live with a slow wander, a collection every twenty seconds, office hours, and a leak.</summary>
internal sealed class ThreeDayService(double leakMebibytesADay, int seed)
{
    public const int Days = 3;

    private const double Mebibyte = 1 << 20;
    private const int SecondsADay = 86_400;
    private const int CycleSeconds = 20;
    private const int LedgerSeconds = 10;
    private const int StepsAtOnce = 900;

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private ulong _random = (ulong)seed;
    private double _wander;
    private long _marked;
    private long _cycles = 100;

    /// <summary>Records it.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="everySeconds">The time between two samples; ledgers are 10 s apart, or as far as samples.</param>
    public void Record(string path, int everySeconds)
    {
        using var writer = RecordingWriter.Open(path, new RecordingOptions { Name = "orders", Interval = TimeSpan.FromSeconds(everySeconds) });
        var steps = new List<RecordedStep>(StepsAtOnce);
        for (int second = 0; second < Days * SecondsADay; second += everySeconds)
        {
            steps.Add(StepAt(second, everySeconds));
            if (steps.Count == StepsAtOnce)
            {
                writer.Append(steps);
                steps.Clear();
            }
        }

        writer.Append(steps);
    }

    private RecordedStep StepAt(int second, int everySeconds)
    {
        // AR(1) with a memory of some fifty minutes, 0.6 MiB wide.
        double memory = Math.Exp(-everySeconds / 3_000.0);
        _wander = (memory * _wander) + (0.6 * Math.Sqrt(1 - (memory * memory)) * Normal());
        double hour = second / 3_600.0 % 24;
        double load = hour is > 8 and < 18 ? 4 * Math.Sin(Math.PI * (hour - 8) / 10) : 0;
        double live = 15 + _wander + load + (leakMebibytesADay * second / SecondsADay);
        if (second % CycleSeconds < everySeconds)
        {
            _marked = (long)(live * Mebibyte);
            _cycles += Math.Max(1, everySeconds / CycleSeconds);
        }

        long garbage = (long)(_marked * (second % CycleSeconds + 1.0) / (CycleSeconds + 1));
        var time = Start.AddSeconds(second);
        var ledger = second % Math.Max(LedgerSeconds, everySeconds) == 0 ? LedgerAt(time, garbage) : null;
        return new() { UnixMs = time.ToUnixTimeMilliseconds(), Sample = SampleAt(time, garbage, second), Ledger = ledger };
    }

    private Ledger LedgerAt(DateTimeOffset time, long garbage)
    {
        LedgerTerm[] terms =
        [
            new(LedgerTermId.Live, new(_marked), LedgerHow.Derived),
            new(LedgerTermId.Fragmentation, new(400 << 10), LedgerHow.Derived),
            new(LedgerTermId.Stacks, new(700 << 10), LedgerHow.Exact),
            new(LedgerTermId.Metadata, new(3 << 20), LedgerHow.Estimated),
            new(LedgerTermId.Executable, new(6 << 20), LedgerHow.Exact),
            new(LedgerTermId.Idle, new(_marked - garbage + (1 << 20)), LedgerHow.Exact),
            new(LedgerTermId.Garbage, new(garbage), LedgerHow.Derived),
        ];
        return new()
        {
            TakenAt = time,
            Res = new(terms.Sum(static term => term.Resident.Bytes)),
            Terms = terms,
            Sources = ["runtime", "smaps", "pagemap"],
            Skew = TimeSpan.FromMilliseconds(2),
            Figures = new() { ArenaResident = new((long)(60 * Mebibyte)), Untouched = new(300 << 10), LargeObjects = new(1 << 20) },
        };
    }

    private Sample SampleAt(DateTimeOffset time, long garbage, int second)
    {
        var res = new ByteSize((2 * _marked) + (11 << 20) + (100 << 10));
        return new()
        {
            Time = time,
            Process = new()
            {
                Pid = 4711,
                TakenAt = time,
                StartTicks = 1,
                Comm = "orders",
                Virt = new(1L << 30),
                Res = res,
                Shr = new(6 << 20),
                Swap = default,
                Code = new(5 << 20),
                Data = new(200 << 20),
                PeakRes = res,
                PeakVirt = new(1L << 30),
                RssAnon = new(res.Bytes - (6 << 20)),
                RssFile = new(6 << 20),
                RssShmem = default,
                PageTables = new(1 << 20),
                Locked = default,
                Threads = 12 + (second / 60 % 2),
                MinorFaults = 100_000 + (second * 30L),
                MajorFaults = 12,
                CpuTime = TimeSpan.FromMilliseconds(3.0 * second),
                Stat = "Ssl",
                Tty = "?",
                OpenFiles = 40 + (second / 60 % 8),
            },
            Go = new()
            {
                TakenAt = time,
                Source = "memory",
                HeapMarked = new(_marked),
                HeapAlloc = new(_marked + garbage),
                HeapLive = new(_marked + garbage),
                HeapInuse = new(_marked + garbage + (1 << 20)),
                HeapSys = new(96 << 20),
                HeapIdle = new((90 << 20) - garbage),
                HeapReleased = new(30 << 20),
                StackInuse = new(700 << 10),
                MSpanSys = new(400 << 10),
                MSpanInuse = new(300 << 10),
                GCSys = new(3 << 20),
                NextGC = new(2 * _marked),
                NumGC = _cycles,
                TotalAlloc = second * 2_000_000L,
                Gogc = 100,
                Goroutines = 50 + (second / 60 % 20),
            },
        };
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    // SplitMix64: the same on every machine.
    private double Uniform()
    {
        unchecked
        {
            _random += 0x9E3779B97F4A7C15;
            ulong mixed = (_random ^ (_random >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53)) + 1e-18;
        }
    }
}
