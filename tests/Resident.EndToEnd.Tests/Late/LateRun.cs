using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Resident.EndToEnd.Tests.Run;
using Resident.EndToEnd.Tests.Why;

namespace Resident.EndToEnd.Tests.Late;

/// <summary>A case's run: the program is left alone until it has its age, then `why` is asked.</summary>
internal sealed class LateRun(LateOptions options) : IDisposable
{
    // The programs idle mostly: several at once cost little, and too many would change what they do.
    private readonly SemaphoreSlim _places = new(options.Jobs);

    /// <summary>Builds a case's program, or takes what was built before.</summary>
    public static Task<BuiltScenario> BuildAsync(LateCase late, string release) => ScenarioPrograms.BuildAsync("late/" + late.Program, release, late.Flavour);

    /// <summary>Runs a case.</summary>
    /// <returns>The answer's grade; a reason in its place where the program cannot be built here.</returns>
    public async Task<(LateGrade? Grade, string? WhyNot)> RunAsync(LateCase late, string release, int round)
    {
        var program = await BuildAsync(late, release);
        if (program.Path is null)
        {
            return (null, program.WhyNot);
        }

        await _places.WaitAsync(TestContext.Current.CancellationToken);
        using var target = Start(program.Path, late);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(late.Age), TestContext.Current.CancellationToken);
            string answer = await AskAsync(target.Id, late.For);
            var grade = LateGrade.From(late, JsonDocument.Parse(answer).RootElement, canSeePlaces: !options.IsAnotherUser);
            Write(late, release, round, answer, grade);
            return (grade, null);
        }
        finally
        {
            target.Kill();
            await target.WaitForExitAsync(CancellationToken.None);
            _ = _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    // Nobody reads what it says: /dev/null takes it, as a service's log file would.
    private static Process Start(string program, LateCase late)
    {
        string[] look = string.Equals(late.Program, "aged", StringComparison.Ordinal) ? ["-look", late.Age.ToString(CultureInfo.InvariantCulture)] : [];
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. look, .. late.Args]) { UseShellExecute = false };
        foreach (var (name, value) in late.Env)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private async Task<string> AskAsync(int pid, int seconds)
    {
        string[] arguments = ["why", pid.ToString(CultureInfo.InvariantCulture), "--for", string.Create(CultureInfo.InvariantCulture, $"{seconds}s"), "--json", "--lang", "en"];
        var (program, all) = options.IsAnotherUser ? AnotherUser.Command(arguments) : (ResidentProgram.Path, arguments);
        var start = new ProcessStartInfo(program, all) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var why = Process.Start(start)!;
        var errors = why.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string text = await why.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await why.WaitForExitAsync(TestContext.Current.CancellationToken);
        return text.Length > 0 ? text : throw new InvalidOperationException($"why ended with {why.ExitCode}: {await errors}");
    }

    private void Write(LateCase late, string release, int round, string answer, LateGrade grade)
    {
        if (options.Output is null)
        {
            return;
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"{late.Name}-{release}-{round}");
        File.WriteAllText(Path.Combine(options.Output, name + ".json"), answer);
        lock (_places)
        {
            File.AppendAllText(Path.Combine(options.Output, "grades.txt"), $"{grade.State,-5} {name} [{late.Expect}] {grade.Summary}\n");
        }
    }
}
