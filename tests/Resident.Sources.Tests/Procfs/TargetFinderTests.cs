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

    [Fact]
    public void Find_PidThatIsNotThere_Throws() =>
        Assert.Throws<ProcessGoneException>(() => new TargetFinder(new(_root), ownPid: 21).Find("99"));

    [Fact]
    public void Read_DeletedProgram_SaysSo() => Assert.Equal("/srv/orders-api (deleted)", new ProcessList(_root).Read(10).Exe);

    [Fact]
    public void Pids_ArePlainNumbersInOrder() => Assert.Equal([1, 10, 11, 12, 13, 20, 21], new ProcessList(_root).Pids());

    public void Dispose() => Directory.Delete(_root, recursive: true);

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
