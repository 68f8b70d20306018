using Resident.Model;
using Resident.Sources.Procfs;
using Resident.Testing;

namespace Resident.Sources.Tests.Procfs;

public sealed class ProcessReaderTests
{
    private const int Pid = 4711;

    [Fact]
    public void Read_OfAGoProcess_HasEveryFigureOfTopAndPs()
    {
        var memory = Read("go");

        Assert.Equal("esbuild", memory.Comm);
        Assert.Equal(ByteSize.FromKibibytes(1_235_628), memory.Virt);
        Assert.Equal(ByteSize.FromKibibytes(10_372), memory.Res);
        Assert.Equal(ByteSize.FromKibibytes(8012), memory.Shr);
        Assert.Equal(ByteSize.FromKibibytes(2360), memory.ResMinusShr);
        Assert.Equal(new ByteSize(1349 * 4096), memory.Code);
        Assert.Equal(new ByteSize(10_264 * 4096), memory.Data);
        Assert.Equal(memory.Res, memory.RssAnon + memory.RssFile + memory.RssShmem);
        Assert.Equal((5, 924L, 5L), (memory.Threads, memory.MinorFaults, memory.MajorFaults));
        Assert.Equal(TimeSpan.FromMilliseconds(10), memory.CpuTime);
        Assert.Equal(("Sl", "?"), (memory.Stat, memory.Tty));
        Assert.Equal(238_746UL, memory.StartTicks);
        Assert.Empty(memory.Warnings);
        Assert.True(memory.OpenFiles > 0);
    }

    [Fact]
    public void StartTime_IsBootTimePlusTicks() =>
        Assert.Equal(
            DateTimeOffset.FromUnixTimeSeconds(1_795_394_297).AddMilliseconds(2_387_460),
            Reader("go").Host.StartTime(238_746));

    [Theory]
    [InlineData("kernel-thread", 2, "kthreadd", "S")]
    [InlineData("zombie", 4712, "python3", "Z")]
    public void Read_WithoutMemory_GivesZeros(string tree, int pid, string name, string state)
    {
        var memory = Reader(tree).Read(pid);

        Assert.Equal(name, memory.Comm);
        Assert.Equal(state, memory.Stat[..1]);
        Assert.Equal(default, memory.Res + memory.Virt + memory.Data + memory.Shr + memory.RssAnon);
    }

    [Fact]
    public void Read_NameWithParenthesesAndLineFeed_EndsAtTheLastParenthesis()
    {
        var memory = Read("weird-name");

        Assert.Equal("a) S 1 (b\n", memory.Comm);
        Assert.Equal("Sl", memory.Stat);
    }

    [Fact]
    public void Read_OtherUsersProcess_ReadsTheRestAndNamesTheRemedy()
    {
        var memory = Read("other-user");

        Assert.Null(memory.OpenFiles);
        Assert.Equal(ByteSize.FromKibibytes(10_372), memory.Res);
        string path = Path.Join(Root("other-user"), "4711", "fd");
        Assert.Equal(
            [$"Open files are not counted: {path} may not be read; run as the process's user 1000 or with CAP_DAC_READ_SEARCH (root has it)."],
            memory.Warnings);
    }

    [Fact]
    public void Read_OnAKernelWithoutRssAnon_TakesItFromStatm()
    {
        var memory = Read("old-kernel");

        Assert.Equal(new ByteSize(2003 * 4096), memory.Shr);
        Assert.Equal(memory.Res - memory.Shr, memory.RssAnon);
    }

    [Fact]
    public void Read_HugeCounters_AreHeldAtTheTypesLargest()
    {
        var memory = Read("huge");

        Assert.Equal(ByteSize.FromKibibytes(137_438_953_468), memory.Virt);
        Assert.Equal((long.MaxValue, long.MaxValue), (memory.MinorFaults, memory.MajorFaults));
        Assert.Equal(ulong.MaxValue, memory.StartTicks);
        Assert.Null(Reader("huge").Host.StartTime(ulong.MaxValue));
        Assert.Equal(("S<Lsl+", "pts/3"), (memory.Stat, memory.Tty));
    }

    [Fact]
    public void Read_OfNoProcess_SaysWhatMayBe()
    {
        string root = Root("go");

        var exception = Assert.Throws<ProcessGoneException>(() => Reader("go").Read(1));

        Assert.Equal(
            $"There is no process 1 under {root}: it has ended, or it is in another PID namespace; \"resident ps\" lists those that can be seen.",
            exception.Message);
    }

    [Fact]
    public void Read_WhereStatusVanishes_ThrowsGone()
    {
        string root = Directory.CreateTempSubdirectory("resident-proc").FullName;
        try
        {
            Directory.CreateDirectory(Path.Join(root, "7"));
            File.Copy(Path.Join(Root("go"), "4711", "stat"), Path.Join(root, "7", "stat"));

            var exception = Assert.Throws<ProcessGoneException>(() => new ProcessReader(root).Read(7));

            Assert.Equal($"Process 7 ended while {root}/7 was read.", exception.Message);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Theory]
    [InlineData("status", "VmRSS:\t12\n", "status:1: Expected \"Key: N kB\", found \"VmRSS: 12\".")]
    [InlineData("status", "VmRSS:\t99999999999999999999 kB\n", "status:1: Expected \"Key: N kB\", found \"VmRSS: 99999999999999999999 kB\".")]
    [InlineData("statm", "1 2 3\n", "statm:1: Expected seven numbers, found \"1 2 3 \".")]
    [InlineData("stat", "nothing\n", "stat:1: Expected \"PID (NAME) STATE ...\", found \"nothing \".")]
    public void Read_DamagedFile_NamesFileAndLine(string file, string text, string message)
    {
        string root = Directory.CreateTempSubdirectory("resident-proc").FullName;
        try
        {
            string folder = Directory.CreateDirectory(Path.Join(root, "7")).FullName;
            foreach (string name in (string[])["stat", "status", "statm"])
            {
                File.Copy(Path.Join(Root("go"), "4711", name), Path.Join(folder, name));
            }

            File.WriteAllText(Path.Join(folder, file), text);

            var exception = Assert.Throws<MalformedInputException>(() => new ProcessReader(root).Read(7));

            Assert.Equal($"{folder}/{message}", exception.Message);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    internal static string Root(string tree) => Repository.PathOf("tests", "Resident.Sources.Tests", "Procfs", "testdata", tree);

    private static ProcessReader Reader(string tree) => new(Root(tree));

    private static ProcessMemory Read(string tree) => Reader(tree).Read(Pid);
}
