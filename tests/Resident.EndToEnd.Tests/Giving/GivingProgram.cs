using System.Diagnostics;
using System.Globalization;
using Resident.EndToEnd.Tests.Run;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Giving;

/// <summary>The sample that gives memory back, built with a Go release and running.</summary>
internal sealed class GivingProgram : IAsyncDisposable
{
    private readonly Launched _process;

    private GivingProgram(Launched process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>The oldest release with a memory limit, and the newest that is here.</summary>
    public static TheoryData<string> Releases => ["1.19", Newest()];

    public string Pid => _process.Id.ToString(CultureInfo.InvariantCulture);

    public Uri Address { get; }

    public static async Task<GivingProgram> StartAsync(string release, string[] arguments, params (string Name, string? Value)[] environment)
    {
        var process = Launched.Start(await BuildAsync(release), arguments, environment);
        string answer = await process.StdoutHasAsync("\n");

        // A collection that ended within the last second counts as knowing what is live; the spike's own must be older than that.
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        return new(process, new Uri(answer.Split('\n')[0]));
    }

    /// <summary>Asks the program for its own memory limit.</summary>
    public async Task<long> LimitAsync(int asked)
    {
        await _process.Stdin.WriteAsync("?\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await _process.Stdin.FlushAsync(TestContext.Current.CancellationToken);
        string text = await _process.StdoutHasAsync("\n");
        while (text.Count(static sign => sign == '\n') < asked + 2)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            text = await _process.StdoutHasAsync("\n");
        }

        return long.Parse(text.Split('\n')[asked + 1].Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Newest()
    {
        string folder = Repository.PathOf("artifacts", "toolchains");
        return !Directory.Exists(folder)
            ? "1.27"
            : Directory.EnumerateDirectories(folder, "go1.*")
                .Select(static path => Path.GetFileName(path)[2..])
                .OrderBy(static release => int.Parse(release[2..], CultureInfo.InvariantCulture))
                .LastOrDefault() ?? "1.27";
    }

    private static async Task<string> BuildAsync(string release)
    {
        string toolchain = Repository.PathOf("artifacts", "toolchains", "go" + release);
        if (!File.Exists(Path.Combine(toolchain, "bin", "go")))
        {
            Assert.Skip($"No Go {release} is unpacked; run tests/tools/install-go-toolchains.sh.");
        }

        string output = Path.Combine(Directory.CreateTempSubdirectory("resident-free").FullName, "example");
        var start = new ProcessStartInfo(Path.Combine(toolchain, "bin", "go"), ["build", "-o", output, "./example"])
        {
            WorkingDirectory = Repository.PathOf("samples", "giveback"),
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["GOROOT"] = toolchain;
        start.Environment["GOTOOLCHAIN"] = "local";
        start.Environment["GOPROXY"] = "off";
        start.Environment["GOCACHE"] = Repository.PathOf("artifacts", "go-cache", release);
        start.Environment["CGO_ENABLED"] = "0";
        using var build = Process.Start(start)!;
        string errors = await build.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, errors);
        return output;
    }
}
