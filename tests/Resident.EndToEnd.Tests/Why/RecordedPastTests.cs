using System.Text.Json;
using Resident.Cli.Run;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Why;

/// <summary>What was recorded of a program that runs is part of every answer on it.</summary>
public sealed class RecordedPastTests : IDisposable
{
    private const int Kill = 9;
    private readonly string _state = Directory.CreateTempSubdirectory("resident-state-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task Why_AfterARecorderWasKilled_GoesOnWithWhatItRecorded()
    {
        await using var target = await LeakAsync();
        await RecordAndKillAsync(target, seconds: 8);

        var answer = await AskAsync(target, "--for", "3s");
        var fresh = await AskAsync(target, "--for", "3s", "--fresh");

        var history = answer.GetProperty("history");
        Assert.Equal("recording", history.GetProperty("source").GetString());
        Assert.Equal(answer.GetProperty("window").GetProperty("from").GetDateTimeOffset(), history.GetProperty("from").GetDateTimeOffset());
        Assert.InRange(answer.GetProperty("window").GetProperty("seconds").GetDouble(), 9, 60);
        Assert.Equal(JsonValueKind.Null, fresh.GetProperty("history").ValueKind);
        Assert.InRange(fresh.GetProperty("window").GetProperty("seconds").GetDouble(), 2, 8);
    }

    [Fact]
    public async Task Why_OfAWindow_AnswersForItAlone()
    {
        await using var target = await LeakAsync();
        await RecordAndKillAsync(target, seconds: 8);
        var whole = await AskAsync(target, "--for", "1s");
        var from = whole.GetProperty("window").GetProperty("from").GetDateTimeOffset();

        var window = (await AskAsync(target, "--from", (from + TimeSpan.FromSeconds(1)).ToString("o", null), "--for", "2s")).GetProperty("window");
        var past = (await AskAsync(target, "--from", (from + TimeSpan.FromSeconds(1)).ToString("o", null), "--to", (from + TimeSpan.FromSeconds(5)).ToString("o", null))).GetProperty("window");

        Assert.True(window.GetProperty("to").GetDateTimeOffset() > past.GetProperty("to").GetDateTimeOffset());
        Assert.InRange(past.GetProperty("seconds").GetDouble(), 2, 4.1);
        Assert.True(past.GetProperty("from").GetDateTimeOffset() > from);
    }

    [Fact]
    public async Task Why_WindowThatNobodyRecorded_SaysSo()
    {
        await using var target = await LeakAsync();
        await using var run = Ask(["why", target.Pid, "--from", "-2h", "--to", "-1h"]);

        Assert.Equal(2, await run.ExitAsync());
        Assert.Equal(
            $"resident: --from, --to: Of process {target.Pid} there is no recording in {Path.Combine(_state, "resident")}, so that its past is not known. "
            + $"One is kept by: resident watch {target.Pid}\n",
            await run.StderrTextAsync());
    }

    [Fact]
    public async Task PsWhy_OfARecordedProgram_SaysSinceWhen()
    {
        await using var target = await LeakAsync();
        await RecordAndKillAsync(target, seconds: 6);
        await using var run = Ask(["ps", "--why", "--for", "2s", "--json"]);
        var document = JsonDocument.Parse(await run.StdoutTextAsync()).RootElement;
        var why = document.GetProperty("processes").EnumerateArray().First(row => row.GetProperty("pid").GetInt32() == target.Id).GetProperty("why");

        Assert.Equal("recording", why.GetProperty("history").GetString());
        Assert.InRange(why.GetProperty("seconds").GetDouble(), 6, 60);
    }

    [Fact]
    public async Task Why_UntilSureOfALeak_EndsWithOneAnswerThatIsSure()
    {
        await using var target = await LeakAsync();
        await using var run = Ask(["why", target.Pid, "--until-sure", "--max", "90s", "--json"]);
        var verdict = JsonDocument.Parse(await run.StdoutTextAsync()).RootElement;

        Assert.Equal(0, await run.ExitAsync());
        Assert.Equal("go-live-heap-leak", verdict.GetProperty("verdict").GetString());
        Assert.Contains("go-live-heap-leak\n", await run.StderrTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAProgramThatIsKilled_SaysHowItEndedTheVerdictAndTheRecording()
    {
        await using var run = Ask(["run", "--no-page", "--", await GoProgram.ServedAsync()]);
        _ = await run.StdoutHasAsync("http://");
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        int child = ProcessTree.Descendants(run.Id).First(static id => File.ReadAllText($"/proc/{id}/comm").StartsWith("served", StringComparison.Ordinal));
        Assert.Equal(0, NativeMethods.Kill(child, Kill));

        Assert.Equal(128 + Kill, await run.ExitAsync());
        string said = await run.StderrTextAsync();
        string recording = Assert.Single(Directory.GetFiles(Path.Combine(_state, "resident"), "*.resident"));
        Assert.Contains("resident: The program ended with signal 9.\nresident: ", said, StringComparison.Ordinal);
        Assert.Matches("\nresident: [a-z-]+: .*RES .*\n", said);
        Assert.EndsWith($"resident: The recording is {recording}. See it with: resident watch {recording}\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAProgramThatEndsAtOnce_AddsNothing()
    {
        await using var run = Ask(["run", "--no-page", "--", "true"]);

        Assert.Equal(0, await run.ExitAsync());
        Assert.Equal("", await run.StderrTextAsync());
    }

    [Fact]
    public async Task Report_OfARecordedProgram_BeginsWithTheRecording()
    {
        await using var target = await LeakAsync();
        await RecordAndKillAsync(target, seconds: 6);
        await using var run = Ask(["report", target.Pid, "--for", "2s", "--format", "json"]);
        var report = JsonDocument.Parse(await run.StdoutTextAsync()).RootElement;

        var series = report.GetProperty("series");
        Assert.Equal("recording", report.GetProperty("why").GetProperty("en").GetProperty("history").GetProperty("source").GetString());
        Assert.InRange(series.GetProperty("to").GetInt64() - series.GetProperty("from").GetInt64(), 7_000, 60_000);
    }

    private static async Task<Launched> LeakAsync()
    {
        var target = Launched.Start(await GoProgram.ServedAsync(), []);
        _ = await target.StdoutHasAsync("http://");
        return target;
    }

    private async Task RecordAndKillAsync(Launched target, int seconds)
    {
        await using var watch = Ask(["watch", target.Pid, "--no-browser"]);
        _ = await watch.StderrHasAsync(" is at http://");
        await Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
        watch.Signal(Kill);
        _ = await watch.ExitAsync();
    }

    private async Task<JsonElement> AskAsync(Launched target, params string[] options)
    {
        await using var run = Ask(["why", target.Pid, "--json", .. options]);
        string answer = await run.StdoutTextAsync();
        Assert.True(await run.ExitAsync() == 0, await run.StderrTextAsync());
        return JsonDocument.Parse(answer).RootElement;
    }

    private Launched Ask(string[] arguments) => Launched.Start(ResidentProgram.Path, arguments, ("XDG_STATE_HOME", _state));
}
