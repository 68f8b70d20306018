using Resident.Cli.CommandLine;

namespace Resident.Cli.Tests.CommandLine;

public sealed class BareTargetTests : IDisposable
{
    private static readonly HashSet<string> Commands = ["watch", "why", "trace"];

    private readonly string _folder = Directory.CreateTempSubdirectory("resident-bare-").FullName;

    [Theory]
    [InlineData("4711", "watch 4711")]
    [InlineData("4711 --no-browser", "watch 4711 --no-browser")]
    [InlineData("http://localhost:6060", "watch http://localhost:6060")]
    [InlineData("cgroup:/system.slice", "watch cgroup:/system.slice")]
    [InlineData("gone.resident", "watch gone.resident")]
    [InlineData("help", "--help")]
    [InlineData("help why", "why --help")]
    [InlineData("why 4711", "why 4711")]
    [InlineData("--version", "--version")]
    [InlineData("orders-api", "orders-api")]
    [InlineData("wacth 4711", "wacth 4711")]
    public void Expand_FirstWordThatIsNoCommand_IsWatched(string typed, string meant) =>
        Assert.Equal(meant, string.Join(' ', BareTarget.Expand(typed.Split(' '), Commands)));

    [Fact]
    public void Expand_NothingAtAll_StaysNothing() => Assert.Empty(BareTarget.Expand([], Commands));

    [Fact]
    public void Expand_ALog_IsATrace()
    {
        string log = Path.Combine(_folder, "server.log");
        File.WriteAllText(log, "gc 1 @0.013s 0%: 0.012+0.22+0.003 ms clock, 0.048+0.11/0.15/0.28+0.012 ms cpu, 4->4->1 MB, 5 MB goal, 4 P\n");

        Assert.Equal(["trace", log, "--exit"], BareTarget.Expand([log, "--exit"], Commands));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
