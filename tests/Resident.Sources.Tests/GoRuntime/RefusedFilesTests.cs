using System.Globalization;
using Resident.Sources.GoRuntime;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Another user's process, read with CAP_SYS_PTRACE alone: its memory opens, and the files that belong to it do not.</summary>
public sealed class RefusedFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("resident-refused").FullName;

    [Theory]
    [InlineData("plain")]
    [InlineData("pie")]
    public async Task Read_WithoutAuxvAndPagemap_HasTheTargetsOwnFigures(string variant)
    {
        using var target = await GoTargetProcess.StartAsync([GoToolchains.Target(GoToolchains.Versions[^1], variant)]);
        LinkAllBut(target.Pid, "auxv", "pagemap", "io", "fd");
        using var process = target.Open(new GoProcessOptions { ProcRoot = _root });
        _ = await target.StatsAsync();

        var before = await target.StatsAsync();
        var read = process.ReadMemory();
        var after = await target.StatsAsync();

        GoMemoryFields.AssertBetween(read, before, after);
        Assert.True(process.ReadGoroutines().Count > 0);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void LinkAllBut(int pid, params string[] refused)
    {
        string number = pid.ToString(CultureInfo.InvariantCulture);
        string folder = Directory.CreateDirectory(Path.Join(_root, number)).FullName;
        foreach (string name in ((string[])["stat", "status", "auxv", "maps", "smaps", "mem", "pagemap", "exe"]).Except(refused, StringComparer.Ordinal))
        {
            _ = File.CreateSymbolicLink(Path.Join(folder, name), $"/proc/{number}/{name}");
        }

        _ = File.CreateSymbolicLink(Path.Join(_root, "uptime"), "/proc/uptime");
    }
}
