using System.Globalization;
using Resident.Sources.Procfs;

namespace Resident.Sources.Tests.Procfs;

public sealed class TargetFinderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("resident-find").FullName;

    public TargetFinderTests()
    {
        Add(1, 0, "init", "/sbin/init", "/usr/lib/init");
        Add(10, 1, "orders-api", "/srv/orders-api\0-port\080", "/srv/orders-api (deleted)");
        Add(11, 1, "orders-api-v2-l", "/srv/orders-api-v2-long", "/srv/orders-api-v2-long");
        Add(12, 1, "kworker/orders", "", exe: null, flags: 0x200000);
        Add(13, 1, "orders-api", "", exe: null);
        Add(20, 1, "bash", "bash\0-c\0resident watch orders-api-v2", "/bin/bash");
        Add(21, 20, "resident", "resident\0watch\0orders-api-v2", "/usr/bin/resident");
    }

    [Theory]
    [InlineData("10", new[] { 10 })]
    [InlineData("12", new[] { 12 })]
    [InlineData("13", new[] { 13 })]
    [InlineData("orders-api", new[] { 10 })]
    [InlineData("orders-api-v2-long", new[] { 11 })]
    [InlineData("orders-api-v2", new[] { 11 })]
    [InlineData("orders", new[] { 10, 11 })]
    [InlineData("-port 80", new[] { 10 })]
    [InlineData("resident", new int[0])]
    [InlineData("nothing-like-it", new int[0])]
    public void Find_Word_GivesTheBestKindOfMatches(string word, int[] pids) =>
        Assert.Equal(pids, new TargetFinder(new(_root), ownPid: 21).Find(word).Select(static entry => entry.Pid));

    // Issue 17, section 4: `timeout 8 resident report x` reported on timeout.
    [Theory]
    [InlineData("timeout", "timeout\08\0resident\0report\0shop")]
    [InlineData("nohup", "nohup\0resident\0report\0shop")]
    [InlineData("strace", "strace\0-f\0resident\0report\0shop")]
    [InlineData("sudo", "sudo\0resident\0report\0shop")]
    [InlineData("my-wrapper", "my-wrapper\0resident\0report\0shop")]
    public void Find_WordInTheCommandLineAboveUs_IsNotMeant(string comm, string commandLine)
    {
        Add(30, 1, "supervisor", "supervisor\0--start\0shop", "/usr/bin/supervisor");
        Add(31, 30, comm, commandLine, "/usr/bin/" + comm);
        Add(32, 31, "resident", "resident\0report\0shop", "/usr/bin/resident");
        Add(33, 1, "resident", "resident\0record\0shop\0-o\0shop.resident", "/usr/bin/resident");
        Add(40, 1, "java", "java\0-jar\0shop.jar", "/usr/bin/java");
        var finder = new TargetFinder(new(_root), ownPid: 32);

        Assert.Equal([40], Pids(finder.Find("shop")));
        Assert.Empty(finder.Find("report shop"));
        Assert.Equal([30], Pids(finder.Find("supervisor")));
        Assert.Equal([21, 33], Pids(finder.Find("resident")));
    }

    [Fact]
    public void FindRunning_AFile_FindsItsProcessesByProgramAndByInterpreter()
    {
        string program = Path.Join(_root, "orders");
        File.WriteAllText(program, "a program");
        string script = Path.Join(_root, "run.sh");
        Add(50, 1, "orders", "./orders", program);
        Add(51, 1, "bash", "bash\0-x\0run.sh\0now", "/bin/bash");
        File.CreateSymbolicLink(Path.Join(_root, "51", "cwd"), _root);
        Add(52, 1, "cat", "cat\0" + program, "/bin/cat");
        Add(53, 1, "orders", "/srv/gone/orders", "/srv/gone/orders (deleted)");
        File.CreateSymbolicLink(Path.Join(_root, "52", "cwd"), _root);
        var finder = new TargetFinder(new(_root), ownPid: 21);

        Assert.Equal([51], Pids(finder.FindRunning(script)));
        Assert.Equal([50], Pids(finder.FindRunning(program)));
        Assert.Equal([53], Pids(finder.FindRunning("/srv/gone/orders")));
        Assert.Empty(finder.FindRunning(Path.Join(_root, "other")));
    }

    [Fact]
    public void Find_PidThatIsNotThere_Throws() =>
        Assert.Throws<ProcessGoneException>(() => new TargetFinder(new(_root), ownPid: 21).Find("99"));

    [Fact]
    public void Read_DeletedProgram_SaysSo() => Assert.Equal("/srv/orders-api (deleted)", new ProcessList(_root).Read(10).Exe);

    [Fact]
    public void Pids_ArePlainNumbersInOrder() => Assert.Equal([1, 10, 11, 12, 13, 20, 21], new ProcessList(_root).Pids());

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static IEnumerable<int> Pids(IEnumerable<ProcessEntry> entries) => entries.Select(static entry => entry.Pid);

    private void Add(int pid, int parent, string comm, string cmdline, string? exe, int flags = 0)
    {
        string folder = Directory.CreateDirectory(Path.Join(_root, pid.ToString(CultureInfo.InvariantCulture))).FullName;
        File.WriteAllText(
            Path.Join(folder, "stat"), $"{pid} ({comm}) S {parent} 0 0 0 -1 {flags} 0 0 0 0 0 0 0 0 20 0 1 0 {pid * 100} 0 0 0\n");
        File.WriteAllText(Path.Join(folder, "cmdline"), cmdline.Length == 0 ? "" : cmdline + "\0");
        if (exe is not null)
        {
            File.CreateSymbolicLink(Path.Join(folder, "exe"), exe);
        }
    }
}
