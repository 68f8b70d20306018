using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Resident.Monitoring.Sampling;
using Resident.Sources.GoRuntime.Access;
using Resident.Testing;

namespace Resident.Monitoring.Tests.Sampling;

public sealed class MemoryRuntimeTests
{
    [Fact(Timeout = 120_000)]
    public async Task ReadAsync_OpenedBeforeTheRuntimeWasSetUp_OpensAgainLater()
    {
        string program = Repository.PathOf("artifacts", "npm-targets", "esbuild-0.28.2");
        Assert.SkipUnless(File.Exists("/usr/bin/gdb"), "gdb is missing, which holds a program at its first instruction (apt-get install gdb)");
        Assert.SkipUnless(File.Exists(program), "esbuild is missing: tests/tools/install-npm-targets.sh installs it");
        using var debugger = Process.Start(new ProcessStartInfo("gdb", ["-q", "-nx", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        debugger.ErrorDataReceived += static (_, _) => { };
        debugger.BeginErrorReadLine();
        try
        {
            await TellAsync(debugger, "set debuginfod enabled off", "set confirm off", "starti --serve=127.0.0.1:0 --servedir=/usr/share/doc >/dev/null 2>&1");
            await TellAsync(debugger, "python print('PID', gdb.selected_inferior().pid, flush=True)");
            int pid = await ReadPidAsync(debugger);
            var clock = new FakeTimeProvider();
            using var runtime = MemoryRuntime.TryOpen(pid, clock, cache: null, out var refusal);
            Assert.True(refusal is { Kind: AttachRefusalKind.Starting or AttachRefusalKind.NotConfirmed }, refusal?.ToString());
            Assert.NotNull(runtime);
            Assert.Null(runtime.Identity);
            var problem = await Assert.ThrowsAsync<IOException>(async () => await runtime.ReadAsync(TestContext.Current.CancellationToken));
            Assert.Contains("go1.", problem.Message, StringComparison.Ordinal);

            await TellAsync(debugger, "detach");
            var memory = await FirstReadAsync(runtime, clock);
            Assert.NotEqual(0, memory.Sys?.Bytes ?? 0);
            Assert.StartsWith("go1.", runtime.Identity?.Version, StringComparison.Ordinal);
            Process.GetProcessById(pid).Kill();
        }
        finally
        {
            debugger.Kill(entireProcessTree: true);
        }
    }

    private static async Task<Model.GoMemory> FirstReadAsync(MemoryRuntime runtime, FakeTimeProvider clock)
    {
        while (true)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            try
            {
                return await runtime.ReadAsync(TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                // The program is on its way; the test's own time limit ends a wait that has no end.
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task TellAsync(Process debugger, params string[] commands)
    {
        foreach (string command in commands)
        {
            await debugger.StandardInput.WriteLineAsync(command.AsMemory(), TestContext.Current.CancellationToken);
        }

        await debugger.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<int> ReadPidAsync(Process debugger)
    {
        while (await debugger.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            int at = line.IndexOf("PID ", StringComparison.Ordinal);
            if (at >= 0)
            {
                return int.Parse(line.AsSpan(at + 4), CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException("gdb ended before it had started the program.");
    }
}
