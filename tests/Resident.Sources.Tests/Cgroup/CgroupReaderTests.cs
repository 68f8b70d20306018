using Resident.Model;
using Resident.Sources.Cgroup;

namespace Resident.Sources.Tests.Cgroup;

public sealed class CgroupReaderTests : IDisposable
{
    private const string V2Mount = "41 31 0:38 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw\n";
    private const string HybridMounts =
        "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
        + "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n";

    private readonly string _root = Directory.CreateTempSubdirectory("resident-cgroup").FullName;

    [Fact]
    public void ReadProcess_Version2_FindsTheTightestLimitAbove()
    {
        Mounts(V2Mount);
        Write("proc/7/cgroup", "0::/system.slice/api.service\n");
        Write("sys/fs/cgroup/system.slice/memory.max", "1000000\n");
        Write("sys/fs/cgroup/system.slice/memory.high", "900000\n");
        Write("sys/fs/cgroup/system.slice/api.service/memory.max", "2000000\n");
        Write("sys/fs/cgroup/system.slice/api.service/memory.high", "max\n");
        Write("sys/fs/cgroup/system.slice/api.service/memory.current", "12345\n");
        Write("sys/fs/cgroup/system.slice/api.service/memory.swap.current", "5\n");
        Write("sys/fs/cgroup/system.slice/api.service/memory.events", "low 0\nhigh 3\nmax 1\noom 0\noom_kill 2\n");
        Write("sys/fs/cgroup/system.slice/api.service/memory.stat", "anon 100\nfile 200\n");

        var memory = Reader().ReadProcess(7)!;

        Assert.Equal((2, "/system.slice/api.service"), (memory.Version, memory.Path));
        Assert.Equal((new ByteSize(12_345), new ByteSize(5)), (memory.Usage, memory.Swap));
        Assert.Equal((new ByteSize(1_000_000), "/system.slice"), (memory.Limit, memory.LimitPath));
        Assert.Equal(new ByteSize(900_000), memory.High);
        Assert.Equal((3L, 2L), (memory.Events["high"], memory.Events["oom_kill"]));
        Assert.Equal(200L, memory.Stat["file"]);
    }

    [Theory]
    [InlineData("150000 100000", "max 100000", 1.5)]
    [InlineData("400000 100000", "50000 50000", 1.0)]
    [InlineData("max 100000", "max 100000", null)]
    [InlineData("nonsense", "", null)]
    public void ReadCpuQuota_OfTheGroupsOnTheWayUp_IsTheSmallest(string above, string own, double? cpus)
    {
        Mounts(V2Mount);
        Write("proc/7/cgroup", "0::/system.slice/api.service\n");
        Write("sys/fs/cgroup/system.slice/cpu.max", above + "\n");
        Write("sys/fs/cgroup/system.slice/api.service/cpu.max", own + "\n");

        Assert.Equal(cpus, Reader().ReadCpuQuota(7));
    }

    [Fact]
    public void ReadProcess_Hybrid_TakesTheHierarchyWithTheController()
    {
        Mounts(HybridMounts);
        Write("proc/7/cgroup", "9:name=systemd:/\n4:cpu,memory:/services/a:b\n0::/other\n");
        Write("sys/fs/cgroup/unified/other/cgroup.procs", "7\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        Write("sys/fs/cgroup/memory/services/a:b/memory.limit_in_bytes", "4096000\n");
        Write("sys/fs/cgroup/memory/services/a:b/memory.usage_in_bytes", "1000\n");
        Write("sys/fs/cgroup/memory/services/a:b/memory.memsw.usage_in_bytes", "1500\n");
        Write("sys/fs/cgroup/memory/services/a:b/memory.failcnt", "4\n");
        Write("sys/fs/cgroup/memory/services/a:b/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");

        var memory = Reader().ReadProcess(7)!;

        Assert.Equal((1, "/services/a:b"), (memory.Version, memory.Path));
        Assert.Equal((new ByteSize(1000), new ByteSize(500)), (memory.Usage, memory.Swap));
        Assert.Equal((new ByteSize(4_096_000), "/services/a:b"), (memory.Limit, memory.LimitPath));
        Assert.Equal((4L, 1L), (memory.Events["failcnt"], memory.Events["oom_kill"]));
    }

    [Fact]
    public void MemberPids_OfAProcess_AreThoseOfTheHierarchyWhoseMemoryIsRead()
    {
        Mounts(HybridMounts);
        Write("proc/7/cgroup", "4:memory:/services/api\n0::/other\n");
        Write("sys/fs/cgroup/unified/other/cgroup.procs", "7\n99\n");
        Write("sys/fs/cgroup/memory/services/api/memory.usage_in_bytes", "1000\n");
        Write("sys/fs/cgroup/memory/services/api/cgroup.procs", "7\n0\n12\n");
        Write("sys/fs/cgroup/memory/services/api/workers/cgroup.procs", "8\n");

        Assert.Equal([7, 8, 12], Reader().MemberPids(7));
        Assert.Equal([7, 8, 12], Reader().MemberPids("/services/api"));
    }

    [Fact]
    public void MemberPids_OfAProcessWithoutAGroup_AreNone()
    {
        Mounts(V2Mount);
        Write("proc/7/cgroup", "0::/gone\n");

        Assert.Empty(Reader().MemberPids(7));
        Assert.Empty(Reader().MemberPids(8));
    }

    [Fact]
    public void ReadProcess_InAContainerWithoutNamespace_StripsTheMountsGroup()
    {
        Mounts("35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n");
        Write("proc/7/cgroup", "4:memory:/docker/abc\n");
        Write("sys/fs/cgroup/memory/memory.usage_in_bytes", "1000\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "2000\n");

        var memory = Reader().ReadProcess(7)!;

        Assert.Equal((new ByteSize(2000), "/docker/abc"), (memory.Limit, memory.LimitPath));
    }

    [Theory]
    [InlineData("0::/../sibling\n")]
    [InlineData("0::/gone\n")]
    [InlineData("")]
    public void ReadProcess_GroupOutsideTheMount_IsNull(string cgroup)
    {
        Mounts(V2Mount);
        Write("proc/7/cgroup", cgroup);
        Write("sys/fs/cgroup/memory.current", "1\n");

        Assert.Null(Reader().ReadProcess(7));
    }

    [Fact]
    public void ReadGroup_ByFolderOrByPath_IsTheSame()
    {
        Mounts(V2Mount);
        Write("sys/fs/cgroup/a b/memory.current", "77\n");

        Assert.Equal(Reader().ReadGroup("/a b").Usage, Reader().ReadGroup("/sys/fs/cgroup/a b").Usage);
    }

    [Fact]
    public void MemberPids_IncludeGroupsBelow_WithoutForeignOnes()
    {
        Mounts(V2Mount);
        Write("sys/fs/cgroup/pod/cgroup.procs", "12\n0\n");
        Write("sys/fs/cgroup/pod/container/cgroup.procs", "7\n9\n");

        Assert.Equal([7, 9, 12], Reader().MemberPids("pod"));
    }

    [Fact]
    public void ReadGroup_ThatIsNotThere_SaysWhereToLook()
    {
        Mounts(V2Mount);

        var exception = Assert.Throws<DirectoryNotFoundException>(() => Reader().ReadGroup("/nothing"));

        Assert.Equal(
            "There is no control group \"/nothing\" in a hierarchy with the memory controller; /proc/PID/cgroup names a process's group.",
            exception.Message);
    }

    [Fact]
    public void ReadProcess_DamagedFigure_NamesTheFile()
    {
        Mounts(V2Mount);
        Write("proc/7/cgroup", "0::/\n");
        Write("sys/fs/cgroup/memory.current", "lots\n");

        var exception = Assert.Throws<MalformedInputException>(() => Reader().ReadProcess(7));

        Assert.Equal($"{_root}/sys/fs/cgroup/memory.current:1: Expected a number or \"max\", found \"lots\".", exception.Message);
    }

    [Fact]
    public void ReadProcess_OfOurselves_HasUsageWhereThereIsAController()
    {
        var memory = new CgroupReader().ReadProcess(Environment.ProcessId);
        Assert.SkipWhen(memory?.Usage is null, "This machine mounts no memory controller for our group.");

        Assert.True(memory!.Usage!.Value.Bytes > 0);
        Assert.NotEmpty(memory.Stat);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private CgroupReader Reader() => new(Path.Join(_root, "proc"), _root);

    private void Mounts(string mountinfo)
    {
        Write("proc/self/mountinfo", mountinfo);
        Directory.CreateDirectory(Path.Join(_root, "sys/fs/cgroup"));
    }

    private void Write(string path, string text)
    {
        string full = Path.Join(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
