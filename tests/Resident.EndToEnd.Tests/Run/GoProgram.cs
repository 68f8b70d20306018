using System.Diagnostics;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Run;

/// <summary>The Go toolchain and the program that the tests build with it, once a test run.</summary>
internal static class GoProgram
{
    private static readonly Lazy<Task<Toolchain>> Found = new(FindAsync);
    private static readonly Lazy<Task<string>> Profiles = new(static () => BuildAsync("profiles"));
    private static readonly Lazy<Task<string>> Served = new(static () => BuildAsync("served"));
    private static readonly Lazy<Task<string>> Scraped = new(static () => BuildAsync("scraped"));

    /// <summary>Gets the path of the go command, or skips the test and says why.</summary>
    public static async Task<string> CommandAsync()
    {
        var toolchain = await Found.Value;
        Assert.SkipWhen(toolchain.Command is null, $"There is no Go toolchain: {toolchain.Why}");
        return toolchain.Command!;
    }

    /// <summary>Gets the path of the built testdata/allocate, or skips the test and says why.</summary>
    public static async Task<string> AllocateAsync()
    {
        _ = await CommandAsync();
        return (await Found.Value).Allocate!;
    }

    /// <summary>Gets the path of the built testdata/profiles, or skips the test and says why.</summary>
    public static async Task<string> ProfilesAsync()
    {
        _ = await CommandAsync();
        return await Profiles.Value;
    }

    /// <summary>Gets the path of the built testdata/served, or skips the test and says why.</summary>
    public static async Task<string> ServedAsync()
    {
        _ = await CommandAsync();
        return await Served.Value;
    }

    /// <summary>Gets the path of the built testdata/scraped, or skips the test and says why.</summary>
    public static async Task<string> ScrapedAsync()
    {
        _ = await CommandAsync();
        return await Scraped.Value;
    }

    /// <summary>Gets the source of testdata/allocate.</summary>
    public static string Source { get; } = SourceOf("allocate");

    private static string SourceOf(string name) =>
        Repository.PathOf("tests", "Resident.EndToEnd.Tests", "Run", "testdata", name, "main.go");

    private static async Task<string> BuildAsync(string name)
    {
        string built = Path.Combine(Directory.CreateTempSubdirectory("resident-go").FullName, name);
        var build = await RunAsync((await Found.Value).Command!, "build", "-o", built, SourceOf(name));
        Assert.True(build.Code == 0, build.Stderr);
        return built;
    }

    private static async Task<Toolchain> FindAsync()
    {
        var (code, stdout, stderr) = await RunAsync(Repository.PathOf("tests", "tools", "install-go.sh"));
        if (code != 0)
        {
            return new Toolchain(null, null, stderr);
        }

        string command = stdout.Trim();
        string built = Path.Combine(Directory.CreateTempSubdirectory("resident-go").FullName, "allocate");
        var build = await RunAsync(command, "build", "-o", built, Source);
        return build.Code == 0 ? new Toolchain(command, built, "") : new Toolchain(null, null, build.Stderr);
    }

    private static async Task<(int Code, string Stdout, string Stderr)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var stdout = process.StandardOutput.ReadToEndAsync(cancellation);
        var stderr = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await stdout, await stderr);
    }

    private sealed record Toolchain(string? Command, string? Allocate, string Why);
}
