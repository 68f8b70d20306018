using Resident.Analysis.Diagnosis;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>What an observation says, fact by fact: a quiet service with a heap of 40 MiB, of which a test changes what it speaks of.
/// Each fact is a function of the share of the window that is over, 0 to 1; bytes in MiB.</summary>
internal sealed record MadeUpFacts
{
    private const double Mebibyte = 1 << 20;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(40);

    public int Points { get; init; } = 41;

    public TimeSpan Age { get; init; } = TimeSpan.FromDays(2);

    public Func<double, double> Live { get; init; } = static _ => 40;

    /// <summary>Gets what a mark finds reachable where that is not what is in RAM of it.</summary>
    public Func<double, double>? Marked { get; init; }

    public Func<double, double> Garbage { get; init; } = static _ => 10;

    public Func<double, double> Idle { get; init; } = static _ => 2;

    public Func<double, double> Fragmentation { get; init; } = static _ => 1;

    public Func<double, double> Stacks { get; init; } = static _ => 0.5;

    public Func<double, double> Metadata { get; init; } = static _ => 2;

    public Func<double, double> Native { get; init; } = static _ => 0;

    public Func<double, double> ThreadStacks { get; init; } = static _ => 0;

    public Func<double, double> Anonymous { get; init; } = static _ => 0;

    public Func<double, double> Executable { get; init; } = static _ => 6;

    public Func<double, double> Files { get; init; } = static _ => 0;

    public Func<double, double> Shared { get; init; } = static _ => 0;

    public Func<double, double> Untouched { get; init; } = static _ => 0;

    public Func<double, double> Released { get; init; } = static _ => 0;

    public Func<double, double> LazyFree { get; init; } = static _ => 0;

    public Func<double, double> HugePages { get; init; } = static _ => 0;

    public Func<double, double> LargeObjects { get; init; } = static _ => 1;

    public Func<double, double> MetadataMapped { get; init; } = static _ => 12;

    public Func<double, double> OutsideMapped { get; init; } = static _ => 0;

    public Func<double, double> Cycles { get; init; } = static share => 100 + (80 * share);

    public Func<double, double> Allocated { get; init; } = static share => 5000 + (2000 * share);

    /// <summary>Gets the heap's goal; null: GOGC=100 of what is marked.</summary>
    public Func<double, double>? Goal { get; init; }

    public Func<double, double> HeapSys { get; init; } = static _ => 128;

    public Func<double, double> SpanSys { get; init; } = static _ => 0.4;

    public Func<double, double> SpanInUse { get; init; } = static _ => 0.3;

    public Func<double, double> Goroutines { get; init; } = static _ => 12;

    public Func<double, double> Threads { get; init; } = static _ => 9;

    public Func<double, double> PageTables { get; init; } = static _ => 0.3;

    public Func<double, double> Written { get; init; } = static _ => 0;

    public Func<double, double> WrittenByCalls { get; init; } = static _ => 0;

    public Func<double, double> Read { get; init; } = static _ => 0;

    public Func<double, double> Swap { get; init; } = static _ => 0;

    public Func<double, double> OtherSys { get; init; } = static _ => 1;

    public Func<double, double> BucketSys { get; init; } = static _ => 1;

    public Func<double, double>? GroupCache { get; init; }

    public Func<double, double>? GroupShmem { get; init; }

    public int Gogc { get; init; } = 100;

    public double? Limit { get; init; }

    /// <summary>Gets what the runtime is: of another one than Go there are no figures.</summary>
    public string Runtime { get; init; } = "go";

    /// <summary>Gets the control group's limit, MiB.</summary>
    public double? GroupLimit { get; init; }

    public IReadOnlyList<GroupCensus> Groups { get; init; } = [];

    public IReadOnlyList<GoroutineCensus> Censuses { get; init; } = [];

    public IReadOnlyList<HeapSites> Profiles { get; init; } = [];

    /// <summary>Gets what the heap profiler has counted at each reading.</summary>
    public IReadOnlyList<AllocationReading> Allocations { get; init; } = [];

    /// <summary>Gets how long ago the last mark was when the window began; null: not known.</summary>
    public TimeSpan? LastMark { get; init; }

    /// <summary>Gets a value indicating whether the files' pages are copies that the program wrote to.</summary>
    public bool AreFilesCopied { get; init; }

    /// <summary>Gets the path of the file that the term of mapped files consists of.</summary>
    public string File { get; init; } = "/var/lib/orders/segment.db";

    /// <summary>Asks for the verdict.</summary>
    public Verdict Diagnose() => Diagnostician.Diagnose(Observe());

    /// <summary>Makes a census with one group of goroutines.</summary>
    public static GoroutineCensus Census(long count, string function, string waitReason = "chan receive", string? start = null, long dead = 0) => new()
    {
        TakenAt = Start,
        Dead = dead,
        Groups =
        [
            new()
            {
                State = "waiting",
                WaitReason = waitReason,
                Count = count,
                StackBytes = new(count * 2048),
                IsSystem = start is not null,
                ExampleId = 7,
                Start = new(start ?? function, "main.go", 10, 8),
                Stack = [new(function, "main.go", 10, 8)],
            },
        ],
    };

    /// <summary>Makes a profile with one place.</summary>
    public static HeapSites Profile(string function, double mebibytes, params string[] callers) =>
        new(Start, [new(new(function, "main.go", 20, 18), [], mebibytes * Mebibyte, 100) { Callers = callers }]);

    /// <summary>Makes the readings of one stack whose objects are counted from the process's start on; one mark a reading, swept at once.</summary>
    /// <param name="function">Where it allocates.</param>
    /// <param name="allocs">The sampled allocations.</param>
    /// <param name="frees">The frees of these.</param>
    /// <param name="caller">What calls it.</param>
    public static IReadOnlyList<AllocationReading> Flow(string function, Func<double, double> allocs, Func<double, double> frees, string caller = "main.main") =>
    [
        .. Enumerable.Range(0, 13).Select(i => i / 12.0).Select(share => new AllocationReading(
            Start + (TimeSpan.FromSeconds(40) * share), 100 + (long)(80 * share), Start + (TimeSpan.FromSeconds(40) * share) - TimeSpan.FromSeconds(2),
            [
                new()
                {
                    Key = (ulong)caller.Length,
                    Place = new(function, "main.go", 20, 18),
                    Callers = [new(caller, "main.go", 40, 38)],
                    Allocs = (long)allocs(share),
                    MarkedAllocs = (long)allocs(share),
                    SweptAllocs = (long)allocs(share),
                    Frees = (long)frees(share),
                    BytesPerSample = Mebibyte / 2,
                    HeldBytes = (allocs(share) - frees(share)) * Mebibyte / 2,
                },
            ])),
    ];

    /// <summary>Puts the stacks of two flows into one.</summary>
    public static IReadOnlyList<AllocationReading> Beside(IReadOnlyList<AllocationReading> one, IReadOnlyList<AllocationReading> other) =>
        [.. one.Zip(other, static (first, second) => first with { Stacks = [.. first.Stacks, .. second.Stacks] })];

    private Observation Observe()
    {
        var shares = Enumerable.Range(0, Points).Select(i => (double)i / (Points - 1)).ToList();
        return new()
        {
            Target = new() { Pid = 4711, Name = "orders", Runtime = new(Runtime, "go1.24.1", "example.com/orders", "buildinfo"), StartedAt = Start - Age },
            Samples = shares.ConvertAll(SampleAt),
            Ledgers = shares.ConvertAll(LedgerAt),
            Goroutines = Censuses,
            HeapProfiles = Profiles,
            Allocations = Allocations,
            Groups = Groups,
            HostMemory = Bytes(8192),
        };
    }

    private (LedgerTermId Id, Func<double, double> Term)[] HeapTerms =>
    [
        (LedgerTermId.Live, Live), (LedgerTermId.Fragmentation, Fragmentation), (LedgerTermId.Stacks, Stacks), (LedgerTermId.Idle, Idle), (LedgerTermId.Garbage, Garbage),
    ];

    private Ledger LedgerAt(double share)
    {
        List<(LedgerTermId Id, Func<double, double> Term)> terms =
        [
            .. Runtime is "go" ? HeapTerms : [], (LedgerTermId.Metadata, Metadata),
            (LedgerTermId.NativeHeap, Native), (LedgerTermId.ThreadStacks, ThreadStacks), (LedgerTermId.Anonymous, Anonymous),
            (LedgerTermId.Executable, Executable), (LedgerTermId.Files, Files), (LedgerTermId.Shared, Shared),
        ];
        return new()
        {
            TakenAt = Start + (Window * share),
            Res = Bytes(Res(share)),
            Sources = ["smaps", "runtime", "pagemap"],
            Terms = [.. terms.Select(term => new LedgerTerm(term.Id, Bytes(term.Term(share)), LedgerHow.Derived))],
            Figures = new()
            {
                UntouchedObjects = Bytes(Untouched(share)),
                ReleasedResident = Bytes(Released(share)),
                ArenaLazyFree = Bytes(LazyFree(share)),
                ArenaHugePages = Bytes(HugePages(share)),
                LargeObjects = Bytes(LargeObjects(share)),
                MetadataMapped = Bytes(MetadataMapped(share)),
                OutsideMapped = Bytes(OutsideMapped(share)),
                FileClean = Bytes(Files(share)),
            },
            Files = [new(File, Bytes(Files(share)), Bytes(1024), LedgerTermId.Files)],
        };
    }

    private Sample SampleAt(double share)
    {
        var time = Start + (Window * share);
        return new() { Time = time, Go = Runtime is "go" ? RuntimeAt(time, share) : null, Process = ProcessAt(time, share), Cgroup = GroupAt(share) };
    }

    private GoMemory RuntimeAt(DateTimeOffset time, double share)
    {
        double marked = (Marked ?? Live)(share);
        return new()
        {
            TakenAt = time,
            Source = "memory",
            NumGC = (long)Cycles(share),
            LastGCUnixNs = LastMark is { } ago && Cycles(share) < Cycles(0) + 1 ? (Start - ago - DateTimeOffset.UnixEpoch).Ticks * 100 : null,
            Gogc = Gogc,
            MemoryLimit = Limit is { } limit ? Bytes(limit) : null,
            HeapMarked = Bytes(marked),
            HeapAlloc = Bytes(marked + Garbage(share)),
            HeapInuse = Bytes(marked + Garbage(share) + Fragmentation(share)),
            HeapSys = Bytes(HeapSys(share)),
            NextGC = Bytes(Goal?.Invoke(share) ?? (2 * marked)),
            TotalAlloc = Bytes(Allocated(share)).Bytes,
            StackInuse = Bytes(Stacks(share)),
            OtherSys = Bytes(OtherSys(share)),
            BuckHashSys = Bytes(BucketSys(share)),
            MSpanSys = Bytes(SpanSys(share)),
            MSpanInuse = Bytes(SpanInUse(share)),
            Goroutines = (long)Goroutines(share),
        };
    }

    private ProcessMemory ProcessAt(DateTimeOffset time, double share) => new()
    {
        Pid = 4711,
        TakenAt = time,
        StartTicks = 1,
        Comm = "orders",
        Virt = new(1 << 30),
        Res = Bytes(Res(share)),
        Shr = default,
        Swap = Bytes(Swap(share)),
        Code = default,
        Data = default,
        PeakRes = Bytes(Res(share)),
        PeakVirt = new(1 << 30),
        RssAnon = Bytes(Res(share) - Executable(share) - Shared(share) - (AreFilesCopied ? 0 : Files(share))),
        RssFile = Bytes(Executable(share) + (AreFilesCopied ? 0 : Files(share))),
        RssShmem = default,
        PageTables = Bytes(PageTables(share)),
        Locked = default,
        Threads = (int)Threads(share),
        MinorFaults = 0,
        MajorFaults = 0,
        CpuTime = default,
        Stat = "Sl",
        Tty = "?",
        WrittenBytes = Bytes(Written(share)).Bytes,
        WrittenByCalls = Bytes(WrittenByCalls(share)).Bytes,
        ReadBytes = Bytes(Read(share)).Bytes,
    };

    private CgroupMemory? GroupAt(double share)
    {
        var stat = new Dictionary<string, long>(StringComparer.Ordinal);
        if (GroupCache is not null)
        {
            stat["file"] = Bytes(GroupCache(share)).Bytes;
        }

        if (GroupShmem is not null)
        {
            stat["shmem"] = Bytes(GroupShmem(share)).Bytes;
        }

        return stat.Count == 0 && GroupLimit is null ? null
            : new() { Version = 2, Path = "/orders", Stat = stat, Limit = GroupLimit is { } limit ? Bytes(limit) : null };
    }

    private double Res(double share) =>
        (Runtime is "go" ? HeapTerms.Sum(term => term.Term(share)) : 0) + Metadata(share) + Native(share) + ThreadStacks(share) + Anonymous(share) + Executable(share)
        + Files(share) + Shared(share);

    private static ByteSize Bytes(double mebibytes) => new((long)(mebibytes * Mebibyte));
}
