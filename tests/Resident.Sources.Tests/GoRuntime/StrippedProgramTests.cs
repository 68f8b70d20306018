using System.Diagnostics;
using Resident.Model;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Access;
using Resident.Testing;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Programs that others built and stripped: esbuild as Go 1.16 to 1.26 built it, two of them without build information; buf and
/// TypeScript's native compiler.</summary>
public sealed class StrippedProgramTests
{
    public static TheoryData<string> Versions() => ["0.8.57", "0.14.27", "0.17.19", "0.19.12", "0.21.5", "0.25.0", "0.27.4", "0.28.2"];

    [Theory]
    [MemberData(nameof(Versions))]
    public void TryOpen_Esbuild_SpansAndPagesAgreeWithStatistics(string version)
    {
        using var esbuild = Start(version);
        try
        {
            // The service tells its version on its output before it waits for requests.
            Assert.True(esbuild.StandardOutput.BaseStream.ReadByte() >= 0);
            bool opened = GoProcess.TryOpen(esbuild.Id, new(), out var process, out var refusal);
            Assert.True(opened, refusal?.ToString());
            using (process)
            {
                Check(process!);
            }
        }
        finally
        {
            esbuild.Kill();
            esbuild.WaitForExit();
        }
    }

    [Fact]
    public void TryOpen_GoBefore116_IsRefusedWithWhatHelps()
    {
        using var esbuild = Start("0.7.22");
        try
        {
            Assert.False(GoProcess.TryOpen(esbuild.Id, new(), out _, out var refusal));

            Assert.Equal((AttachRefusalKind.NotSupported, "go1.15"), (refusal!.Kind, refusal.Identity?.Version));
            Assert.Equal("go1.15 is older than Go 1.16, the first release whose memory can be read.", refusal.Message);
            Assert.Contains("resident run", refusal.Remedy, StringComparison.Ordinal);
        }
        finally
        {
            esbuild.Kill();
            esbuild.WaitForExit();
        }
    }

    [Theory]
    [InlineData("buf.package/bin/buf", "lsp serve")]
    [InlineData("tsgo.package/lib/tsgo", "--lsp --stdio")]
    public void TryOpen_LargeProgram_SpansAndPagesAgreeWithStatistics(string program, string arguments)
    {
        if (!GoToolchains.RunsAll)
        {
            Assert.Skip("It is large: ./test --all fetches and runs it.");
        }

        string path = Repository.PathOf("artifacts", "npm-targets", program);
        if (!File.Exists(path))
        {
            Assert.Skip($"{program} is not there; run tests/tools/install-npm-targets.sh --all.");
        }

        using var running = Process.Start(new ProcessStartInfo(path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            bool opened = GoProcess.TryOpen(running.Id, new(), out var process, out var refusal);
            Assert.True(opened, refusal?.ToString());
            using (process)
            {
                // It waits for requests once its main goroutine reads its standard input.
                while (!process!.ReadGoroutines().Groups.Any(static group => group.Stack.Any(static frame => frame.Function is "os.(*File).Read")))
                {
                    Assert.False(running.HasExited);
                }

                Check(process);
            }
        }
        finally
        {
            running.Kill();
            running.WaitForExit();
        }
    }

    private static void Check(GoProcess process)
    {
        var (after, map) = StandingPageMap.Read(process);

        Assert.Equal(after.HeapInuse, map.Spans.InUse);
        Assert.Equal(after.HeapIdle - after.HeapReleased, map.Totals[(int)GoPageKind.Idle].Bytes);
        Assert.True(after.HeapAlloc!.Value.Bytes > 0 && after.HeapAlloc <= after.HeapInuse);
        Assert.StartsWith("go1.", process.Identity.Version, StringComparison.Ordinal);
        var census = process.ReadGoroutines();
        Assert.True(census.Count >= 1);
        Assert.All(census.Groups, static group => Assert.NotNull(group.Start));
        Assert.Contains(census.Groups, static group => group.Start is { Function: "runtime.main" });
        Assert.InRange(after.Goroutines!.Value, census.Count - 2, census.Count + 2);
        Assert.True(process.ReadHeapProfile() is { IsPeriodKnown: true, Period: 512 * 1024 });
    }

    private static Process Start(string version)
    {
        string path = Repository.PathOf("artifacts", "npm-targets", "esbuild-" + version);
        if (!File.Exists(path))
        {
            Assert.Skip($"esbuild {version} is not there; run tests/tools/install-npm-targets.sh.");
        }

        var start = new ProcessStartInfo(path) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("--service=" + version);
        return Process.Start(start)!;
    }
}
