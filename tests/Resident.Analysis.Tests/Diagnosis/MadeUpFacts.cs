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
    public string? Runtime { get; init; } = "go";

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

    /// <summary>Gets what all terms add up to, MiB.</summary>
    public double Res(double share) =>
        (Runtime is "go" ? HeapTerms.Sum(term => term.Term(share)) : 0) + Metadata(share) + Native(share) + ThreadStacks(share) + Anonymous(share) + Executable(share)
        + Files(share) + Shared(share);

    internal static ByteSize Bytes(double mebibytes) => new((long)(mebibytes * Mebibyte));

    /// <summary>Makes what was seen.</summary>
    public Observation Observe()
    {
        var shares = Enumerable.Range(0, Points).Select(i => (double)i / (Points - 1)).ToList();
        return new()
        {
            Target = new() { Pid = 4711, Name = "orders", Runtime = MadeUpProcess.RuntimeOf(Runtime), StartedAt = Start - Age },
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
        return new() { Time = time, Go = Runtime is "go" ? RuntimeAt(time, share) : null, Process = MadeUpKernel.ProcessAt(this, time, share), Cgroup = MadeUpKernel.GroupAt(this, share) };
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
}
