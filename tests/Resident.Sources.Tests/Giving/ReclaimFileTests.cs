using Resident.Model;
using Resident.Sources.Giving;

namespace Resident.Sources.Tests.Giving;

public sealed class ReclaimFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task TryReclaim_AsksThatNothingIsSwappedOut()
    {
        Assert.True(await ReclaimFile.TryReclaimAsync(_file, new ByteSize(4096), TestContext.Current.CancellationToken));

        Assert.Equal("4096 swappiness=0", await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TryReclaim_WhereTheKernelTakesANumberOnly_AsksForTheNumber()
    {
        // As memory.reclaim of older kernels, this file of the kernel answers EINVAL to what is not a number. It gets the value that it has.
        const string Filter = "/proc/self/coredump_filter";
        Assert.SkipUnless(File.Exists(Filter), "This kernel, a sandbox's perhaps, has no coredump_filter.");
        string before = await File.ReadAllTextAsync(Filter, TestContext.Current.CancellationToken);

        Assert.True(await ReclaimFile.TryReclaimAsync(
            Filter, new ByteSize(Convert.ToInt64(before.Trim(), 16)), TestContext.Current.CancellationToken));

        Assert.Equal(before, await File.ReadAllTextAsync(Filter, TestContext.Current.CancellationToken));
    }

    public void Dispose() => File.Delete(_file);
}
