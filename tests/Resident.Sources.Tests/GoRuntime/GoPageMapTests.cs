using Resident.Model;

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

        var spans = process.ReadSpans();
        var memory = process.ReadMemory();

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
        // Since 1.26 the heap begins at a random page of its first chunk, and what lies before counts as released.
        Assert.InRange(after.HeapReleased.Value.Bytes - released, 0, RandomizesHeapBase(version) ? 511 * PageBytes : 0);
        Assert.Equal(after.HeapInuse!.Value.Bytes, Bytes(map, GoPageKind.Objects));
        Assert.Equal(map.Spans.Manual.Bytes, Bytes(map, GoPageKind.Stacks));
        Assert.True(released > 0);
        // The kernel may have brought a page back since, as a neighbour of one that was touched.
        Assert.InRange(map.Totals[(int)GoPageKind.Released].Resident!.Value.Bytes, 0, released / 50);
        Assert.True(map.Totals[(int)GoPageKind.Objects].Resident!.Value.Bytes > 0);
        Assert.NotNull(map.HugePages);
    }

    private static bool RandomizesHeapBase(string version) => version is "1.26" or "1.27";

    private static long Bytes(GoPageMap map, GoPageKind kind) => map.Totals[(int)kind].Bytes.Bytes;
}
