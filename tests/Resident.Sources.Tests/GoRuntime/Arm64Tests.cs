using System.Globalization;
using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Executables;
using Resident.Testing;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Programs for arm64, which qemu runs with their memory at the same addresses: everything is read as on a machine of that
/// kind, but that the executable has to be named, as /proc tells of qemu.</summary>
public sealed class Arm64Tests
{
    public static TheoryData<string> Versions() => GoToolchains.RunsAll ? [.. GoToolchains.Versions] : [GoToolchains.Versions[^1]];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Identify_Arm64Program_TellsItsVersion(string version)
    {
        RequireQemu();
        using var file = FileByteSource.Open(GoToolchains.Target(version, "arm64"));

        var identity = GoExecutable.Identify(file);

        Assert.StartsWith("go" + version, identity!.Version, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Read_Arm64Program_HasTheTargetsOwnFigures(string version)
    {
        string qemu = RequireQemu();
        string path = GoToolchains.Target(version, "arm64");
        using var target = await GoTargetProcess.StartAsync([qemu, path]);
        using var root = new StatedExecutable(target.Pid, path);
        using var process = target.Open(new GoProcessOptions { ProcRoot = root.Path });
        _ = await target.StatsAsync();

        var before = await target.StatsAsync();
        var read = process.ReadMemory();
        var after = await target.StatsAsync();

        GoMemoryFields.AssertBetween(read, before, after);
        Assert.NotNull(read.LastCycle);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadPageMap_Arm64Program_AgreesWithStatistics(string version)
    {
        string path = GoToolchains.Target(version, "arm64");
        using var target = await GoTargetProcess.StartAsync([RequireQemu(), path], ("RATE", "512"));
        using var root = new StatedExecutable(target.Pid, path);
        using var process = target.Open(new GoProcessOptions { ProcRoot = root.Path });

        var (read, map) = StandingPageMap.Read(process);

        Assert.Equal(read.HeapInuse, map.Spans.InUse);
        Assert.Equal(read.HeapIdle - read.HeapReleased, map.Totals[(int)GoPageKind.Idle].Bytes);
        Assert.NotEmpty(process.ReadHeapProfile().Samples);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadGoroutineProfile_Arm64Program_StandsWhereTheTargetSays(string version)
    {
        string path = GoToolchains.Target(version, "arm64");
        using var target = await GoTargetProcess.StartAsync([RequireQemu(), path], ("VARIETY", "1"));
        using var root = new StatedExecutable(target.Pid, path);
        using var process = target.Open(new GoProcessOptions { ProcRoot = root.Path });

        var (told, own) = await EndpointProfileTests.ReadStandingGoroutinesAsync(target, process);

        Assert.Equal(EndpointProfileTests.GoroutineStacks(told, withLabels: true), EndpointProfileTests.GoroutineStacks(own, withLabels: true));
    }

    private static string RequireQemu()
    {
        if (RuntimeInformation.OSArchitecture == Architecture.Arm64)
        {
            Assert.Skip("This is an arm64 machine: all other tests read programs for it.");
        }

        string qemu = Repository.PathOf("artifacts", "qemu", "qemu-aarch64");
        if (!File.Exists(qemu))
        {
            Assert.Skip("qemu-aarch64 is not there; run tests/tools/install-qemu.sh.");
        }

        return qemu;
    }

    /// <summary>A folder like /proc in which a process has another executable.</summary>
    private sealed class StatedExecutable : IDisposable
    {
        public StatedExecutable(int pid, string executable)
        {
            string number = pid.ToString(CultureInfo.InvariantCulture);
            Path = Directory.CreateTempSubdirectory("resident-proc-").FullName;
            string folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, number)).FullName;
            foreach (string name in (string[])["stat", "status", "auxv", "maps", "smaps", "mem", "pagemap"])
            {
                _ = File.CreateSymbolicLink(System.IO.Path.Combine(folder, name), $"/proc/{number}/{name}");
            }

            _ = File.CreateSymbolicLink(System.IO.Path.Combine(folder, "exe"), executable);
            _ = File.CreateSymbolicLink(System.IO.Path.Combine(Path, "uptime"), "/proc/uptime");
        }

        public string Path { get; }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
