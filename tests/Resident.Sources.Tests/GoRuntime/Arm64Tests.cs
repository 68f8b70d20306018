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
    public static TheoryData<string> Versions() => [.. GoToolchains.Versions];

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
        using var mirror = ProcMirror.WithExecutable(target.Pid, path);
        using var process = target.Open(new GoProcessOptions { ProcRoot = mirror.Root });
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
        using var mirror = ProcMirror.WithExecutable(target.Pid, path);
        using var process = target.Open(new GoProcessOptions { ProcRoot = mirror.Root });

        var (read, map) = StandingPageMap.Read(process);

        Assert.Equal(read.HeapInuse, map.Spans.InUse);
        Assert.Equal(read.HeapIdle - read.HeapReleased, map.Totals[(int)GoPageKind.Idle].Bytes);
        Assert.Equal(read.HeapReleased, map.Totals[(int)GoPageKind.Released].Bytes);
        var profile = process.ReadHeapProfile();
        Assert.NotEmpty(profile.Samples);
        Assert.Equal((512, true), (profile.Period, profile.IsPeriodKnown));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadGoroutineProfile_Arm64Program_StandsWhereTheTargetSays(string version)
    {
        string path = GoToolchains.Target(version, "arm64");
        using var target = await GoTargetProcess.StartAsync([RequireQemu(), path], ("VARIETY", "1"));
        using var mirror = ProcMirror.WithExecutable(target.Pid, path);
        using var process = target.Open(new GoProcessOptions { ProcRoot = mirror.Root });

        var (told, own) = await EndpointProfileTests.ReadStandingGoroutinesAsync(target, process);

        Assert.Equal(EndpointProfileTests.GoroutineStacks(told, withLabels: true), EndpointProfileTests.GoroutineStacks(own, withLabels: true));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadMutexProfile_Arm64Program_MultipliesWhatOneInTwoRecorded(string version)
    {
        string path = GoToolchains.Target(version, "arm64");
        using var target = await GoTargetProcess.StartAsync([RequireQemu(), path], ("FRACTION", "2"));
        using var mirror = ProcMirror.WithExecutable(target.Pid, path);
        using var process = target.Open(new GoProcessOptions { ProcRoot = mirror.Root });

        var profile = process.ReadMutexProfile();

        Assert.NotEmpty(profile.Samples);
        Assert.True(profile.IsPeriodKnown);
        Assert.Equal(version is "1.19" ? 2 : 1, profile.Scale);
        Assert.InRange(profile.TicksPerSecond!.Value, 999_000_000, 1_001_000_000);
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
}
