using System.Diagnostics;
using Resident.Model;
using Resident.Sources.Detection;
using Resident.Testing;

namespace Resident.Sources.Tests.Detection;

public sealed class RuntimeDetectorTests
{
    [Theory]
    [InlineData("0.8.57", "go1.16", "buildinfo")]
    [InlineData("0.14.27", "go1.17.8", "buildinfo")]
    [InlineData("0.19.12", "go1.20.12", "buildinfo")]
    [InlineData("0.25.0", "go1.23.5", "buildinfo")]
    [InlineData("0.28.2", "go1.26.5", "pclntab")]
    public void DetectFile_OfAStrippedGoProgram_TellsTheVersion(string release, string version, string how)
    {
        string program = Repository.PathOf("artifacts", "npm-targets", "esbuild-" + release);
        Assert.SkipUnless(File.Exists(program), $"esbuild {release} is not there; run tests/tools/install-npm-targets.sh.");

        var runtime = RuntimeDetector.DetectFile(program);

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
        Assert.Equal("native", RuntimeDetector.DetectFile(Repository.PathOf("tests", "tools", "install-npm-targets.sh")).Kind);

    private static string Output(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
