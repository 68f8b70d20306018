using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Resident.Sources.Tests.GoTrace;

/// <summary>Torn trace lines in docker's json-file logs, where each line of the container's output is an object of its own.</summary>
public sealed class TornJsonTests
{
    private const string Rest = "s 11%: 0.084+114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 2 P\n";

    private static readonly string[] Forms =
    [
        "2026/11/22 22:48:32 request {0} handled\n", "{{\"level\":\"info\",\"n\":{0}}}\n", "app <line> {0}\n", "[GIN] 2026/11/22 - 22:48:32 | 200 | {0}\n",
    ];

    private static readonly string[] Writes =
    [
        "gc ", "{0}", " @", "{0}.404", "s ", "11", "%", ": ", "0.084", "+", "114", "+", "0.25", " ms clock, ", "0.16", "+", "0", "/", "52", "/", "82",
        "+", "0.50", " ms cpu, ", "58", "->", "70", "->", "57", " MB, ", "69", " MB goal, ", "2", " P", "\n",
    ];

    [Fact]
    public void PiecesInSeveralObjects_AreTakenOut_AndTheObjectsStay()
    {
        string input = Objects("2026/11/22 one\ngc 7 @0.404" + "2026/11/22 two\n" + Rest + "2026/11/22 three\n");

        var run = SplitRun.Of(input);

        var cycle = Assert.Single(run.Cycles);
        Assert.Equal((7L, 57L, 2, 1L), (cycle.Number, cycle.HeapLiveMebibytes, cycle.Procs, run.Counts.RepairedLines));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1_000_000_001), cycle.WallTime);
        string[] lines = input.Split('\n');
        Assert.Equal(string.Join('\n', lines[0], lines[1].Replace("gc 7 @0.404", "", StringComparison.Ordinal), lines[3], ""), run.Passed);
    }

    [Fact]
    public void APieceOfTheOtherStream_IsNoneOfThisOne()
    {
        string torn = Objects("gc 7 @0.404" + "2026/11/22 two\n");
        string other = Objects("s 99%: 1+1+1 ms clock\n", "stdout");

        var run = SplitRun.Of(torn + other + Objects(Rest));

        Assert.Equal((other, 7L, 11), (run.Passed[^other.Length..], run.Cycles.Single().Number, run.Cycles.Single().CpuPercentSinceStart));
    }

    [Fact]
    public void ALineThatNeverEnds_IsCountedAndNotInvented()
    {
        string app = string.Concat(Enumerable.Range(0, 50).Select(static number => $"2026/11/22 22:48:32 app line {number}\n"));

        var run = SplitRun.Of(Objects(app + "gc 7 @0.404s 11%: 0.084+" + app));

        Assert.Equal((app + "gc 7 @0.404s 11%: 0.084+" + app, 0, 1L), (Texts(run.Passed, "stderr"), run.Cycles.Count, run.Counts.IncompleteLines));
    }

    [Fact]
    public void LinesBetweenAnyWrites_ComeOutWhole_HoweverTheInputIsCut() =>
        Gen.Select(Gen.Int[0, Forms.Length - 1], Gen.Int[0, 6].Array[2 * Writes.Length], Gen.Int[1, 300]).Sample(
            static (form, counts, piece) =>
            {
                var input = new StringBuilder();
                var app = new StringBuilder();
                int line = 10;
                for (; line < 20;)
                {
                    Append();
                }

                for (int index = 0; index < counts.Length; index++)
                {
                    input.Append(Format(Writes[index % Writes.Length], 7 + (index / Writes.Length)));
                    for (int more = counts[index] - 4; more > 0; more--)
                    {
                        Append();
                    }
                }

                byte[] bytes = Encoding.UTF8.GetBytes(Objects(input.ToString(), stdoutEach: 3));
                var run = SplitRun.Of(bytes, pieces: _ => piece);

                Assert.Equal(app.ToString(), Texts(run.Passed, "stderr"));
                Assert.Equal(Texts(Encoding.UTF8.GetString(bytes), "stdout"), Texts(run.Passed, "stdout"));
                Assert.Equal([7, 8], run.Cycles.Select(static cycle => cycle.Number));
                Assert.All(run.Cycles, static cycle => Assert.Equal([0.16, 0, 52, 82, 0.50], cycle.CpuMilliseconds));

                void Append()
                {
                    string text = Format(Forms[form], line++);
                    input.Append(text);
                    app.Append(text);
                }
            },
            iter: 60);

    [Fact]
    public void ARealTornLog_AsDockerWritesIt_HasTheSameCyclesAsItself()
    {
        string log = File.ReadAllText(SplitRun.PathOf("torn-by-app-stderr-heavy-logging.txt"));
        var plain = SplitRun.Of(log);

        var run = SplitRun.Of(Objects(log));

        Assert.NotEqual(0, plain.Counts.RepairedLines);
        Assert.Equal(plain.Counts.RepairedLines, run.Counts.RepairedLines);
        Assert.Equal(
            plain.Cycles.Select(static cycle => (cycle.Number, cycle.HeapLiveMebibytes, cycle.Procs)),
            run.Cycles.Select(static cycle => (cycle.Number, cycle.HeapLiveMebibytes, cycle.Procs)));
        Assert.Equal(plain.Passed, Texts(run.Passed, "stderr"));
    }

    [Fact]
    public void ManyBeginningsWithoutAnEnd_TakeBoundedTime()
    {
        // Each of them begins a search that fails; one that looked through all that follows each time would take as long as all of them squared.
        string input = Objects(string.Concat(Enumerable.Range(0, 2_000).Select(static number => $"gc worker {number} is done\ngc {number} @1.0\n")));

        var run = SplitRun.Of(input);

        Assert.Empty(run.Cycles);
    }

    private static string Format(string form, int number) => string.Format(CultureInfo.InvariantCulture, form, number);

    /// <summary>Writes a container's output as docker does: an object a line, with what HTML minds escaped.</summary>
    private static string Objects(string text, string stream = "stderr", int stdoutEach = 0)
    {
        var log = new StringBuilder();
        int count = 0;
        foreach (string line in text.Split('\n')[..^1])
        {
            Add(line + "\n", stream);
            if (stdoutEach > 0 && count % stdoutEach == 0)
            {
                Add("answer 42\n", "stdout");
            }
        }

        return log.ToString();

        void Add(string content, string name)
        {
            string written = content.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal).Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal);
            string time = DateTimeOffset.UnixEpoch.AddSeconds(1_000_000_000 + count++).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            log.Append(CultureInfo.InvariantCulture, $"{{\"log\":\"{written}\",\"stream\":\"{name}\",\"time\":\"{time}\"}}\n");
        }
    }

    private static string Texts(string log, string stream)
    {
        var texts = new StringBuilder();
        foreach (string line in log.Split('\n')[..^1])
        {
            using var document = JsonDocument.Parse(line);
            if (string.Equals(document.RootElement.GetProperty("stream").GetString(), stream, StringComparison.Ordinal))
            {
                texts.Append(document.RootElement.GetProperty("log").GetString());
            }
        }

        return texts.ToString();
    }
}
