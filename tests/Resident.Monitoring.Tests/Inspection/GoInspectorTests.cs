using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Resident.Model;
using Resident.Monitoring.Inspection;
using Resident.Sources.GoRuntime.Executables;
using Resident.Testing;

namespace Resident.Monitoring.Tests.Inspection;

/// <summary>Looks into processes that run, by a clock that stands still.</summary>
public sealed class GoInspectorTests
{
    private const string Esbuild = "0.28.2";

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    [Fact]
    public async Task ReadPageMap_NoProcess_SaysWhatToDo()
    {
        using var inspector = NewInspector(static () => null);

        var refused = await Assert.ThrowsAsync<InspectionRefusedException>(() => inspector.ReadPageMapAsync(TestContext.Current.CancellationToken));

        Assert.Equal(InspectionRefusal.NoProcess, refused.Refusal);
        Assert.Equal("Watch a process that runs: resident watch PID.", refused.Remedy);
    }

    [Fact]
    public async Task ReadGoroutines_ProcessThatIsNotGo_IsRefusedAsSuch()
    {
        using var inspector = NewInspector(static () => Environment.ProcessId);

        var refused = await Assert.ThrowsAsync<InspectionRefusedException>(() => inspector.ReadGoroutinesAsync(TestContext.Current.CancellationToken));

        Assert.Equal(InspectionRefusal.NotGo, refused.Refusal);
    }

    [Fact]
    public async Task ReadGoroutines_ProcessThatHasEnded_IsRefusedAsGone()
    {
        int pid;
        using (var shortLived = Process.Start("/bin/true"))
        {
            pid = shortLived.Id;
            await shortLived.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var inspector = NewInspector(() => pid);

        var refused = await Assert.ThrowsAsync<InspectionRefusedException>(() => inspector.ReadGoroutinesAsync(TestContext.Current.CancellationToken));

        Assert.Equal(InspectionRefusal.NoProcess, refused.Refusal);
    }

    [Fact]
    public async Task ReadGoroutines_AskedAgainAtOnce_TellsTheLastLookAndItsAge()
    {
        using var program = StartGo();
        using var inspector = NewInspector(() => program.Id);
        var first = await inspector.ReadGoroutinesAsync(TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(3));
        var second = await inspector.ReadGoroutinesAsync(TestContext.Current.CancellationToken);
        _clock.Advance(second.NextIn);
        var third = await inspector.ReadGoroutinesAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.Zero, first.Age);
        Assert.Same(first.Value, second.Value);
        Assert.Equal(TimeSpan.FromSeconds(3), second.Age);
        Assert.Equal(first.NextIn - TimeSpan.FromSeconds(3), second.NextIn);
        Assert.NotSame(first.Value, third.Value);
        Assert.Equal(TimeSpan.Zero, third.Age);
        program.Kill();
    }

    [Fact]
    public async Task ReadPageMap_AnotherProcessMeanwhile_LooksAtThatOne()
    {
        using var one = StartGo();
        using var other = StartGo();
        int pid = one.Id;
        using var inspector = NewInspector(() => pid);
        var first = await inspector.ReadPageMapAsync(TestContext.Current.CancellationToken);

        pid = other.Id;
        var second = await inspector.ReadPageMapAsync(TestContext.Current.CancellationToken);

        Assert.NotSame(first.Value, second.Value);
        Assert.Equal(TimeSpan.Zero, second.Age);
        Assert.True(second.Value.Totals[(int)GoPageKind.Objects].Bytes > default(ByteSize));
        one.Kill();
        other.Kill();
    }

    private static Process StartGo()
    {
        string path = Repository.PathOf("artifacts", "npm-targets", "esbuild-" + Esbuild);
        if (!File.Exists(path))
        {
            Assert.Skip($"esbuild {Esbuild} is not there; run tests/tools/install-npm-targets.sh.");
        }

        var process = Process.Start(new ProcessStartInfo(path, ["--service=" + Esbuild])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        // It tells its version before it waits for requests.
        Assert.True(process.StandardOutput.BaseStream.ReadByte() >= 0);
        return process;
    }

    private GoInspector NewInspector(Func<int?> pid) => new(pid, _clock, new GoLocationCache());
}
