using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Resident.Testing;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Go toolchains that tests/tools/install-go-toolchains.sh unpacked, and the target program built with them.</summary>
internal static class GoToolchains
{
    private const string AllVariable = "RESIDENT_TEST_ALL";
    private const string VersionsVariable = "RESIDENT_TEST_GO"; // as "1.21,1.26": these and no others

    private static readonly ConcurrentDictionary<string, object> Builds = new(StringComparer.Ordinal);

    /// <summary>Gets whether everything is to run, as ./test --all asks for.</summary>
    public static bool RunsAll { get; } =
        string.Equals(Environment.GetEnvironmentVariable(AllVariable), "1", StringComparison.Ordinal);

    /// <summary>Gets the releases to test with, as "1.26", oldest first. Without toolchains one row stays, which is skipped.</summary>
    public static IReadOnlyList<string> Versions { get; } = FindVersions();

    /// <summary>Builds the target, or takes what was built from the same source before. Skips the test where it cannot be.</summary>
    public static string Target(string version, string variant)
    {
        lock (Builds.GetOrAdd($"{version}-{variant}", static _ => new object()))
        {
            return Build(version, variant);
        }
    }

    private static string Build(string version, string variant)
    {
        string toolchain = Repository.PathOf("artifacts", "toolchains", "go" + version);
        if (!File.Exists(Path.Combine(toolchain, "bin", "go")))
        {
            Assert.Skip($"No Go {version} is unpacked; run tests/tools/install-go-toolchains.sh.");
        }

        string source = Repository.PathOf("tests", "Resident.Sources.Tests", "GoRuntime", "target");
        string output = Repository.PathOf("artifacts", "go-targets", $"target-{version}-{variant}");
        if (File.Exists(output) && File.GetLastWriteTimeUtc(output) > Directory.EnumerateFiles(source).Max(File.GetLastWriteTimeUtc))
        {
            return output;
        }

        var start = new ProcessStartInfo(Path.Combine(toolchain, "bin", "go"))
        {
            UseShellExecute = false,
            WorkingDirectory = source,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        string partial = $"{output}.{Environment.ProcessId}";
        foreach (string argument in (string[])["build", "-trimpath", "-o", partial, .. FlagsOf(variant), "."])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["GOROOT"] = toolchain;
        start.Environment["GOTOOLCHAIN"] = "local";
        start.Environment["GOPROXY"] = "off";
        start.Environment["GOFLAGS"] = "-mod=mod";
        start.Environment["GOCACHE"] = Repository.PathOf("artifacts", "go-cache", version);
        start.Environment["CGO_ENABLED"] = variant is "cgo" or "race" or "cgo-pie" or "archive" ? "1" : "0";
        if (variant is "arm64")
        {
            start.Environment["GOARCH"] = "arm64";
        }

        Run(start, $"Go {version} cannot build the target {variant} here");
        if (variant is "archive")
        {
            string linked = partial + ".linked";
            string[] link = ["-o", linked, Path.Combine(source, "archive", "main.c"), "-x", "none", partial, "-lpthread"];
            Run(new("gcc", link) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true }, $"gcc cannot link an archive of Go {version}");
            File.Delete(partial);
            partial = linked;
        }

        File.Move(partial, output, overwrite: true);
        return output;
    }

    private static void Run(ProcessStartInfo start, string otherwise)
    {
        using var build = Process.Start(start)!;
        string errors = build.StandardError.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0)
        {
            Assert.Skip($"{otherwise}: {errors[..Math.Min(errors.Length, 300)]}");
        }
    }

    private static string[] FlagsOf(string variant) => variant switch
    {
        "plain" => [],
        "stripped" or "arm64" => ["-ldflags=-s -w"],
        "pie" => ["-buildmode=pie", "-ldflags=-s -w"],
        "cgo" => ["-tags=withcgo"],
        "cgo-pie" => ["-tags=withcgo", "-buildmode=pie", "-ldflags=-s -w"],
        "race" => ["-race"],
        "archive" => ["-buildmode=c-archive", "-tags=archive"],
        "bare" => ["-tags=bare", "-ldflags=-s -w"],
        "noopt" => ["-gcflags=all=-N -l"],
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, "No such variant."),
    };

    private static string[] FindVersions()
    {
        if (Environment.GetEnvironmentVariable(VersionsVariable) is { Length: > 0 } asked)
        {
            return asked.Split(',');
        }

        string folder = Repository.PathOf("artifacts", "toolchains");
        string[] present = Directory.Exists(folder)
            ?
            [
                .. Directory.EnumerateDirectories(folder, "go1.*")
                    .Where(static path => File.Exists(Path.Combine(path, ".complete")))
                    .Select(static path => Path.GetFileName(path)[2..])
                    .OrderBy(static version => int.Parse(version[2..], CultureInfo.InvariantCulture)),
            ]
            : [];
        return present.Length == 0 ? ["1.27"] : present;
    }
}
