using System.Globalization;
using Resident.Model;
using Resident.Model.Giving;
using Resident.Monitoring.Giving;
using Resident.Sources.Cgroup;

namespace Resident.Monitoring.Tests.Giving;

public sealed class CgroupReclaimRouteTests : IDisposable
{
    private const long Mebibyte = 1 << 20;

    private readonly string _root = Directory.CreateTempSubdirectory("resident-reclaim").FullName;
    private readonly GivingTarget _target = new(Environment.ProcessId, go: null, TimeProvider.System);

    public CgroupReclaimRouteTests()
    {
        Write("proc/self/mountinfo", "41 31 0:38 / /cgroup rw - cgroup2 cgroup2 rw\n");
        Write(string.Create(CultureInfo.InvariantCulture, $"proc/{Environment.ProcessId}/cgroup"), "0::/api\n");
        Write("cgroup/api/memory.reclaim", "");
    }

    [Fact]
    public async Task Offer_WithoutLazilyFreedPages_SaysWhatTheKernelWouldTake()
    {
        var offer = await Route().OfferAsync(Reading(lazyFree: 0), TestContext.Current.CancellationToken);

        Assert.False(offer.IsOpen);
        Assert.Equal(
            "RES has nothing that counts for nothing: the kernel would take page cache, files that are mapped and read again, and swap out the rest.",
            offer.Text);
    }

    [Fact]
    public async Task Take_LazilyFreedPages_AsksForThemWithoutSwapping()
    {
        var route = Route();
        var reading = Reading(lazyFree: 100 * Mebibyte);
        Assert.True((await route.OfferAsync(reading, TestContext.Current.CancellationToken)).IsOpen);

        string said = await route.TakeAsync(reading, TestContext.Current.CancellationToken);

        Assert.Equal("The kernel reclaimed 104857600 bytes from the group, page cache included.", said);
        Assert.Equal("104857600 swappiness=0", await File.ReadAllTextAsync(Path.Join(_root, "cgroup/api/memory.reclaim"), TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _target.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static GivingReading Reading(long lazyFree) => new()
    {
        TakenAt = DateTimeOffset.UnixEpoch,
        Res = new ByteSize(200 * Mebibyte),
        Released = new ByteSize(150 * Mebibyte),
        LazyFree = new ByteSize(lazyFree),
    };

    private CgroupReclaimRoute Route() => new(_target, new CgroupReader(Path.Join(_root, "proc"), _root));

    private void Write(string path, string text)
    {
        string file = Path.Join(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
