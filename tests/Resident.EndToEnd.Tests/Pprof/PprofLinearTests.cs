using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Resident.Cli.Pprof;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;

namespace Resident.EndToEnd.Tests.Pprof;

/// <summary>A profile that has much of one thing costs as much as it is long: a few KiB, packed, may hold a million of
/// it.</summary>
[Trait("Kind", "Attack")]
public sealed class PprofLinearTests
{
    private const int Count = 100_000;

    // What is not linear takes minutes for this many, what is takes less than two seconds.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(20);

    private static readonly string[] Reports = ["-top", "-traces", "-dot", "-dot -call_tree", "-tags", "-raw", "-proto", "-callgrind"];

    private static readonly string[] MoreReports =
    [
        "-tree", "-json", "-peek=.", "-topproto", "-text -tagfocus=k1 -taghide=b", "-top -sample_index=zz", "-dot -tagroot=k1", "-folded", "-speedscope", "-flamegraph",
    ];

    [Theory]
    [InlineData("types")]
    [InlineData("types-same")]
    [InlineData("label-keys")]
    [InlineData("label-values")]
    [InlineData("numbers")]
    [InlineData("number-values")]
    [InlineData("comments")]
    [InlineData("mappings")]
    [InlineData("lines")]
    [InlineData("functions")]
    public void MuchOfOneThing_TakesTimeByItsLength(string kind)
    {
        string folder = Directory.CreateTempSubdirectory("pprof-linear").FullName;
        try
        {
            using (var file = File.Create(Path.Combine(folder, "input")))
            {
                ProfileEncoder.WriteCompressed(Make(kind), file);
            }

            bool isLong = Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is { Length: > 0 };
            foreach (string report in isLong ? [.. Reports, .. MoreReports] : Reports)
            {
                foreach (string sources in isLong || report is "-top" ? (string[])["input", "input input"] : ["input"])
                {
                    var clock = Stopwatch.StartNew();
                    Run(folder, report, sources);
                    TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind} {report} {sources}: {clock.Elapsed.TotalSeconds:0.00} s"));
                    Assert.True(clock.Elapsed < Most, $"{report} {sources} of {kind} took {clock.Elapsed}.");
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string folder, string report, string sources)
    {
        using var error = new StringWriter();
        var host = new PprofHost { Output = Stream.Null, Error = error, Input = TextReader.Null, Folder = folder };
        int status = PprofCommand.Run([.. report.Split(' '), "-symbolize=none", "-output=out", .. sources.Split(' ')], host);
        Assert.True(status is 0 or 2, error.ToString());
    }

    private static Profile Make(string kind)
    {
        var strings = new StringPool();
        _ = strings.Add("");
        int function = strings.Add("main.f");
        var types = ImmutableArray.Create(new SampleType("space", "bytes"));
        SampleLabel[] labels = [];
        var profile = Profile.Empty with { PeriodType = new SampleType("space", "bytes"), Period = 1 };
        int functions = kind is "functions" ? Count : 1;
        int lines = kind is "lines" ? Count : 1;
        switch (kind)
        {
            case "types":
                types = [.. Enumerable.Range(0, Count).Select(static i => new SampleType($"t{i.ToString(CultureInfo.InvariantCulture)}", "count"))];
                break;
            case "types-same":
                types = [.. Enumerable.Range(0, Count).Select(static i => new SampleType(i == 0 ? "a" : "b", "count"))];
                break;
            case "label-keys":
                labels = [.. Enumerable.Range(0, Count).Select(i => new SampleLabel(strings.Add("k" + Name(Count - i)), strings.Add("v"), -1, 0))];
                break;
            case "label-values":
                labels = [.. Enumerable.Range(0, Count).Select(i => new SampleLabel(strings.Add("k1"), strings.Add("v" + Name(i)), -1, 0))];
                break;
            case "numbers":
                labels = [.. Enumerable.Range(0, Count).Select(i => new SampleLabel(strings.Add("n" + Name(Count - i)), -1, strings.Add("bytes"), i + 1))];
                break;
            case "number-values":
                labels = [.. Enumerable.Range(0, Count).Select(i => new SampleLabel(strings.Add("bytes"), -1, strings.Add("bytes"), (i + 1) * 4096L))];
                break;
            case "comments":
                profile = profile with { Comments = [.. Enumerable.Range(0, Count).Select(Name)] };
                break;
            case "mappings":
                profile = profile with { Mappings = [.. Enumerable.Range(0, Count).Select(static i => new ProfileMapping { Id = (ulong)i + 1, Start = (ulong)i * 8192, Limit = ((ulong)i * 8192) + 4096, File = "/" + Name(i) })] };
                break;
        }

        return profile with
        {
            SampleTypes = types,
            Strings = strings.ToArray(),
            Functions = new FunctionTable
            {
                Ids = [.. Enumerable.Range(1, functions).Select(static id => (ulong)id)],
                Names = [.. Enumerable.Repeat(function, functions)],
                SystemNames = [.. Enumerable.Repeat(function, functions)],
                FileNames = [.. new int[functions]],
                StartLines = [.. Enumerable.Range(0, functions).Select(static i => (long)i)],
            },
            Locations = new LocationTable
            {
                Ids = [1],
                Addresses = [0x1000],
                Mappings = [kind is "mappings" ? 0 : -1],
                Folded = [false],
                LineStarts = [0, lines],
                Functions = [.. new int[lines]],
                Lines = [.. Enumerable.Range(0, lines).Select(static i => (long)i)],
                Columns = [.. new long[lines]],
            },
            Samples = new SampleTable
            {
                ValueCount = types.Length,
                Values = [.. Enumerable.Repeat(4096L, types.Length)],
                StackStarts = [0, 1],
                Stacks = [0],
                LabelStarts = [0, labels.Length],
                Labels = [.. labels],
            },
        };
    }

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);
}
