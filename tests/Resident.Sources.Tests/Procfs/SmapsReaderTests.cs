using CsCheck;
using Resident.Model;
using Resident.Sources.Procfs;

namespace Resident.Sources.Tests.Procfs;

public sealed class SmapsReaderTests
{
    [Fact]
    public void ReadSmaps_SumOfMappings_IsTheRollup()
    {
        var reader = new SmapsReader(ProcessReaderTests.Root("go"));

        var mappings = reader.ReadSmaps(4711);
        var rollup = reader.ReadRollup(4711);

        Assert.Equal(rollup.Rss.Bytes, mappings.Sum(static mapping => mapping.Memory!.Rss.Bytes));
        Assert.Equal(rollup.Uss.Bytes, mappings.Sum(static mapping => mapping.Memory!.Uss.Bytes));
        Assert.Equal(rollup.Anonymous.Bytes, mappings.Sum(static mapping => mapping.Memory!.Anonymous.Bytes));
        Assert.Equal(ByteSize.FromKibibytes(10_372), rollup.Rss);
        Assert.Equal(ByteSize.FromKibibytes(10_368), rollup.Pss);
    }

    [Fact]
    public void ReadSmaps_FirstMapping_HasEveryColumn()
    {
        var first = new SmapsReader(ProcessReaderTests.Root("go")).ReadSmaps(4711)[0];

        Assert.Equal((0x400000UL, "r-xp", 0UL), (first.Start, first.Permissions, first.Offset));
        Assert.Equal("/srv/bin/esbuild", first.Name);
        Assert.False(first.IsAnonymous);
        Assert.StartsWith("rd ex mr mw me", first.Memory!.VmFlags, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadMaps_EqualsSmapsWithoutMemory()
    {
        var reader = new SmapsReader(ProcessReaderTests.Root("go"));

        Assert.Equal(reader.ReadSmaps(4711).Select(static mapping => mapping with { Memory = null }), reader.ReadMaps(4711));
    }

    [Fact]
    public void ReadRollup_WithoutTheFile_AddsUpSmaps()
    {
        var sums = new SmapsReader(ProcessReaderTests.Root("old-kernel")).ReadRollup(4711);

        Assert.Equal(new SmapsReader(ProcessReaderTests.Root("go")).ReadRollup(4711).Rss, sums.Rss);
    }

    [Theory]
    [InlineData("kernel-thread", 2)]
    [InlineData("zombie", 4712)]
    public void ReadRollup_WithoutMemory_GivesZeros(string tree, int pid) =>
        Assert.Equal(default, new SmapsReader(ProcessReaderTests.Root(tree)).ReadRollup(pid).Rss);

    [Fact]
    public void ReadRollup_OfALiveKernelThread_GivesZeros()
    {
        Assert.SkipUnless(File.Exists("/proc/2/stat") && File.ReadAllText("/proc/2/stat").Contains("kthreadd", StringComparison.Ordinal), "PID 2 is no kernel thread here (a PID namespace).");
        Assert.SkipUnless(string.Equals(Environment.UserName, "root", StringComparison.Ordinal), "Only root may read another user's smaps.");

        Assert.Equal(default, new SmapsReader().ReadRollup(2).Rss);
    }

    [Fact]
    public void ReadRollup_OfNoProcess_ThrowsGone() =>
        Assert.Throws<ProcessGoneException>(() => new SmapsReader(ProcessReaderTests.Root("go")).ReadRollup(1));

    [Fact]
    public void ReadRollup_OfOurselves_IsNearVmRss()
    {
        var processes = new ProcessReader();
        int pid = Environment.ProcessId;
        var before = processes.Read(pid);

        var rollup = new SmapsReader().ReadRollup(pid);

        var checkedMemory = ResidentCheck.Apply(before, rollup, processes.Read(pid));
        Assert.InRange((double)rollup.Rss.Bytes / before.Res.Bytes, 0.5, 2);
        Assert.Same(rollup, checkedMemory.Rollup);
    }

    [Theory]
    [InlineData(100, 100, 102, true)]
    [InlineData(100, 104, 102, false)]
    [InlineData(100, 104, 106, true)]
    [InlineData(100, 100, 101, false)]
    [InlineData(104, 100, 98, true)]
    public void Check_SumOutsideTheReadings_IsTrustedInstead(long before, long after, long sum, bool wrong)
    {
        var memory = new ProcessReader(ProcessReaderTests.Root("go")).Read(4711);
        var rollup = new SmapsReader(ProcessReaderTests.Root("go")).ReadRollup(4711) with { Rss = ByteSize.FromMebibytes(sum) };

        var result = ResidentCheck.Apply(
            memory with { Res = ByteSize.FromMebibytes(before) }, rollup, memory with { Res = ByteSize.FromMebibytes(after) });

        Assert.Equal(wrong ? 1 : 0, result.Warnings.Count);
        Assert.Equal(ByteSize.FromMebibytes(wrong ? sum : before), result.Res);
        Assert.True(!wrong || result.Res == result.RssAnon + result.RssFile + result.RssShmem);
    }

    [Fact]
    public void AnyBytes_ParseOrAreMalformed() =>
        Gen.Byte.Array[0, 400].Sample(static bytes =>
        {
            byte[] text = [.. "00400000-00402000 r--p 00000000 fe:00 1 /a\nRss: "u8, .. bytes];
            ReadAll(text);
            ReadAll(bytes);
        });

    private static void ReadAll(byte[] text)
    {
        string root = Path.Join(Path.GetTempPath(), $"resident-smaps-{Environment.CurrentManagedThreadId}");
        string folder = Directory.CreateDirectory(Path.Join(root, "7")).FullName;
        try
        {
            foreach (string name in (string[])["smaps", "smaps_rollup", "maps", "stat", "status", "statm"])
            {
                File.WriteAllBytes(Path.Join(folder, name), text);
            }

            var smaps = new SmapsReader(root);
            Tolerate(() => smaps.ReadSmaps(7));
            Tolerate(() => smaps.ReadMaps(7));
            Tolerate(() => smaps.ReadRollup(7));
            Tolerate(() => new ProcessReader(root).Read(7));
            Tolerate(() => new ProcessList(root).Read(7));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Tolerate(Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (exception is MalformedInputException or ProcessGoneException)
        {
            // Both are answers; anything else fails the test.
        }
    }
}
