using Resident.Testing;

namespace Resident.EndToEnd.Tests.Run;

/// <summary>Runs programs on glibc 2.31, of Debian 11, whose libc has less in it than those of today: pthread_sigmask(3) was in
/// libpthread.</summary>
/// <remarks>A native program needs the glibc of the machine that linked it, so this is the build for the .NET runtime.</remarks>
[Trait("Kind", "Attack")]
public sealed class OldGlibcTests
{
    private static readonly string Root = Repository.PathOf("artifacts", "glibc-2.31");
    private static readonly string Program = Repository.PathOf("artifacts", "bin", "Resident.Cli", "release");

    private const string InRoot = """
        root=$1 dotnet=$2 program=$3
        shift 3
        mount --bind "$dotnet" "$root/dotnet" && mount --bind "$program" "$root/resident" || exit 99
        mount --bind /proc "$root/proc" && mount --bind /dev "$root/dev" || exit 99
        exec chroot "$root" /bin/busybox env -i DOTNET_ROOT=/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 HOME=/tmp PATH=/bin \
          /resident/resident "$@"
        """;

    [Theory]
    [InlineData("echo out; echo err >&2; exit 7", 7, "out\n", "err\n")]
    [InlineData("echo out; kill -TERM $$", 143, "out\n", "")]
    [InlineData("head -c 300000 /dev/zero | tr '\\0' y >&2", 0, "", null)]
    public async Task Run_KeepsOutputAndExitStatus(string script, int code, string stdout, string? stderr)
    {
        await using var run = Start("__run", "--", "/bin/busybox", "sh", "-c", script);

        Assert.Equal(code, await run.ExitAsync());
        Assert.Equal(stdout, await run.StdoutTextAsync());
        string text = await run.StderrTextAsync();
        Assert.Equal(stderr ?? new string('y', 300_000), text);
    }

    [Fact]
    public async Task Libc_IsTheOldOne()
    {
        await using var run = Start("__run", "--", "/lib/x86_64-linux-gnu/libc.so.6");

        Assert.Contains("release version 2.31", await run.StdoutTextAsync(), StringComparison.Ordinal);
    }

    private static Launched Start(params string[] arguments)
    {
        bool isRoot = string.Equals(Environment.UserName, "root", StringComparison.Ordinal);
        Assert.SkipUnless(isRoot && File.Exists("/usr/bin/unshare"), "Only root can change the root (unshare, chroot).");
        Assert.SkipUnless(
            File.Exists(Path.Join(Root, ".done")), "glibc 2.31 is not here: tests/tools/install-old-glibc.sh unpacks it.");
        Assert.SkipUnless(File.Exists(Path.Join(Program, "resident.dll")), "There is no build for the .NET runtime.");
        string dotnet = Path.GetFullPath(Path.Join(Path.GetDirectoryName(typeof(object).Assembly.Location), "..", "..", ".."));
        return Launched.Start("unshare", ["--mount", "sh", "-c", InRoot, "sh", Root, dotnet, Program, .. arguments]);
    }
}
