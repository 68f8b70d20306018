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
    public void Detect_OfPython_IsPython()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "Python is not installed (Debian package python3).");
        using var child = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", "import time; print(1, flush=True); time.sleep(60)"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            _ = child.StandardOutput.ReadLine();
            Assert.Equal("python", new RuntimeDetector().Detect(child.Id)!.Kind);
        }
        finally
        {
            child.Kill();
        }
    }

    [Theory]
    [InlineData("/usr/lib/jvm/java-21-openjdk-amd64/lib/server/libjvm.so", "jvm", null)]
    [InlineData("/usr/bin/node", "node", null)]
    [InlineData("/usr/lib/x86_64-linux-gnu/libnode.so.108", "node", null)]
    [InlineData("/usr/bin/python3.11", "python", "3.11")]
    [InlineData("/usr/lib/libpython3.12.so.1.0", "python", "3.12")]
    [InlineData("/usr/bin/ruby3.1", "ruby", "3.1")]
    [InlineData("/usr/lib/x86_64-linux-gnu/libruby-3.1.so.3.1", "ruby", "3.1")]
    public void Find_OfAMappedProgramOrLibrary_IsItsRuntime(string path, string kind, string? version)
    {
        var found = InterpreterRuntimes.Find(path)!;

        Assert.Equal((kind, version), (found.Kind, found.Version));
    }

    [Theory]
    [InlineData("/usr/bin/noded")]
    [InlineData("/opt/rubyist")]
    [InlineData("/usr/bin/nodejs-exporter")]
    [InlineData("/usr/lib/libc.so.6")]
    [InlineData("")]
    public void Find_OfAnythingElse_IsNothing(string path) => Assert.Null(InterpreterRuntimes.Find(path));

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
