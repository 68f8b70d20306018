using System.Globalization;
using Resident.Sources.Procfs;

namespace Resident.Sources.Tests.Procfs;

public sealed class ProcHidingTests : IDisposable
{
    private const string Whole = "sudo mount -o remount,hidepid=0";
    private const string Capability = "sudo setcap cap_sys_ptrace=ep $(command -v resident)";

    private readonly string _root = Directory.CreateTempSubdirectory("resident-hidepid").FullName;

    public ProcHidingTests()
    {
        Directory.CreateDirectory(Path.Join(_root, "self"));
    }

    [Fact]
    public void Read_OfAHiddenProcess_NamesTheRuleAndWhatHelps()
    {
        Mount("rw,gid=2000,hidepid=invisible");

        // This process is there, and the stored tree has no folder for it: as where hidepid hides one.
        var exception = Assert.Throws<ProcessGoneException>(() => new ProcessReader(_root).Read(Environment.ProcessId));

        Assert.Equal(
            $"Process {Environment.ProcessId} is another user's, and {_root} is mounted with hidepid=invisible, which hides it. Run as root (sudo resident …), "
            + $"or in group 2000, which sees all (sudo -g '#2000' resident …), or once: {Capability}, or for the whole machine: {Whole} {_root}.",
            exception.Message);
    }

    [Fact]
    public void Read_OfAFolderThatIsClosed_NamesTheRuleAndWhatHelps()
    {
        Mount("rw,hidepid=1");

        // A folder in the file's place is refused to root as well.
        Directory.CreateDirectory(Path.Join(_root, "7", "stat"));

        string expected = $"Process 7 is another user's, and {_root} is mounted with hidepid=1, which hides it. Run as root (sudo resident …), "
            + $"or once: {Capability}, or for the whole machine: {Whole} {_root}.";
        Assert.Equal(expected, Assert.Throws<UnauthorizedAccessException>(() => new ProcessReader(_root).Read(7)).Message);
        Assert.Equal(expected, Assert.Throws<UnauthorizedAccessException>(() => new ProcessList(_root).Read(7)).Message);
    }

    [Theory]
    [InlineData("rw,hidepid=invisible", int.MaxValue)]
    [InlineData("rw,hidepid=off", 0)]
    [InlineData("rw", 0)]
    public void Read_OfNoProcessOrWithoutTheRule_DoesNotBlameIt(string options, int pid)
    {
        Mount(options);
        pid = pid == 0 ? Environment.ProcessId : pid;

        var exception = Assert.Throws<ProcessGoneException>(() => new ProcessReader(_root).Read(pid));

        Assert.Equal(
            $"There is no process {pid.ToString(CultureInfo.InvariantCulture)} under {_root}: it has ended, or it is in another PID namespace; \"resident ps\" lists those that can be seen.",
            exception.Message);
    }

    [Fact]
    public void ExplainHiding_OfTheMountThatHidesTheOther_TakesTheLast()
    {
        Mount("rw,hidepid=2", "rw");
        Assert.Null(new ProcessList(_root).ExplainHiding());

        Mount("rw", "rw,hidepid=2");
        Assert.StartsWith(
            $"Processes of other users may be hidden: {_root} is mounted with hidepid=2. Run as root", new ProcessList(_root).ExplainHiding(), StringComparison.Ordinal);
    }

    [Fact]
    public void HostReader_WhereItsOwnVectorIsRefused_StillKnowsTheTick()
    {
        // As for a program with capabilities from its file: its auxv belongs to root.
        Directory.CreateDirectory(Path.Join(_root, "self", "auxv"));

        var host = new HostReader(_root).Read();

        Assert.Equal(new HostReader().Read().TicksPerSecond, host.TicksPerSecond);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Mount(params string[] options) => File.WriteAllLines(
        Path.Join(_root, "self", "mountinfo"),
        ["22 1 0:2 / / rw - rootfs rootfs rw", .. options.Select(each => $"24 22 0:22 / {_root} rw,nosuid - proc proc {each}")]);
}
