using CsCheck;
using Resident.Analysis.Accounting;
using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Analysis.Tests.Accounting;

/// <summary>Holds the ledger's one promise: its terms add up to RES, whatever could be read.</summary>
public sealed class LedgerBuilderTests
{
    [Fact]
    public void Build_AnyReadings_AddUpToRes()
    {
        var size = Gen.Long[0, 1L << 34];
        Gen.Select(size.Array[8], size.Array[8], Gen.Bool, Gen.Bool, Gen.Int[0, 3]).Sample((mapped, levels, isGo, hasMappings, cycles) =>
        {
            var mappings = MappingsOf(mapped);
            var go = GoOf(levels, cycles);
            long res = hasMappings ? mappings.Rss.Bytes : mapped.Sum();
            var ledger = LedgerBuilder.Build(new()
            {
                Before = ProcessOf(res),
                After = ProcessOf(res + 512),
                Mappings = hasMappings ? mappings : null,
                Go = isGo ? go : null,
                IsGo = isGo,
            });

            Assert.Equal(ledger.Res.Bytes, ledger.Terms.Sum(static term => term.Resident.Bytes));
            Assert.All(ledger.Terms, static term => Assert.True(term.Resident.Bytes >= 0, term.ToString()));
        });
    }

    [Fact]
    public void Build_VmRssFarFromSmaps_TrustsSmapsAndSaysSo()
    {
        var mappings = MappingsOf([1 << 20, 0, 0, 0, 0, 0, 0, 0]);

        var ledger = LedgerBuilder.Build(new() { Before = ProcessOf(64 << 20), Mappings = mappings, IsGo = true });

        Assert.Equal(mappings.Rss, ledger.Res);
        Assert.Contains("ledger-vmrss-off", ledger.Warnings);
    }

    [Fact]
    public void Build_StatusAlone_HasFewerTermsAndNoGuess()
    {
        var ledger = LedgerBuilder.Build(new() { Before = ProcessOf(10 << 20), IsGo = true });

        Assert.Null(ledger.ResidentOf(LedgerTermId.Live));
        Assert.Equal(10 << 20, ledger.ResidentOf(LedgerTermId.Unattributed)!.Value.Bytes);
    }

    private static MappingTotals MappingsOf(long[] sizes) => new()
    {
        TakenAt = default,
        Rss = new(sizes.Sum()),
        ArenaSource = "runtime",
        Arena = new(sizes[0]),
        NativeHeap = new(sizes[1]),
        ThreadStacks = new(sizes[2]),
        Executable = new(sizes[3]),
        Files = new(sizes[4]),
        Shared = new(sizes[5]),
        Outside = new(sizes[6]),
        NamedMetadata = new(sizes[7]),
    };

    private static GoMemory GoOf(long[] sizes, int cycles) => new()
    {
        TakenAt = default,
        Source = "memory",
        Version = "go1.24.1",
        NumGC = cycles,
        HeapAlloc = new(sizes[0]),
        HeapInuse = new(sizes[1]),
        HeapIdle = new(sizes[2]),
        HeapReleased = new(sizes[3]),
        StackInuse = new(sizes[4]),
        HeapSys = new(sizes[1] + sizes[2]),
        Sys = new(sizes.Sum()),
        HeapMarked = new(sizes[5]),
    };

    private static ProcessMemory ProcessOf(long res) => new()
    {
        Pid = 1,
        TakenAt = default,
        StartTicks = 1,
        Comm = "orders",
        Virt = new(res),
        Res = new(res),
        Shr = default,
        Swap = default,
        Code = default,
        Data = default,
        PeakRes = new(res),
        PeakVirt = new(res),
        RssAnon = new(res),
        RssFile = default,
        RssShmem = default,
        PageTables = default,
        Locked = default,
        Threads = 1,
        MinorFaults = 0,
        MajorFaults = 0,
        CpuTime = default,
        Stat = "S",
        Tty = "?",
    };
}
