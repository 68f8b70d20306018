using System.Diagnostics;
using Resident.Model;
using Resident.Sources.Detection;
using Resident.Testing;

namespace Resident.Sources.Tests.Detection;

public sealed class RuntimeDetectorTests
{
    private static readonly Lazy<string?> Fetched = new(Fetch);

    [Theory]
    [InlineData("0.8.57", "go1.16", "buildinfo")]
    [InlineData("0.14.54", "go1.19", "buildinfo")]
    [InlineData("0.19.12", "go1.20.12", "buildinfo")]
    [InlineData("0.25.12", "go1.23.12", "buildinfo")]
    [InlineData("0.28.2", "go1.26.5", "pclntab")]
    public void DetectFile_OfAStrippedGoProgram_TellsTheVersion(string release, string version, string how)
    {
        Assert.SkipWhen(Fetched.Value is not null, Fetched.Value ?? "");

        var runtime = RuntimeDetector.DetectFile(Repository.PathOf("artifacts", "testtools", "esbuild", release, "esbuild"));

        Assert.Equal(("go", version, how), (runtime.Kind, runtime.Version, runtime.How));
    }

    [Fact]
    public void DetectFile_OfTheGoToolchain_TellsItsOwnVersion()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/go"), "Go is not installed (Debian package golang-go).");

        var runtime = RuntimeDetector.DetectFile("/usr/bin/go");

        Assert.Equal(Output("/usr/bin/go", "env", "GOVERSION"), runtime.Version);
        Assert.Equal("cmd/go", runtime.Module);
    }

    [Fact]
    public void Detect_OfOurselves_IsDotNetOfOurVersion()
    {
        var runtime = new RuntimeDetector().Detect(Environment.ProcessId)!;

        Assert.Equal(("dotnet", Environment.Version.ToString(3), "libcoreclr"), (runtime.Kind, runtime.Version, runtime.How));
    }

    [Fact]
    public void Detect_OfAShellCommand_IsNative()
    {
        using var child = Process.Start(new ProcessStartInfo("/bin/sleep", ["60"]))!;
        try
        {
            Assert.Equal(new RuntimeIdentity("native", Version: null, Module: null, "none"), new RuntimeDetector().Detect(child.Id));
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public void Detect_OfNoProcess_IsNull() => Assert.Null(new RuntimeDetector("/nonexistent").Detect(1));

    [Fact]
    public void DetectFile_OfAScript_IsNative() =>
        Assert.Equal("native", RuntimeDetector.DetectFile(Repository.PathOf("tests", "tools", "fetch-esbuild.sh")).Kind);

    private static string? Fetch()
    {
        var start = new ProcessStartInfo(Repository.PathOf("tests", "tools", "fetch-esbuild.sh"))
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"The Go programs could not be fetched: {error}";
    }

    private static string Output(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
