using System.Globalization;
using System.Runtime.InteropServices;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Commands;

/// <summary>Looks at a process of 60,000 mappings, as many as Linux allows by itself, and holds what that takes.</summary>
[Trait("Kind", "Attack")]
public sealed class LargeProcessTests
{
    // Every other page may not be written, so that no two of them are one mapping.
    private const string ManyMappings = """
        my ($map, $protect) = @ARGV;
        my $start = syscall($map, 0, 60000 * 4096, 3, 0x22, -1, 0);
        for (my $i = 0; $i < 60000; $i += 2) {
            syscall($protect, $start + $i * 4096, 4096, 1) == 0 or die "mprotect: $!";
        }
        $| = 1;
        print "ready\n";
        sleep 600;
        """;

    // On the .NET runtime its libraries and the compiled code come on top.
    private static readonly long MostKibibytes = (ResidentProgram.IsNative ? 56 : 160) * 1024;

    // Before, the native program took 484 MiB for `why` and 302 MiB for `watch`.
    [Theory]
    [InlineData("why", "--for", "3s", "--fresh")]
    [InlineData("watch", "--for", "6s", "--no-browser", "--fresh")]
    [InlineData("stat", "--count", "3")]
    public async Task AProcessOfSixtyThousandMappings_TakesBoundedMemory(string command, params string[] options)
    {
        string most = await File.ReadAllTextAsync("/proc/sys/vm/max_map_count", TestContext.Current.CancellationToken);
        Assert.SkipUnless(
            int.Parse(most, CultureInfo.InvariantCulture) > 60_100, $"This machine allows {most.Trim()} mappings (vm.max_map_count).");
        bool isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        await using var target = Launched.Start("perl", ["-e", ManyMappings, isArm ? "222" : "9", isArm ? "226" : "10"]);
        await target.StdoutHasAsync("ready\n");
        string maps = await File.ReadAllTextAsync($"/proc/{target.Pid}/maps", TestContext.Current.CancellationToken);
        Assert.True(maps.Count('\n') > 60_000, "The mappings were merged.");

        await using var run = Launched.Start(ResidentProgram.Path, [command, target.Pid, .. options]);
        var end = run.ExitAsync();
        long peak = 0;
        while (!end.IsCompleted)
        {
            peak = Math.Max(peak, PeakKibibytes(run.Id));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, await end);
        Assert.InRange(peak, 1, MostKibibytes);
    }

    private static long PeakKibibytes(int id)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(static text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
