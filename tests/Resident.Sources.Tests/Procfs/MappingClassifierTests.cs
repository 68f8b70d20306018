using System.Globalization;
using System.Text;
using Resident.Model;
using Resident.Sources.Procfs;

namespace Resident.Sources.Tests.Procfs;

/// <summary>Holds what a mapping is taken for, by its shape and its neighbours.</summary>
public sealed class MappingClassifierTests
{
    private const ulong Arena = 0x11f_0800_0000; // 64 MiB-aligned, not where Go used to be
    private const ulong Libraries = 0x7f3a_0000_0000;

    [Fact]
    public void Sum_RunOfUnnamedMappingsOn64MiB_IsAGoArena()
    {
        var totals = Sum([Anonymous(Arena, 4 << 20, "rw-p"), Anonymous(Arena + (4 << 20), 60 << 20, "---p")], isGo: true);

        Assert.Equal("shape", totals.ArenaSource);
        Assert.Equal(4096, totals.Arena.Bytes);
    }

    [Fact]
    public void Sum_SameShapeBesideALibc_IsMallocs()
    {
        var totals = Sum(
            [Anonymous(Libraries, 1 << 20, "rw-p"), Anonymous(Libraries + (1 << 20), 63 << 20, "---p"), Library(Libraries + (80 << 20), "/lib/libc.so.6")],
            isGo: true);

        Assert.Null(totals.ArenaSource);
        Assert.Equal(4096, totals.NativeHeap.Bytes);
        Assert.Equal(1, totals.NativeArenas);
    }

    [Fact]
    public void Sum_WritableBehindAGuardPage_IsAThreadsStack()
    {
        var totals = Sum(
            [Anonymous(Libraries, 4096, "---p"), Anonymous(Libraries + 4096, 8 << 20, "rw-p"), Library(Libraries + (80 << 20), "/lib/libc.so.6")],
            isGo: true);

        Assert.Equal(4096, totals.ThreadStacks.Bytes);
        Assert.Equal(1, totals.ThreadStackCount);
    }

    [Fact]
    public void Sum_NamedByTheRuntime_IsTakenAtItsWord()
    {
        var totals = Sum(
            [Anonymous(Arena, 4 << 20, "rw-p") with { Name = "[anon: Go: heap]" }, Anonymous(Libraries, 1 << 20, "rw-p") with { Name = "[anon: Go: gc bits]" }],
            isGo: true);

        Assert.Equal("names", totals.ArenaSource);
        Assert.Equal(4096, totals.Arena.Bytes);
        Assert.Equal(4096, totals.NamedMetadata.Bytes);
    }

    [Fact]
    public void Sum_FileOnTmpfs_IsSharedWhereTheKernelCountsItSo()
    {
        var file = Library(Libraries, "/tmp/cache.db") with { Permissions = "rw-s", Device = "00:1f" };

        Assert.Equal(4096, Sum([file], isGo: true, rssShmem: new(4096)).Shared.Bytes);
        Assert.Equal(4096, Sum([file], isGo: true, rssShmem: default(ByteSize)).Files.Bytes);
    }

    [Fact]
    public void Sum_ZeroedDataBehindTheProgram_IsThePrograms()
    {
        var data = Library(0x500000, "/srv/orders") with { Permissions = "rw-p" };

        var totals = Sum([Library(0x400000, "/srv/orders"), data, Anonymous(data.End, 1 << 18, "rw-p")], isGo: true);

        Assert.Equal(3 * 4096, totals.Executable.Bytes);
    }

    [Fact]
    public void Sum_ThirtyThousandArenasOfMalloc_AreToldInBoundedTime()
    {
        // Each asks what lies near. It was a search of all mappings, some two thousand million comparisons here.
        var mappings = new List<MemoryMapping> { Library(Arena, "/srv/orders") };
        for (uint i = 0; i < 30_000; i++)
        {
            ulong start = (1UL << 46) + (i * (64UL << 20));
            mappings.Add(Anonymous(start, 1 << 20, "rw-p"));
            mappings.Add(Anonymous(start + (1 << 20), 63 << 20, "---p"));
        }

        ulong last = (1UL << 46) + (30_000UL * (64UL << 20));
        mappings.Add(Library(last, "/lib/libc.so.6"));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var totals = Sum(mappings, isGo: false);

        // 2^40 addresses are 16,384 arenas: so many lie near the library.
        Assert.Equal(16_383, totals.NativeArenas);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
    }

    private static Model.Ledgers.MappingTotals Sum(
        IReadOnlyList<MemoryMapping> mappings, bool isGo, ByteSize? rssShmem = null)
    {
        var text = new StringBuilder();
        foreach (var mapping in mappings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{mapping.Start:x}-{mapping.End:x} {mapping.Permissions} 00000000 ");
            text.Append(CultureInfo.InvariantCulture, $"{mapping.Device} {mapping.Inode} {mapping.Name}\n");
            text.Append(CultureInfo.InvariantCulture, $"Rss: {mapping.Memory!.Rss.Bytes / 1024} kB\n");
        }

        string root = Directory.CreateTempSubdirectory("resident-mappings").FullName;
        try
        {
            File.WriteAllText(Path.Join(Directory.CreateDirectory(Path.Join(root, "7")).FullName, "smaps"), text.ToString());
            var table = new MappingTable();
            new SmapsReader(root).ReadSmaps(7, table);
            return MappingClassifier.Sum(table, [], "/srv/orders", isGo, rssShmem, default);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static MemoryMapping Anonymous(ulong start, ulong bytes, string permissions) => new()
    {
        Start = start,
        End = start + bytes,
        Permissions = permissions,
        Offset = 0,
        Device = "00:00",
        Inode = 0,
        Name = "",
        Memory = new() { Rss = new(permissions[0] == 'r' ? 4096 : 0) },
    };

    private static MemoryMapping Library(ulong start, string path) =>
        Anonymous(start, 1 << 20, "r-xp") with { Inode = 7, Device = "08:01", Name = path, Memory = new() { Rss = new(4096) } };
}
