using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Commands;

/// <summary>Runs the command where there is no OpenSSL: .NET aborts a process that asks for one.</summary>
[Trait("Kind", "Attack")]
public sealed class WithoutOpenSslTests
{
    // In a mount namespace of its own an empty file lies over each libssl and libcrypto.
    private const string Hidden = """
        for file in $(find -L /lib /lib64 /usr/lib /usr/lib64 /usr/local/lib \( -name 'libssl.so*' -o -name 'libcrypto.so*' \) 2>/dev/null); do
          mount --bind /dev/null "$file" || exit 99
        done
        exec "$0" "$@"
        """;

    [Theory]
    [InlineData("stat", "https://127.0.0.1:9/metrics", "--count", "1")]
    [InlineData("watch", "https://127.0.0.1:9/metrics", "--no-browser")]
    [InlineData("why", "https://127.0.0.1:9/metrics", "--for", "1s")]
    [InlineData("profile", "heap", "https://127.0.0.1:9/debug/pprof/heap")]
    [InlineData("pprof", "-top", "https://127.0.0.1:9/debug/pprof/heap")]
    public async Task Https_IsToldAsOneSentence(params string[] arguments)
    {
        await using var run = Start(arguments);

        int code = await run.ExitAsync();
        string told = await run.StderrTextAsync();

        Assert.InRange(code, 1, 69);
        Assert.Contains("https needs OpenSSL, and there is none on this system.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_WithOpenSsl_IsSpoken()
    {
        Assert.SkipUnless(
            Directory.EnumerateFiles("/usr/lib", "libssl.so.3", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Any(),
            "There is no OpenSSL 3 below /usr/lib.");
        await using var run = Launched.Start(ResidentProgram.Path, ["stat", "https://127.0.0.1:9/metrics", "--count", "1"]);

        _ = await run.ExitAsync();

        Assert.DoesNotContain("OpenSSL", await run.StderrTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("md")]
    [InlineData("json")]
    public async Task Report_IsWritten(string format)
    {
        await using var target = Launched.Start("sleep", ["60"]);
        await using var run = Start("report", target.Pid, "--for", "1s", "--format", format, "-o", "-", "--fresh");

        string report = await run.StdoutTextAsync();

        Assert.Equal(0, await run.ExitAsync());
        Assert.Contains("RES", report, StringComparison.Ordinal);
    }

    private static Launched Start(params string[] arguments)
    {
        bool isRoot = string.Equals(Environment.UserName, "root", StringComparison.Ordinal);
        Assert.SkipUnless(
            isRoot && File.Exists("/usr/bin/unshare"), "Only root can hide OpenSSL in a mount namespace (unshare, util-linux).");
        return Launched.Start("unshare", ["--mount", "sh", "-c", Hidden, ResidentProgram.Path, .. arguments]);
    }
}
