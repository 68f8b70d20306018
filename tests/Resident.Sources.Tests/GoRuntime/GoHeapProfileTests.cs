using System.Globalization;
using Resident.Model;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Profiles read from outside against what the target's own runtime/pprof tells.</summary>
public sealed class GoHeapProfileTests
{
    public static TheoryData<string, string> Targets() => GoMemoryTests.Targets();

    public static TheoryData<string> Versions() => [.. GoToolchains.Versions];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadHeapProfile_QuietTarget_HasTheTargetsOwnRecords(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant), ("RATE", "64"));
        using var process = target.Open();
        _ = await target.AskAsync("gc");

        var profile = process.ReadHeapProfile();
        var told = await target.AskAsync("heap");

        string[] expected = [.. told.Where(static line => line.Length > 0 && !line.StartsWith("0 0 ", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string[] actual = [.. profile.Samples.Select(Describe).Order(StringComparer.Ordinal)];
        Assert.True(expected.Length >= 10, $"The target told {expected.Length} records.");
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadHeapProfile_EveryFrame_HasTheRuntimesNameFileAndLine(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant), ("RATE", "1"));
        using var process = target.Open();
        _ = await target.AskAsync("gc");

        var profile = process.ReadHeapProfile();
        var told = ParseText(await target.AskAsync("profile heap"));

        var own = profile.Samples
            .GroupBy(static sample => Stack(sample.Stack), StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, group => Frames(profile, group.First()), StringComparer.Ordinal);
        int compared = 0;
        foreach (var (stack, frames) in told)
        {
            // Records that are all zero are told by the target alone.
            if (own.TryGetValue(stack, out string[]? ours))
            {
                Assert.Equal(frames, ours);
                compared++;
            }
        }

        Assert.True(compared >= 6, $"{compared} stacks were compared.");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadMutexProfile_ContendedLock_NamesWhoHeldIt(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant));
        using var process = target.Open();

        var mutex = process.ReadMutexProfile();
        var block = process.ReadBlockProfile();

        Assert.Contains(mutex.Samples, sample => Frames(mutex, sample).Any(static frame => frame.StartsWith("main.contend", StringComparison.Ordinal)));
        Assert.Contains(block.Samples, sample => Frames(block, sample).Any(static frame => frame.StartsWith("main.contend", StringComparison.Ordinal)));
        Assert.All(mutex.Samples.Concat(block.Samples), static sample => Assert.True(sample is { Count: > 0, Amount: > 0 }));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadHeapProfile_ProgramThatNothingAsksForIt_IsWithoutBecauseOfTheLinker(string version)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, "bare"));
        using var process = target.Open();

        var profile = process.ReadHeapProfile();

        Assert.Empty(profile.Samples);
        Assert.Equal(GoProfileRecording.LinkedOut, profile.Recording);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadHeapProfile_ProgramThatHasSwitchedItOff_SaysSo(string version)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, "stripped"), ("RATE", "0"));
        using var process = target.Open();

        var profile = process.ReadHeapProfile();

        Assert.Equal((GoProfileRecording.SwitchedOff, 0, true), (profile.Recording, profile.Period, profile.IsPeriodKnown));
    }

    private static string Describe(GoStackSample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.Count} {sample.Frees} {sample.Amount} {sample.FreedBytes} {Stack(sample.Stack.Take(32))}");

    private static string Stack(IEnumerable<ulong> stack) => string.Join(' ', stack.Select(static pc => pc.ToString("x", CultureInfo.InvariantCulture)));

    private static string[] Frames(GoStackProfile profile, GoStackSample sample) =>
    [
        .. sample.Locations.SelectMany(index => profile.Locations[index].Frames)
            .Select(static frame => string.Create(CultureInfo.InvariantCulture, $"{frame.Function} {frame.File}:{frame.Line}")),
    ];

    // 1: 64 [2: 128] @ 0x4a1 0x4b2
    // #	0x4a0	main.fill+0x1f	/path/main.go:93
    private static Dictionary<string, string[]> ParseText(IReadOnlyList<string> lines)
    {
        var stacks = new Dictionary<string, string[]>(StringComparer.Ordinal);
        string? stack = null;
        List<string> frames = [];
        foreach (string line in lines)
        {
            int at = line.IndexOf(" @ ", StringComparison.Ordinal);
            if (at > 0 && char.IsAsciiDigit(line[0]))
            {
                stack = line[(at + 3)..].Replace("0x", string.Empty, StringComparison.Ordinal).Trim();
                frames = [];
            }
            else if (line.StartsWith("#\t0x", StringComparison.Ordinal) && stack is not null)
            {
                string[] parts = line.Split('\t', StringSplitOptions.RemoveEmptyEntries);
                frames.Add($"{parts[2][..parts[2].LastIndexOf('+')]} {parts[3]}");
                stacks[stack] = [.. frames];
            }
        }

        return stacks;
    }
}
