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

    private static Model.Ledgers.MappingTotals Sum(IReadOnlyList<MemoryMapping> mappings, bool isGo, ByteSize? rssShmem = null) =>
        MappingClassifier.Sum(mappings, [], "/srv/orders", isGo, rssShmem, default);

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
