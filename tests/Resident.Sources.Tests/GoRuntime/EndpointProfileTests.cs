using System.Globalization;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Profile files made from outside against those that the target's own runtime/pprof writes.</summary>
public sealed class EndpointProfileTests
{
    public static TheoryData<string, string> Targets() => GoMemoryTests.Targets();

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadGoroutineProfile_GoroutinesThatWaitInEveryWay_StandWhereTheTargetSays(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant), ("VARIETY", "1"), ("LEAK", "200"));
        using var process = target.Open();

        var (told, own) = await ReadStandingGoroutinesAsync(target, process);

        string[] expected = GoroutineStacks(told, withLabels: true);
        string[] actual = GoroutineStacks(own, withLabels: true);
        Assert.Equal([], actual.Except(expected, StringComparer.Ordinal));
        Assert.Equal(expected, actual);
        Assert.True(expected.Length >= 10, $"The target told {expected.Length} stacks.");
        Assert.Contains(actual, static stack => stack.Contains("tenant=t1", StringComparison.Ordinal));
        Assert.Contains(actual, static stack => stack.Contains("k19=v19", StringComparison.Ordinal));
        Assert.Contains(actual, static stack => stack.Contains("label69=" + new string('x', 3450), StringComparison.Ordinal));
        Assert.Contains(actual, static stack => stack.Contains("main.finalizeForever", StringComparison.Ordinal));
        Assert.InRange(own.Samples.Count, actual.Length, told.Samples.Count);
        Assert.Equal([new SampleType("goroutine", "count")], own.SampleTypes);
        Assert.Equal(told.PeriodType, own.PeriodType);
        Assert.Equal(told.Period, own.Period);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadAllocationProfile_QuietTarget_IsTheTargetsOwnFile(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant), ("RATE", "512"));
        using var process = target.Open();
        var told = await target.WriteProfileAsync("allocs");

        var profile = process.ReadAllocationProfile();
        var own = Rewritten(profile, process);

        Assert.True(profile.IsPeriodKnown);
        Assert.Equal(512, profile.Period);
        string[] sizes = [.. Stacks(own, withLabels: true)];
        Assert.Equal(Stacks(told, withLabels: true), sizes);
        Assert.Equal("alloc_space", own.DefaultSampleType);
        Assert.Equal(told.DefaultSampleType, own.DefaultSampleType);
        Assert.Equal(told.SampleTypes, own.SampleTypes);
        Assert.Equal(told.PeriodType, own.PeriodType);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadWaitProfiles_QuietTarget_TellTheTimeThatTheTargetTells(string version, string variant)
    {
        Assert.SkipWhen(
            version is "1.21" && variant is "noopt",
            "Without optimisation Go 1.21 reads its rate through a call: it is measured, and not equal to the last tick.");
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant));
        using var process = target.Open();

        foreach (string kind in (string[])["block", "mutex"])
        {
            // Others go on waiting in the runtime itself.
            var before = await target.WriteProfileAsync(kind);
            var profile = kind is "block" ? process.ReadBlockProfile() : process.ReadMutexProfile();
            var after = await target.WriteProfileAsync(kind);
            var own = Rewritten(profile, process);
            string[] standing = [.. Stacks(before, withLabels: false).Intersect(Stacks(after, withLabels: false), StringComparer.Ordinal)
                .Where(static stack => stack.Contains("main.contend", StringComparison.Ordinal))];

            Assert.NotEmpty(standing);
            Assert.Equal(before.SampleTypes, own.SampleTypes);
            string[] ours = [.. Stacks(own, withLabels: false)];
            string[] missing = [.. standing.Except(ours, StringComparer.Ordinal)];
            Assert.True(missing.Length == 0, $"Told, and not read:\n{string.Join('\n', missing)}\nRead:\n{string.Join('\n', ours)}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ReadMutexProfile_OneInTwoRecordedAndNobodyAskedBefore_TellsWhatTheTargetTells(string version, string variant)
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(version, variant), ("FRACTION", "2"));
        using var process = target.Open();

        // The program reckons its ticks a second when it writes the first profile: here they are measured. Its own measure takes a tenth of a
        // second, in which others run.
        var own = ContentionsOf(Rewritten(process.ReadMutexProfile(), process));
        var told = ContentionsOf(await target.WriteProfileAsync("mutex"));

        Assert.NotEmpty(told);
        Assert.Equal(told.Keys, own.Keys);
        Assert.All(told, pair =>
        {
            Assert.Equal(pair.Value.Count, own[pair.Key].Count);
            Assert.InRange(own[pair.Key].Delay, pair.Value.Delay * 0.98, pair.Value.Delay * 1.02);
        });

        static SortedDictionary<string, (double Count, double Delay)> ContentionsOf(Profile profile)
        {
            Assert.Equal(new SampleType("delay", "nanoseconds"), profile.SampleTypes[1]);
            var lines = Stacks(profile, withLabels: false).Where(static stack => stack.Contains("main.contend", StringComparison.Ordinal));
            return new(lines.Select(static stack => stack.Split(['\n', ' '], 3)).ToDictionary(
                static parts => parts[2],
                static parts => (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture)),
                StringComparer.Ordinal), StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task ReadGoroutineProfile_HundredThousandGoroutines_CountsEachOnce()
    {
        const int Leaked = 100_000;
        using var target = await GoTargetProcess.StartAsync(
            GoToolchains.Target(GoToolchains.Versions[^1], "stripped"), ("LEAK", Leaked.ToString(CultureInfo.InvariantCulture)));
        using var process = target.Open();

        var profile = process.ReadGoroutineProfile();

        Assert.Equal(Leaked, profile.Samples.Where(sample => Outermost(profile, sample) is "main.leakOne").Sum(static sample => sample.Count));
        Assert.Equal(Leaked / 4, profile.Samples.Where(sample => Outermost(profile, sample) is "main.leakTwo").Sum(static sample => sample.Count));
        Assert.InRange(profile.Samples.Count, 3, 40);
    }

    /// <summary>Reads the goroutines between two profiles of the target's own that are equal: what starts or parks meanwhile, on a machine that
    /// is busy, is no difference between the two ways to read.</summary>
    internal static async Task<(Profile Told, Profile Own)> ReadStandingGoroutinesAsync(GoTargetProcess target, GoProcess process)
    {
        var told = await target.WriteProfileAsync("goroutine");
        while (true)
        {
            var own = Rewritten(process.ReadGoroutineProfile(), process);
            var again = await target.WriteProfileAsync("goroutine");
            if (GoroutineStacks(told, withLabels: true).SequenceEqual(GoroutineStacks(again, withLabels: true), StringComparer.Ordinal))
            {
                return (told, own);
            }

            told = again;
        }
    }

    /// <summary>Gives the stacks as <see cref="Stacks"/> does, but those that write profiles: they stand elsewhere each time.</summary>
    internal static string[] GoroutineStacks(Profile profile, bool withLabels) =>
        [.. Stacks(profile, withLabels).Where(static stack => !stack.Contains("main.writeProfile", StringComparison.Ordinal))];

    private static string? Outermost(GoStackProfile profile, GoStackSample sample) =>
        sample.Locations is [.., var last] ? profile.Locations[last].Frames[^1].Function : null;

    // What a user has: the file, read again.
    private static Profile Rewritten(GoStackProfile profile, GoProcess process)
    {
        using var file = new MemoryStream(ProfileEncoder.Pack(GoProfileBuilder.Build(profile, process.ReadCodeMapping())));
        return ProfileReader.Read(file, profile.Kind);
    }

    // A line a stack: values, labels, frames from the innermost, with lines. All-zero samples say nothing.
    internal static IEnumerable<string> Stacks(Profile profile, bool withLabels)
    {
        var texts = profile.Strings;
        List<(string Stack, long[] Values)> all = [];
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            if (profile.Samples.ValuesOf(sample).ContainsAnyExcept(0L))
            {
                // Before 1.24 a program tells its labels in an order of its own each time.
                SortedSet<string> labels = new(StringComparer.Ordinal);
                foreach (var label in profile.Samples.LabelsOf(sample))
                {
                    if (withLabels)
                    {
                        _ = labels.Add(string.Create(CultureInfo.InvariantCulture, $"{texts[label.Key]}={(label.Text >= 0 ? texts[label.Text] : string.Empty)}{label.Number}"));
                    }
                }

                List<string> parts = [.. labels];
                foreach (int location in profile.Samples.StackOf(sample))
                {
                    for (int line = profile.Locations.LineStarts[location]; line < profile.Locations.LineStarts[location + 1]; line++)
                    {
                        int function = profile.Locations.Functions[line];
                        parts.Add(string.Create(
                            CultureInfo.InvariantCulture,
                            $"{texts[profile.Functions.Names[function]]} {texts[profile.Functions.FileNames[function]]}:{profile.Locations.Lines[line]}"));
                    }
                }

                all.Add((string.Join('\n', parts), [.. profile.Samples.ValuesOf(sample)]));
            }
        }

        return all.GroupBy(static entry => entry.Stack, StringComparer.Ordinal)
            .Select(static group => $"{string.Join(' ', Enumerable.Range(0, group.First().Values.Length).Select(index => group.Sum(entry => entry.Values[index])))}\n{group.Key}")
            .Order(StringComparer.Ordinal);
    }
}
