using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Commands;

/// <summary>What TARGET means: processes, files and addresses, and none of what stands in front of us.</summary>
public sealed class TargetTests : IDisposable
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly string _folder = Directory.CreateTempSubdirectory("resident-target-").FullName;

    public static TheoryData<string, string> Fronts => new()
    {
        { "timeout", "20" },
        { "nohup", "" },
        { "nice", "" },
        { "setsid", "-w" },
    };

    [Theory]
    [MemberData(nameof(Fronts))]
    public async Task Stat_BehindAnotherProgram_DoesNotReportOnIt(string front, string option)
    {
        const string Word = "a-word-that-nobody-has";
        string[] before = option.Length == 0 ? [] : [option];

        await using var run = Launched.Start(front, [.. before, ResidentProgram.Path, "stat", Word, "--count", "1"]);

        Assert.Equal(3, await run.ExitAsync());
        Assert.Contains($"No process is called \"{Word}\", or has it in its command line.", await run.StderrTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trace")]
    [InlineData("why")]
    [InlineData("stat")]
    [InlineData("watch")]
    [InlineData("report")]
    [InlineData("top")]
    [InlineData("export")]
    [InlineData("map")]
    public async Task File_ThatIsNotThere_IsToldInOneForm(string command)
    {
        string file = Path.Combine(_folder, "nope.resident");

        await using var run = Launched.Start(ResidentProgram.Path, [command, file]);

        Assert.Equal(3, await run.ExitAsync());
        Assert.Equal($"resident: {file}: no such file\n", await run.StderrTextAsync());
        Assert.Empty(await run.StdoutTextAsync());
    }

    [Fact]
    public async Task Profile_AsTarget_IsSaidToBeOne()
    {
        string file = Path.Combine(_folder, "orders");
        await using (var gzip = new GZipStream(File.Create(file), CompressionLevel.Fastest))
        {
            gzip.Write([0x0A, 0x04, 0x08, 0x01, 0x10, 0x02, 0x32, 0x00]); // sample_type with the strings 1 and 2; string_table's first, empty one
        }

        await using var run = Launched.Start(ResidentProgram.Path, ["why", file]);

        Assert.Equal(2, await run.ExitAsync());
        Assert.Equal($"resident: {file}: a pprof profile. Look at it with: resident pprof -http=: {file}\n", await run.StderrTextAsync());
    }

    [Fact]
    public async Task Program_AsTarget_MeansTheProcessesThatRunIt()
    {
        string program = Path.Combine(_folder, "orders");
        File.Copy("/bin/sleep", program);
        await using (var none = Launched.Start(ResidentProgram.Path, ["stat", program, "--count", "1"]))
        {
            Assert.Equal(3, await none.ExitAsync());
            Assert.StartsWith($"resident: {program}: a program, and no process runs it. ", await none.StderrTextAsync(), StringComparison.Ordinal);
        }

        await using var first = Launched.Start(program, ["60"]);
        await using (var one = Launched.Start(ResidentProgram.Path, ["stat", program, "--count", "1", "--json"]))
        {
            Assert.Equal(0, await one.ExitAsync());
            Assert.Contains($"\"pid\":{first.Id.ToString(Culture)}", await one.StdoutTextAsync(), StringComparison.Ordinal);
        }

        await using var second = Launched.Start(program, ["60"]);
        await using var newest = Launched.Start(ResidentProgram.Path, ["stat", program, "--newest", "--count", "1", "--json"]);
        Assert.Equal(0, await newest.ExitAsync());
        Assert.Contains($"\"pid\":{second.Id.ToString(Culture)}", await newest.StdoutTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_SumOfSeveral_TellsEachAndAll()
    {
        string program = Path.Combine(_folder, "orders");
        File.Copy("/bin/sleep", program);
        await using var first = Launched.Start(program, ["60"]);
        await using var second = Launched.Start(program, ["60"]);

        await using var run = Launched.Start(ResidentProgram.Path, ["why", program, "--sum", "--for", "1s", "--json"]);

        Assert.Equal(0, await run.ExitAsync());
        var document = JsonDocument.Parse(await run.StdoutTextAsync()).RootElement;
        long[] res = [.. document.GetProperty("processes").EnumerateArray().Select(static row => row.GetProperty("process").GetProperty("res").GetInt64())];
        Assert.Equal(2, res.Length);
        Assert.Equal((2, res.Sum()), (document.GetProperty("sum").GetProperty("processes").GetInt32(), document.GetProperty("sum").GetProperty("res").GetInt64()));
    }

    [Fact]
    public async Task Stat_SumOfSeveral_IsRefused()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["stat", "sleep", "--sum"]);

        Assert.Equal(2, await run.ExitAsync());
        Assert.Equal(
            "resident: --sum: This command is about one process; resident why TARGET --sum tells sums. Give --newest, --largest or a PID.\n", await run.StderrTextAsync());
    }

    [Fact]
    public async Task Option_ThatIsNone_IsToldWithAGuess()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["why", "--hepl"]);

        Assert.Equal(2, await run.ExitAsync());
        Assert.Equal("resident: There is no option \"--hepl\". Did you mean --help?\nSee: resident why --help\n", await run.StderrTextAsync());
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("record")]
    public async Task Address_ThatDoesNotAnswer_OpensNoPageAndLeavesNoRecording(string command)
    {
        string file = Path.Combine(_folder, "state", "x.resident");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string[] output = command is "record" ? ["-o", file] : ["--no-browser"];

        await using var run = Launched.Start("env", [$"XDG_STATE_HOME={_folder}/state", ResidentProgram.Path, command, "http://127.0.0.1:1", .. output]);

        Assert.Equal(3, await run.ExitAsync());
        string words = await run.StderrTextAsync();
        Assert.DoesNotContain(" is at ", words, StringComparison.Ordinal);
        Assert.Single(words.TrimEnd().Split('\n'));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    // Issue 18, item 1.
    [Fact]
    public async Task Recording_OfItsFirstSecond_IsOneAfterKill()
    {
        string file = Path.Combine(_folder, "young.resident");
        await using var target = Launched.Start("sleep", ["60"]);
        await using (var recorder = Launched.Start(ResidentProgram.Path, ["record", target.Id.ToString(Culture), "-o", file, "--interval", "50ms"]))
        {
            _ = await recorder.StderrHasAsync("is recorded into");
            while (new FileInfo(file + "-wal") is not { Exists: true, Length: > 40_000 })
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            recorder.Signal(9);
            _ = await recorder.ExitAsync();
        }

        await using var run = Launched.Start(ResidentProgram.Path, ["stat", file, "--json"]);

        Assert.Equal(0, await run.ExitAsync());
        Assert.Contains($"\"pid\":{target.Id.ToString(Culture)}", await run.StdoutTextAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
