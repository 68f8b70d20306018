using Resident.Sources.GoRuntime;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Another user's process, read with CAP_SYS_PTRACE alone: its memory opens, and the files that belong to it do not.</summary>
public sealed class RefusedFilesTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("pie")]
    public async Task Read_WithoutAuxvAndPagemap_HasTheTargetsOwnFigures(string variant)
    {
        using var target = await GoTargetProcess.StartAsync([GoToolchains.Target(GoToolchains.Versions[^1], variant)]);
        using ProcMirror mirror = new(target.Pid, "auxv", "pagemap");
        using var process = target.Open(new GoProcessOptions { ProcRoot = mirror.Root });
        _ = await target.StatsAsync();

        var before = await target.StatsAsync();
        var read = process.ReadMemory();
        var after = await target.StatsAsync();

        GoMemoryFields.AssertBetween(read, before, after);
        Assert.True(process.ReadGoroutines().Count > 0);
    }
}
