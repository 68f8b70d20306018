using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Why;

/// <summary>A scenario's run: the program, watched from outside from the end of its warm-up to its end.</summary>
internal static class ScenarioRun
{
    // The programs idle mostly: several at once cost little, and too many would change what they do.
    private static readonly SemaphoreSlim Places = new(6);

    /// <summary>Runs a scenario.</summary>
    /// <param name="name">Its folder.</param>
    /// <param name="release">The Go release that it is built with.</param>
    /// <param name="flavour">How it is built.</param>
    /// <returns>The sidecar, and the verdict's document; a reason in place of the document where it cannot run here.</returns>
    public static async Task<(JsonElement Expected, JsonElement? Verdict, string? WhyNot)> RunAsync(string name, string release, string flavour)
    {
        string sidecar = await File.ReadAllTextAsync(Path.Combine(ScenarioPrograms.Folder, name, "scenario.json"), TestContext.Current.CancellationToken);
        var expected = JsonDocument.Parse(sidecar).RootElement;
        var program = await ScenarioPrograms.BuildAsync(name, release, flavour);
        if (program.Path is null)
        {
            return (expected, null, program.WhyNot);
        }

        await Places.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            using var target = Start(program.Path, expected);
            try
            {
                int warmUp = expected.GetProperty("warmup_s").GetInt32();
                await Task.Delay(TimeSpan.FromSeconds(warmUp), TestContext.Current.CancellationToken);
                return (expected, await AskAsync(target.Id, expected.GetProperty("run_s").GetInt32() - warmUp), null);
            }
            finally
            {
                target.Kill();
                await target.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            _ = Places.Release();
        }
    }

    private static Process Start(string program, JsonElement expected)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in expected.GetProperty("args").EnumerateArray())
        {
            start.ArgumentList.Add(argument.GetString()!);
        }

        foreach (var variable in expected.GetProperty("env").EnumerateObject())
        {
            start.Environment[variable.Name] = variable.Value.GetString();
        }

        return Process.Start(start)!;
    }

    private static async Task<JsonElement> AskAsync(int pid, int seconds)
    {
        string[] arguments = ["why", pid.ToString(CultureInfo.InvariantCulture), "--for", string.Create(CultureInfo.InvariantCulture, $"{seconds}s"), "--json", "--lang", "en"];
        var start = new ProcessStartInfo(ResidentProgram.Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var why = Process.Start(start)!;
        var errors = why.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string text = await why.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await why.WaitForExitAsync(TestContext.Current.CancellationToken);
        return text.Length > 0
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"why ended with {why.ExitCode}: {await errors}");
    }
}
