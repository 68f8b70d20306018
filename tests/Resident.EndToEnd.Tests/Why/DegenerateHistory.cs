using CsCheck;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;

namespace Resident.EndToEnd.Tests.Why;

/// <summary>Histories of a watch's first seconds and of damaged clocks: one to five samples, at one time or nearly, with figures that are zero, missing
/// or absurd.</summary>
internal static class DegenerateHistory
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private static readonly Gen<long> Amount = Gen.OneOf(0, 0, 1, 4096, 9L << 20, 60L << 20, 3L << 30, 1L << 50);

    private static readonly Gen<ByteSize?> Size = Gen.Bool.SelectMany(static isKnown => Amount.Select(bytes => isKnown ? (ByteSize?)new ByteSize(bytes) : null));

    private static readonly Gen<long> Counts = Gen.OneOf(0L, 1, 2, 5, 40, 30_000);

    // A clock that stands, that hardly moves, that is set back.
    private static readonly Gen<double> Passed = Gen.OneOf(0.0, 0.0, 1e-7, 0.2, 1, 1, 7_200, -5);

    private static readonly Gen<GoMemory?> Runtime =
        from isKnown in Gen.Int[0, 4]
        from sizes in Size.Array[9]
        from cycles in Counts
        from goroutines in Counts
        from gogc in Gen.OneOf(-1, 100, 900)
        select isKnown == 0 ? null : new GoMemory
        {
            TakenAt = Start,
            Source = "memory",
            HeapAlloc = sizes[0],
            HeapInuse = sizes[1],
            HeapSys = sizes[2],
            HeapMarked = sizes[3],
            NextGC = sizes[4],
            MSpanSys = sizes[5],
            MSpanInuse = sizes[6],
            StackInuse = sizes[7],
            MemoryLimit = sizes[8],
            TotalAlloc = sizes[0]?.Bytes,
            NumGC = cycles,
            Goroutines = goroutines,
            Gogc = gogc,
        };

    private static readonly Gen<ProcessMemory?> Process =
        from isKnown in Gen.Int[0, 4]
        from amounts in Amount.Array[5]
        from threads in Counts
        select isKnown == 0 ? null : new ProcessMemory
        {
            Pid = 4711,
            TakenAt = Start,
            StartTicks = 1,
            Comm = "orders",
            Virt = new(amounts[0]),
            Res = new(amounts[1]),
            Shr = default,
            Swap = default,
            Code = default,
            Data = default,
            PeakRes = new(amounts[1]),
            PeakVirt = new(amounts[0]),
            RssAnon = new(amounts[1]),
            RssFile = default,
            RssShmem = default,
            PageTables = new(amounts[2]),
            Locked = default,
            Threads = (int)threads,
            MinorFaults = 0,
            MajorFaults = 0,
            CpuTime = default,
            Stat = "Sl",
            Tty = "?",
            WrittenBytes = amounts[3],
            WrittenByCalls = amounts[4],
        };

    private static readonly Gen<IReadOnlyList<LedgerTerm>> Terms =
        from ids in Gen.OneOf<LedgerTermId[]>(
            [],
            [.. LedgerTermNames.All],
            [LedgerTermId.GoHeap, LedgerTermId.Anonymous, LedgerTermId.Executable],
            [LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Idle, LedgerTermId.Metadata, LedgerTermId.NativeHeap])
        from amounts in Amount.Array[20]
        select (IReadOnlyList<LedgerTerm>)[.. ids.Zip(amounts, static (id, bytes) => new LedgerTerm(id, new(bytes), LedgerHow.Derived))];

    private static readonly Gen<Ledger> Account =
        from terms in Terms
        from sizes in Size.Array[10]
        from seconds in Passed
        select new Ledger
        {
            TakenAt = Start.AddSeconds(seconds),
            Res = new(terms.Aggregate(0L, static (sum, term) => sum + term.Resident.Bytes)),
            Sources = ["smaps"],
            Terms = terms,
            Figures = new()
            {
                ArenaResident = sizes[0],
                ArenaHugePages = sizes[1],
                ArenaLazyFree = sizes[2],
                ReleasedResident = sizes[3],
                Untouched = sizes[4],
                UntouchedObjects = sizes[5],
                LargeObjects = sizes[6],
                MetadataMapped = sizes[7],
                OutsideMapped = sizes[8],
                NativeArenas = (int?)(sizes[9]?.Bytes % 100),
            },
            Files = [new("/srv/index.db", new(4096), new(8192), LedgerTermId.Files)],
        };

    private static readonly Gen<GoroutineCensus> Census =
        from count in Counts
        from dead in Counts
        select new GoroutineCensus
        {
            TakenAt = Start,
            Dead = dead,
            Groups = [new() { State = "waiting", WaitReason = "chan receive", Count = count, StackBytes = new(2048), IsSystem = false, ExampleId = 7 }],
        };

    private static readonly Gen<CgroupMemory?> Group =
        from isKnown in Gen.Bool
        from usage in Size
        from limit in Size
        from cache in Amount
        select isKnown ? new CgroupMemory
        {
            Version = 2,
            Path = "/",
            Usage = usage,
            Limit = limit,
            Stat = new Dictionary<string, long>(StringComparer.Ordinal) { ["file"] = cache, ["shmem"] = cache / 2 },
        }
        : null;

    private static readonly Gen<Sample> One =
        from process in Process
        from runtime in Runtime
        from cgroup in Group
        select new Sample { Time = Start, Process = process, Go = runtime, Cgroup = cgroup };

    /// <summary>Gets the histories.</summary>
    public static Gen<Observation> All { get; } =
        from samples in One.Array[1, 5]
        from passed in Passed.Array[5]
        from ledgers in Account.Array[0, 3]
        from censuses in Census.Array[0, 3]
        from isGo in Gen.Bool
        from host in Size
        select new Observation
        {
            Target = new()
            {
                Pid = 4711,
                Name = "orders",
                Runtime = isGo ? new("go", "go1.24.1", "example.com/orders", "buildinfo") : null,
                StartedAt = isGo ? Start : null,
            },
            Samples = [.. samples.Select((sample, i) => sample with { Time = Start.AddSeconds(passed.Take(i).Sum()) })],
            Ledgers = ledgers,
            Goroutines = censuses,
            HostMemory = host,
        };
}
