using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Why;

/// <summary>Builds the programs of tests/scenarios with an unpacked Go toolchain, once for each source.</summary>
internal static class ScenarioPrograms
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<BuiltScenario>>> Built = new(StringComparer.Ordinal);

    public static string Folder { get; } = Repository.PathOf("tests", "scenarios");

    /// <summary>Gets the oldest and the newest release that is unpacked, as "1.19"; empty where there is none.</summary>
    public static IReadOnlyList<string> Releases { get; } = FindReleases();

    /// <summary>Builds a scenario, or takes what was built before.</summary>
    /// <param name="name">The scenario's folder.</param>
    /// <param name="release">The Go release.</param>
    /// <param name="flavour">"plain", "stripped", or with net/http/pprof, so that the program has a heap profile,
    /// "profiled" or "profiled-stripped".</param>
    public static Task<BuiltScenario> BuildAsync(string name, string release, string flavour) =>
        Built.GetOrAdd($"{name}-{release}-{flavour}", _ => new(() => Task.Run(() => Build(name, release, flavour), TestContext.Current.CancellationToken))).Value;

    private static BuiltScenario Build(string name, string release, string flavour)
    {
        string toolchain = Repository.PathOf("artifacts", "toolchains", "go" + release);
        string output = Repository.PathOf("artifacts", "go-targets", $"scenario-{name.Replace('/', '-')}-{release}-{flavour}");
        if (File.Exists(output) && Directory.EnumerateFiles(Path.Combine(Folder, name), "*.go").All(source => File.GetLastWriteTimeUtc(output) > File.GetLastWriteTimeUtc(source)))
        {
            return new(output, null);
        }

        var start = new ProcessStartInfo(Path.Combine(toolchain, "bin", "go")) { WorkingDirectory = Folder, RedirectStandardError = true, UseShellExecute = false };
        string partial = string.Create(CultureInfo.InvariantCulture, $"{output}.{Environment.ProcessId}");
        string[] flags = flavour switch
        {
            "plain" => ["-tags", "nopprof"],
            "stripped" => ["-tags", "nopprof", "-ldflags=-s -w"],
            "profiled" => [],
            "profiled-stripped" => ["-ldflags=-s -w"],
            _ => throw new ArgumentOutOfRangeException(nameof(flavour), flavour, "No such flavour."),
        };
        foreach (string argument in (string[])["build", "-o", partial, .. flags, "./" + name])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["GOROOT"] = toolchain;
        start.Environment["GOTOOLCHAIN"] = "local";
        start.Environment["GOPROXY"] = "off";
        start.Environment["GOFLAGS"] = "-mod=mod";
        start.Environment["GOCACHE"] = Repository.PathOf("artifacts", "go-cache", release);
        start.Environment["CGO_ENABLED"] = "1";
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        using var build = Process.Start(start)!;
        string errors = build.StandardError.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0)
        {
            return new(null, $"Go {release} cannot build {name} here: {errors[..Math.Min(errors.Length, 300)]}");
        }

        File.Move(partial, output, overwrite: true);
        return new(output, null);
    }

    private static string[] FindReleases()
    {
        string folder = Repository.PathOf("artifacts", "toolchains");
        string[] all = Directory.Exists(folder)
            ?
            [
                .. Directory.EnumerateDirectories(folder, "go1.*")
                    .Where(static path => File.Exists(Path.Combine(path, "bin", "go")))
                    .Select(static path => Path.GetFileName(path)[2..])
                    .OrderBy(static version => int.Parse(version[2..], CultureInfo.InvariantCulture)),
            ]
            : [];
        return all.Length <= 1 ? all : [all[0], all[^1]];
    }
}
