using System.Diagnostics;
using Resident.EndToEnd.Tests.Run;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Machines;

/// <summary>A virtual machine with a kernel of its own that ran one set of checks: tests/tools/vm/boot.sh. It runs once for a class,
/// whose tests run one after the other.</summary>
/// <param name="guest">Debian's name of the processor: amd64 or arm64.</param>
/// <param name="checks">Which checks.</param>
public abstract class VirtualMachine(string guest, string checks)
{
    private Task<GuestReport>? _run;

    /// <summary>Runs the machine, or gives what it told before: a failure, too.</summary>
    internal async Task<GuestReport> ReportAsync()
    {
        if (Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is not "1")
        {
            Assert.Skip("A machine takes minutes: ./test --all runs it.");
        }

        string program = ProgramFolder();
        SkipWithout(Repository.PathOf("artifacts", "vm", ".complete"), "qemu-system and Debian's kernels are not unpacked; run tests/tools/vm/install.sh.");
        SkipWithout(Path.Combine(program, "resident"), $"The native program is not in {program}; run ./resident, and tests/tools/vm/publish-arm64.sh for arm64.");
        SkipWithout(Repository.PathOf("artifacts", "toolchains"), "No Go toolchain is unpacked; run tests/tools/install-go-toolchains.sh.");
        return await (_run ??= RunAsync(program));
    }

    private static void SkipWithout(string path, string reason) => Assert.SkipUnless(Path.Exists(path), reason);

    private string ProgramFolder()
    {
        string of = guest is "arm64" ? "release_linux-arm64" : "release_linux-x64";
        return guest is "amd64" && ResidentProgram.IsNative
            ? Path.GetDirectoryName(ResidentProgram.Path)!
            : Repository.PathOf("artifacts", "publish", "Resident.Cli", of);
    }

    private async Task<GuestReport> RunAsync(string program)
    {
        var start = new ProcessStartInfo("bash", [Repository.PathOf("tests", "tools", "vm", "boot.sh"), guest, checks, program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"boot.sh ended with {process.ExitCode}: {await errors}");
        var report = GuestReport.Parse(output);
        Assert.True(report.Has("end"), $"The machine did not come to its end; artifacts/vm/console-{guest}-{checks}.log has all that it printed.");
        return report;
    }
}
