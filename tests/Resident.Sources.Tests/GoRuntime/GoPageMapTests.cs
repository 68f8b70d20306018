using Resident.Model;
using Resident.Sources.GoRuntime;
using Resident.Sources.Procfs;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Spans and pages read from outside against the statistics, to the byte.</summary>
public sealed class GoPageMapTests
{
    private const long PageBytes = 8192;

    public static TheoryData<string, string> Targets() => GoMemoryTests.Targets();

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadSpans_QuietTarget_SumToHeapInuseAndStacks(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant), ("FILL_MIB", "40"));
        using var process = target.Open();
        _ = await target.AskAsync("gc");

        var (memory, map) = StandingPageMap.Read(process);
        var spans = map.Spans;

        Assert.Equal(memory.HeapInuse, spans.InUse);
        Assert.True(spans.Manual >= memory.StackInuse!.Value);
        Assert.Equal(spans.InUse.Bytes, spans.SizeClasses.Sum(static use => use.Bytes.Bytes));
        Assert.All(spans.SizeClasses, static use => Assert.InRange(use.Objects, 0, use.Slots));
        // Every second node of 48 bytes was dropped.
        Assert.InRange(spans.SizeClasses.Single(static use => use.ObjectBytes == 48).Occupancy, 0.4, 0.65);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadPageMap_QuietTarget_HasHeapIdleAndHeapReleasedToTheByte(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant), ("FILL_MIB", "40"));
        using var process = target.Open();
        _ = await target.AskAsync("free");

        var (after, map) = StandingPageMap.Read(process, withHugePages: true);

        long idle = Bytes(map, GoPageKind.Idle);
        long released = Bytes(map, GoPageKind.Released);
        Assert.Equal(after.HeapIdle!.Value.Bytes - after.HeapReleased!.Value.Bytes, idle);
        Assert.Equal(after.HeapReleased.Value.Bytes, released);
        Assert.Equal(after.HeapInuse!.Value.Bytes, Bytes(map, GoPageKind.Objects));
        Assert.Equal(map.Spans.Manual.Bytes, Bytes(map, GoPageKind.Stacks));
        Assert.True(released > 0);
        // The kernel may have brought a page back since, as a neighbour of one that was touched.
        Assert.InRange(map.Totals[(int)GoPageKind.Released].Resident!.Value.Bytes, 0, released / 50);
        Assert.True(map.Totals[(int)GoPageKind.Objects].Resident!.Value.Bytes > 0);
        Assert.NotNull(map.HugePages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadPageMap_QuietTarget_TellsOfEachPageWhatPagemapTells(bool isOldKernel)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(GoToolchains.Versions[^1], "plain"), ("FILL_MIB", "40"), ("SPARSE_MIB", "16"));
        _ = await target.AskAsync("free");
        using ProcMirror mirror = new(target.Pid, isOldKernel ? ["pagemap"] : []);
        string pagemap = isOldKernel ? mirror.CopyPagemap(target.Pid) : $"/proc/{target.Pid}/pagemap";
        using var process = target.Open(new GoProcessOptions { ProcRoot = mirror.Root });

        // The kernel may take a page away or bring it back between two looks.
        byte[] told = [];
        byte[] expected = [];
        long counted = 0;
        for (int attempt = 0; attempt < 20 && (attempt == 0 || !told.SequenceEqual(expected)); attempt++)
        {
            counted = HeapRes(target.Pid, process.ReadArenas());
            var map = process.ReadPageMap();
            Assert.All(map.Regions, static region => Assert.True(region.IsResidencyKnown));
            told = [.. map.Regions.SelectMany(static region => region.Runs.ToArray()).SelectMany(static run => Enumerable.Repeat(run.Resident, run.Pages))];
            expected = [.. map.Regions.SelectMany(region => ReadPercents(pagemap, region))];
        }

        Assert.Equal(expected, told);
        Assert.Contains((byte)100, told);
        // What the kernel counts in RES: pages that were only read are its own.
        Assert.Equal(counted, told.Sum(static percent => percent * PageBytes / 100));
        // A kernel whose huge pages are always on has it all in RAM.
        Assert.True(told.Count(static percent => percent == 50) is 0 or > 1024, "The kernel tells of 512 ranges at once, and we ask for 1,024.");
        Assert.Contains((byte)0, told);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadPageMap_QuietTarget_HasEachSpanWhereItLies(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant), ("FILL_MIB", "40"));
        using var process = target.Open();
        _ = await target.AskAsync("gc");

        var (_, map) = StandingPageMap.Read(process);

        int spans = 0;
        foreach (var region in map.Regions)
        {
            Assert.Equal(region.Pages, region.Runs.ToArray().Sum(static run => run.Pages));
            GoPageWalk walk = new(region);
            foreach (var span in map.Spans.Spans.Where(span => span.Address >= region.Address && span.Address < region.Address + ((ulong)region.Pages * PageBytes)))
            {
                int first = (int)((span.Address - region.Address) / PageBytes);
                int end = first + (int)(span.Bytes / PageBytes);
                AssertOnlyFree(ref walk, first);
                AssertSpan(ref walk, end, span);
                spans++;
            }

            AssertOnlyFree(ref walk, region.Pages);
        }

        Assert.Equal(map.Spans.Spans.Count, spans);
    }

    private static void AssertOnlyFree(ref GoPageWalk walk, int end)
    {
        while (walk.TryTake(end, out var part))
        {
            Assert.True(part.Kind is GoPageKind.Idle or GoPageKind.Released or GoPageKind.Other, part.ToString());
        }
    }

    private static void AssertSpan(ref GoPageWalk walk, int end, GoSpan span)
    {
        bool isInUse = span.State == GoSpanState.InUse;
        while (walk.TryTake(end, out var part))
        {
            Assert.Equal(isInUse ? GoPageKind.Objects : GoPageKind.Stacks, part.Kind);
            Assert.Equal(isInUse ? (byte)Math.Round(span.Fullness * 100) : 0, part.Fullness);
        }

        Assert.Equal(end, walk.Page);
    }

    private static byte[] ReadPercents(string pagemap, GoPageRegion region)
    {
        int kernelPages = (int)PageBytes / Environment.SystemPageSize;
        Assert.SkipWhen(kernelPages == 0, "the kernel's pages are larger than those of the Go heap here");
        byte[] entries = new byte[region.Pages * kernelPages * 8];
        using var file = File.OpenHandle(pagemap);
        _ = RandomAccess.Read(file, entries, (long)(region.Address / (ulong)Environment.SystemPageSize * 8));
        byte[] percents = new byte[region.Pages];
        for (int i = 0; i < region.Pages * kernelPages; i++)
        {
            // Bit 63: in RAM; bit 56: mapped here alone, which the kernel's page of zeros is not.
            bool isResident = (entries[(i * 8) + 7] & 0x81) == 0x81;
            percents[i / kernelPages] += (byte)(isResident ? 100 / kernelPages : 0);
        }

        return percents;
    }

    private static long HeapRes(int pid, IReadOnlyList<(ulong Start, ulong End)> heap) => new SmapsReader().ReadSmaps(pid)
        .Where(mapping => heap.Any(range => range.Start < mapping.End && mapping.Start < range.End))
        .Sum(static mapping => mapping.Memory!.Rss.Bytes);

    private static long Bytes(GoPageMap map, GoPageKind kind) => map.Totals[(int)kind].Bytes.Bytes;
}
