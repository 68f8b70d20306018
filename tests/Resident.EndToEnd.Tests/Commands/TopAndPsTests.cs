using System.Globalization;
using System.Text;
using System.Text.Json;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Commands;

/// <summary>What `stat` tells of a process at rest is what top and ps tell, field by field.</summary>
public sealed class TopAndPsTests
{
    private const int Kibibyte = 1024;

    [Fact]
    public async Task Stat_OfAProcessAtRest_HasTopsFigures()
    {
        SkipWithout("top");
        await using var target = await AtRestAsync();

        await AssertSameAsync(
            target,
            async () =>
            {
                // -e k: all sizes in KiB, however large. A HOME without a toprc: the fields that top has by itself.
                string[] lines = (await AskAsync("top", "-b", "-n", "1", "-e", "k", "-p", target.Pid)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
                string[] names = Words(lines[^2]);
                string[] values = Words(lines[^1]);
                return [.. new[] { "VIRT", "RES", "SHR", "S", "COMMAND" }.Select(name => values[Array.IndexOf(names, name)])];
            },
            static process =>
            [
                Kibibytes(process, "virt"), Kibibytes(process, "res"), Kibibytes(process, "shr"), process.GetProperty("stat").GetString()![..1],
                process.GetProperty("name").GetString()!,
            ]);
    }

    [Fact]
    public async Task Stat_OfAProcessAtRest_HasPssFigures()
    {
        SkipWithout("ps");
        await using var target = await AtRestAsync();

        await AssertSameAsync(
            target,
            async () => Words(await AskAsync("ps", "-o", "vsz=,rss=,tty=,stat=,nlwp=,min_flt=,maj_flt=,comm=", "-p", target.Pid)),
            static process =>
            [
                Kibibytes(process, "vsz"), Kibibytes(process, "rss"), process.GetProperty("tty").GetString()!, process.GetProperty("stat").GetString()!,
                process.GetProperty("threads").GetRawText(), process.GetProperty("minorFaults").GetRawText(), process.GetProperty("majorFaults").GetRawText(),
                process.GetProperty("name").GetString()!,
            ]);
    }

    [Fact]
    public async Task Stat_OfAProcessAtRest_HasTheFiguresThatTopTakesFromStatm()
    {
        await using var target = await AtRestAsync();

        // proc(5): size resident shared text lib data dt, in pages. top's CODE is text and its DATA is data.
        await AssertSameAsync(
            target,
            async () =>
            {
                string[] pages = Words(await File.ReadAllTextAsync($"/proc/{target.Id}/statm", TestContext.Current.CancellationToken));
                string swap = (await File.ReadAllLinesAsync($"/proc/{target.Id}/status", TestContext.Current.CancellationToken)).Single(
                    static line => line.StartsWith("VmSwap:", StringComparison.Ordinal));
                return
                [
                    .. new[] { 0, 1, 2, 3, 5 }.Select(field =>
                        (long.Parse(pages[field], CultureInfo.InvariantCulture) * Environment.SystemPageSize / Kibibyte).ToString(CultureInfo.InvariantCulture)),
                    Words(swap)[1],
                ];
            },
            static process => [.. new[] { "virt", "res", "shr", "code", "data", "swap" }.Select(name => Kibibytes(process, name))]);
    }

    /// <summary>Asks them before and after us, until the kernel took no page away in between.</summary>
    private static async Task AssertSameAsync(Launched target, Func<Task<string[]>> theirs, Func<JsonElement, string[]> ours)
    {
        string[] before = await theirs();
        while (true)
        {
            string[] own = ours(await StatAsync(target));
            string[] after = await theirs();
            if (before.SequenceEqual(after, StringComparer.Ordinal))
            {
                Assert.Equal(after, own);
                return;
            }

            before = after;
        }
    }

    /// <summary>Starts a cat that has copied a line and waits for the next.</summary>
    private static async Task<Launched> AtRestAsync()
    {
        var target = Launched.Start("cat", []);
        await target.Stdin.WriteAsync(Encoding.UTF8.GetBytes("at rest\n"), TestContext.Current.CancellationToken);
        await target.Stdin.FlushAsync(TestContext.Current.CancellationToken);
        _ = await target.StdoutHasAsync("at rest");
        while (!(await File.ReadAllTextAsync($"/proc/{target.Id}/stat", TestContext.Current.CancellationToken)).Contains(") S ", StringComparison.Ordinal))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return target;
    }

    private static async Task<JsonElement> StatAsync(Launched target)
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["stat", target.Pid, "--json", "--count", "1"]);
        string text = await run.StdoutTextAsync();
        Assert.Equal(0, await run.ExitAsync());
        return JsonDocument.Parse(text).RootElement.GetProperty("process");
    }

    private static async Task<string> AskAsync(string program, params string[] arguments)
    {
        await using var run = Launched.Start(program, arguments, ("HOME", "/nowhere"), ("XDG_CONFIG_HOME", "/nowhere"), ("LC_ALL", "C"), ("COLUMNS", "200"));
        string text = await run.StdoutTextAsync();
        Assert.Equal(0, await run.ExitAsync());
        return text;
    }

    private static void SkipWithout(string program) => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
        $"There is no {program} on PATH. It comes with: apt-get install procps");

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string Kibibytes(JsonElement process, string name) =>
        (process.GetProperty(name).GetInt64() / Kibibyte).ToString(CultureInfo.InvariantCulture);
}
