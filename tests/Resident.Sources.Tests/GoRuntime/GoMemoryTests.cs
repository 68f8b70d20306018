namespace Resident.Sources.Tests.GoRuntime;

/// <summary>What is read from outside against runtime.ReadMemStats inside, one call before and one after.</summary>
public sealed class GoMemoryTests
{
    public static TheoryData<string, string> Targets()
    {
        var data = new TheoryData<string, string>();
        foreach (string version in GoToolchains.Versions)
        {
            // A position-independent target needs a standard library of its own: minutes, so one release has it by default.
            bool isNewest = string.Equals(version, GoToolchains.Versions[^1], StringComparison.Ordinal);
            string[] variants = GoToolchains.RunsAll ? ["plain", "stripped", "pie", "cgo", "cgo-pie", "race", "noopt"]
                : isNewest ? ["plain", "stripped", "pie"]
                : ["plain", "stripped"];
            foreach (string variant in variants)
            {
                data.Add(version, variant);
            }
        }

        return data;
    }

    public static TheoryData<string, bool> Versions() =>
        [.. GoToolchains.Versions.SelectMany(static version => new (string, bool)[] { (version, false), (version, true) })];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadMemory_QuietTarget_LiesBetweenItsOwnFigures(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant));
        using var process = target.Open();
        // The first answer grows the runtime's own buffers.
        _ = await target.StatsAsync();

        var before = await target.StatsAsync();
        var read = process.ReadMemory();
        var after = await target.StatsAsync();

        GoMemoryFields.AssertBetween(read, before, after);
        Assert.True(read.IsConsistent);
        Assert.StartsWith("go" + version, read.Version, StringComparison.Ordinal);
        Assert.NotNull(read.LastCycle);
        Assert.Equal(100, read.Gogc);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadMemory_AgainAndAgain_LiesBetweenItsOwnFigures(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant));
        using var process = target.Open();
        // What a sample reads along depends on the ones before: on the spans that they saw the processors allocate from.
        for (int round = 0; round < 6; round++)
        {
            var before = await target.StatsAsync();
            var read = process.ReadMemory();
            var again = process.ReadMemory();
            var after = await target.StatsAsync();

            if (round > 0) // The first answer grows the runtime's own buffers.
            {
                GoMemoryFields.AssertBetween(read, before, after);
                GoMemoryFields.AssertBetween(again, before, after);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadMemory_ProgramThatAllocatesNowAndThen_TellsEachAllocation(string version, bool isUnsampled)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, "plain"));
        if (isUnsampled)
        {
            _ = await target.AskAsync("unsampled");
        }

        using var process = target.Open();
        for (int round = 0; round < 40; round++)
        {
            // Enough of them that caches which stand still are believed, and looked at again.
            var before = Enumerable.Range(0, 1 + (round % 20)).Select(_ => process.ReadMemory()).Last();
            _ = await target.AskAsync("allocate");
            var after = process.ReadMemory();

            Assert.True(after.Mallocs > before.Mallocs, $"round {round}: {before.Mallocs} objects, then {after.Mallocs}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadMemory_AfterCycles_HasTheWholeRingOfPauses(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant), ("CYCLES", "300"), ("FILL_MIB", "1"));
        using var process = target.Open();

        var read = process.ReadMemory();
        var told = await target.StatsAsync();

        Assert.Equal(told["NumGC"], read.NumGC);
        Assert.Equal(256, read.Pauses.Count);
        Assert.All(read.Pauses, pause =>
        {
            long slot = (pause.Number + 255) % 256;
            Assert.Equal(told[$"Pause{slot}.Ns"], pause.PauseNs);
            Assert.Equal(told[$"Pause{slot}.End"], pause.EndUnixNs);
        });
    }
}
