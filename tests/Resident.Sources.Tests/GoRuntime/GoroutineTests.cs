using System.Globalization;
using System.Text.RegularExpressions;
using Resident.Model;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Goroutines counted from outside against the target's own full goroutine profile.</summary>
public sealed partial class GoroutineTests
{
    public static TheoryData<string, string> Targets() => GoMemoryTests.Targets();

    public static TheoryData<string> Versions() => [.. GoToolchains.Versions];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadGoroutines_LeakingTarget_HasTheGroupsOfItsOwnProfile(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant), ("LEAK", "400"));
        using var process = target.Open();
        _ = await target.AskAsync("gc");

        var census = process.ReadGoroutines();
        long count = process.ReadMemory().Goroutines!.Value;
        var told = Parse(await target.AskAsync("goroutines"));

        // The one that answers is running while it tells, and waits for a line else; the system's own are not told.
        var own = census.Groups
            .Where(static group => !group.IsSystem && group.CreatedBy is not null)
            .GroupBy(static group => Key(group), StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Sum(static entry => entry.Count), StringComparer.Ordinal);
        Assert.Equal(
            told.OrderBy(static pair => pair.Key, StringComparer.Ordinal),
            own.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(500, census.Groups.Where(static group => group.CreatedBy is { Function: "main.main" }).Sum(static group => group.Count));
        Assert.InRange(census.Count, count - 1, count + 1);
        Assert.All(census.Groups, static group => Assert.NotNull(group.Start));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadGoroutines_ArchiveThatACProgramCalls_AreFoundThoughTheFirstHasEnded(string version)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, "archive"));
        using var process = target.Open();

        var waiting = Assert.Single(process.ReadGoroutines().Groups, static group => group.Start is { Function: "main.wait" });

        Assert.Equal(25, waiting.Count);
        Assert.Equal("main.Begin", waiting.CreatedBy!.Value.Function);
        Assert.Equal(25, process.ReadGoroutineProfile().Samples.Max(static sample => sample.Count));
        Assert.InRange(process.ReadMemory().Goroutines!.Value, 25, 27);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadMemory_ProgramWithALimitOfThreadsOfItsOwn_CountsGoroutines(string version)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, "stripped"), ("MAX_THREADS", "500"), ("LEAK", "400"));
        using var process = target.Open();

        // 400, a quarter more, and the one that answers.
        Assert.InRange(process.ReadMemory().Goroutines!.Value, 501, 503);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadGoroutines_FinalizerThatNeverEnds_IsTheProgramsOwn(string version)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, "stripped"), ("VARIETY", "1"));
        using var process = target.Open();
        _ = await target.AskAsync("gc");

        var groups = process.ReadGoroutines().Groups;

        var stuck = Assert.Single(groups, static group => group.Stack.Any(static frame => frame.Function.StartsWith("main.finalizeForever", StringComparison.Ordinal)));
        Assert.False(stuck.IsSystem);
        Assert.Contains(groups, static group => group.IsSystem);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadGoroutineProfile_DeepRecursion_HasTheWholeStack(string version)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, "stripped"), ("DEPTH", "3000"));
        using var process = target.Open();

        var profile = process.ReadGoroutineProfile();

        string[] deepest = [.. profile.Samples.MaxBy(static sample => sample.Locations.Count)!.Locations.SelectMany(place => profile.Locations[place].Frames).Select(static frame => frame.Function)];
        Assert.Equal(3001, deepest.Count(static function => function is "main.recurse"));
        Assert.Equal("runtime.gopark", deepest[0]);
        Assert.Equal("main.recurse", deepest[^1]);
    }

    [Fact]
    public async Task ReadGoroutines_AfterACycle_TellsHowLongTheyWait()
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(GoToolchains.Versions[^1], "stripped"));
        using var process = target.Open();
        _ = await target.AskAsync("gc");
        _ = await target.AskAsync("gc");

        var leaked = process.ReadGoroutines().Groups.First(static group => group.WaitReason is "chan receive");

        Assert.Equal("waiting", leaked.State);
        Assert.InRange(leaked.LongestWait!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.True(leaked.StackBytes.Bytes >= 2048 * leaked.Count);
    }

    private static string Key(GoroutineGroup group) => string.Create(
        CultureInfo.InvariantCulture,
        $"{group.WaitReason ?? group.State} {group.Start?.Function} {group.CreatedBy?.Function} {group.CreatedBy?.File}:{group.CreatedBy?.Line}");

    // goroutine 6 [chan receive, 2 minutes]:
    // main.leakOne(...)
    //     /path/main.go:117
    // created by main.main in goroutine 1
    //     /path/main.go:62 +0x85
    private static Dictionary<string, long> Parse(IReadOnlyList<string> lines)
    {
        var groups = new Dictionary<string, long>(StringComparer.Ordinal);
        string state = string.Empty;
        string outermost = string.Empty;
        for (int i = 0; i + 1 < lines.Count; i++)
        {
            if (Header().Match(lines[i]) is { Success: true } header)
            {
                state = header.Groups["state"].Value;
            }
            else if (lines[i].EndsWith(')') && lines[i][0] is not '\t')
            {
                outermost = lines[i][..lines[i].LastIndexOf('(')];
            }
            else if (lines[i].StartsWith("created by ", StringComparison.Ordinal))
            {
                string function = lines[i]["created by ".Length..];
                int end = function.IndexOf(" in goroutine", StringComparison.Ordinal);
                string place = lines[i + 1].Trim();
                int offset = place.IndexOf(" +0x", StringComparison.Ordinal);
                string key = $"{state} {outermost} {(end < 0 ? function : function[..end])} {(offset < 0 ? place : place[..offset])}";
                groups[key] = groups.GetValueOrDefault(key) + 1;
            }
        }

        return groups;
    }

    [GeneratedRegex(@"^goroutine \d+ \[(?<state>[^,\]]+)(, [^\]]*)?\]:$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Header();
}
