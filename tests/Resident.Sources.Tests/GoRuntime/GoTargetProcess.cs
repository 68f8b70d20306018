using System.Diagnostics;
using System.Globalization;
using Resident.Model.Profiles;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Executables;
using Resident.Sources.Pprof;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>A running target program that answers commands.</summary>
internal sealed class GoTargetProcess : IDisposable
{
    private readonly Process _process;

    private GoTargetProcess(Process process)
    {
        _process = process;
    }

    public int Pid => _process.Id;

    public static Task<GoTargetProcess> StartAsync(string path, params (string Name, string Value)[] settings) => StartAsync([path], settings);

    public static async Task<GoTargetProcess> StartAsync(string[] command, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var target = new GoTargetProcess(Process.Start(start)!);
        Assert.Equal(["ready"], await target.ReadAnswerAsync());
        return target;
    }

    public GoProcess Open(GoLocationCache? cache = null, bool useSymbols = false) => Open(new GoProcessOptions { Cache = cache, UseSymbols = useSymbols });

    public GoProcess Open(GoProcessOptions options)
    {
        bool opened = GoProcess.TryOpen(Pid, options, out var process, out var refusal);
        Assert.True(opened, refusal?.ToString());
        return process!;
    }

    public async Task<IReadOnlyList<string>> AskAsync(string command)
    {
        await TellAsync(command);
        return await ReadAnswerAsync();
    }

    /// <summary>Sends a command that is not answered, because it ends the program or replaces it.</summary>
    public async Task TellAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), TestContext.Current.CancellationToken);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    public async Task<Dictionary<string, long>> StatsAsync()
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string line in await AskAsync("stats"))
        {
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank > 0)
            {
                values[line[..blank]] = (long)ulong.Parse(line.AsSpan(blank + 1), CultureInfo.InvariantCulture);
            }
        }

        return values;
    }

    /// <summary>Lets the target write a profile as its endpoint would serve it, while it waits for its next command.</summary>
    public async Task<Profile> WriteProfileAsync(string name)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{name}-{Pid}-{Guid.NewGuid():N}.pb.gz");
        _ = await AskAsync($"write {name} {path}");
        while (!File.Exists(path))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        try
        {
            await using var file = File.OpenRead(path);
            return ProfileReader.Read(file, path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void End()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        End();
        _process.Dispose();
    }

    private async Task<IReadOnlyList<string>> ReadAnswerAsync()
    {
        var lines = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line is ".")
            {
                return lines;
            }

            lines.Add(line);
        }

        throw new InvalidOperationException("The target ended in the middle of an answer.");
    }
}
