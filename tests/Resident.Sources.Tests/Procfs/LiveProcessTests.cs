using System.Diagnostics;
using System.Globalization;
using Resident.Sources.Procfs;

namespace Resident.Sources.Tests.Procfs;

public sealed class LiveProcessTests
{
    private const string Ps = "/usr/bin/ps";

    [Fact]
    public void Reader_OnALiveChild_AgreesWithPs()
    {
        Assert.SkipUnless(File.Exists(Ps), "ps is not installed (Debian package procps).");
        using var child = Process.Start(new ProcessStartInfo("/bin/sleep", ["60"]))!;
        try
        {
            var reader = new ProcessReader();
            WaitUntilAsleep(reader, child.Id);

            var memory = reader.Read(child.Id);

            string[] ps = Output(Ps, "-o", "vsz=,rss=,tty=,stat=,comm=", "-p", child.Id.ToString(CultureInfo.InvariantCulture))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Assert.Equal(
                [.. ps],
                [
                    memory.Virt.Kibibytes.ToString(CultureInfo.InvariantCulture),
                    memory.Res.Kibibytes.ToString(CultureInfo.InvariantCulture),
                    memory.Tty,
                    memory.Stat,
                    memory.Comm,
                ]);
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public void StartTime_OfALiveChild_IsNow()
    {
        using var child = Process.Start(new ProcessStartInfo("/bin/sleep", ["60"]))!;
        try
        {
            var reader = new ProcessReader();

            var started = reader.Host.StartTime(reader.Read(child.Id).StartTicks)!.Value;

            Assert.InRange((TimeProvider.System.GetUtcNow() - started).TotalSeconds, -2, 30);
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public void Read_OfAnEndedChild_ThrowsGone()
    {
        int pid;
        using (var child = Process.Start("/bin/true"))
        {
            child.WaitForExit();
            pid = child.Id;
        }

        var exception = Assert.Throws<ProcessGoneException>(() => new ProcessReader().Read(pid));

        Assert.StartsWith($"There is no process {pid} under /proc:", exception.Message, StringComparison.Ordinal);
    }

    // The child sleeps in the kernel for a minute: the wait ends as soon as it got there.
    private static void WaitUntilAsleep(ProcessReader reader, int pid)
    {
        bool asleep = SpinWait.SpinUntil(
            () => reader.Read(pid) is { Comm: "sleep" } memory && memory.Stat.StartsWith('S'),
            TimeSpan.FromSeconds(20));
        Assert.True(asleep, "The child did not start to sleep within 20 s.");
    }

    private static string Output(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
