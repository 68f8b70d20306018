using System.Diagnostics;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Tests.Observing;

/// <summary>A script that ends in exec becomes another program under the same PID: what was seen of the script is not
/// told of the program.</summary>
public sealed class ExecTests : IDisposable
{
    private readonly ProcessSources _sources = new("/proc", TimeProvider.System);
    private readonly Process _process = Process.Start(
        new ProcessStartInfo("/bin/bash", ["-c", "read line; exec sleep 60"]) { RedirectStandardInput = true, UseShellExecute = false })!;

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [Fact]
    public async Task Observe_TheScriptEndsInExec_TellsTheProgramAlone()
    {
        using var probe = Probe();
        string script = probe.Target.Name;
        var options = new ObserverOptions { Duration = TimeSpan.FromSeconds(4) };
        int seen = 0;

        var observation = await new Observer(probe, TimeProvider.System, options).ObserveAsync(
            _ =>
            {
                if (++seen == 6)
                {
                    Exec();
                }
            },
            TestContext.Current.CancellationToken);

        Assert.NotEqual("sleep", script);
        Assert.Equal("sleep", observation.Target.Name);
        Assert.True(observation.Samples.Count < seen, $"{observation.Samples.Count} of {seen}");
        Assert.All(observation.Samples, static sample => Assert.Equal("sleep", sample.Process!.Comm));
        Assert.NotEmpty(observation.Ledgers);
    }

    [Fact]
    public async Task Watch_TheScriptEndsInExec_TellsTheProgramAlone()
    {
        using var run = new WatchedRun(_sources.Processes.Read(_process.Id), Probe(), TimeProvider.System, share: 1, new SharedReadings());
        await TakeAsync(run, 5);
        Exec();
        await TakeAsync(run, 5);

        var observation = run.ToObservation()!;

        Assert.Equal("sleep", observation.Target.Name);
        Assert.All(observation.Samples, static sample => Assert.Equal("sleep", sample.Process!.Comm));
        Assert.NotEmpty(observation.Ledgers);
    }

    private ProcessProbe Probe() => new(_process.Id, _sources, cache: null, endpoint: null, TimeProvider.System);

    private async Task TakeAsync(WatchedRun run, int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            run.Take(new() { Time = TimeProvider.System.GetUtcNow(), Process = _sources.Processes.Read(_process.Id) });
            run.Refresh();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private void Exec()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        Assert.True(SpinWait.SpinUntil(() => _sources.Processes.Read(_process.Id).Comm is "sleep", TimeSpan.FromSeconds(10)));
    }
}
