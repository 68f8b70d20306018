using Resident.Cli.Run;

namespace Resident.EndToEnd.Tests.Run;

public sealed class ProcessTreeTests
{
    [Fact]
    public async Task Descendants_OfAShell_AreItsChildrenAndTheirs()
    {
        await using var run = Launched.Start("sh", ["-c", "sh -c 'echo ready; read go; :' <&0; :"]);
        await run.StdoutHasAsync("ready\n");

        var found = ProcessTree.Descendants(run.Id);

        Assert.Single(found);
        Assert.Contains("read go", CommandLine(found[0]), StringComparison.Ordinal);
        run.Stdin.Close();
        await run.ExitAsync();
        Assert.Empty(ProcessTree.Descendants(run.Id));
    }

    [Fact]
    public async Task Choose_TakesTheLargestThatIsGo()
    {
        // perl holds 40 MB more than the shell; cat is "Go" too, and small.
        await using var run = Launched.Start(
            "sh", ["-c", "cat <&0 >/dev/null & perl -e '$| = 1; $x = \"x\" x 40_000_000; print \"ready\\n\"; <STDIN>' <&0; :"]);
        await run.StdoutHasAsync("ready\n");
        var asked = new List<int>();
        var traced = new TracedProcess(
            run.Id,
            id =>
            {
                asked.Add(id);
                return !Executable(id).EndsWith("sh", StringComparison.Ordinal);
            });

        int? chosen = traced.Choose();

        Assert.NotNull(chosen);
        Assert.Contains("perl", Executable(chosen.Value), StringComparison.Ordinal);
        Assert.Equal(chosen, traced.Choose());
        Assert.Equal(asked.Distinct(), asked);
    }

    [Fact]
    public void Choose_WithoutAnyGoProcess_IsNull() =>
        Assert.Null(new TracedProcess(Environment.ProcessId, static _ => false).Choose());

    [Theory]
    [InlineData("/usr/local/go/bin/go", true)]
    [InlineData("/usr/lib/go-1.19/bin/go", true)]
    [InlineData("/usr/lib/go-1.19/pkg/tool/linux_amd64/compile", true)]
    [InlineData("/tmp/go-build12/b001/exe/main", false)]
    [InlineData("/srv/bin/gopher", false)]
    public void IsGoTool_KnowsTheToolchain(string path, bool isTool) => Assert.Equal(isTool, TracedProcess.IsGoTool(path));

    private static string CommandLine(int id) => File.ReadAllText($"/proc/{id}/cmdline");

    private static string Executable(int id) => new FileInfo($"/proc/{id}/exe").LinkTarget ?? "";
}
