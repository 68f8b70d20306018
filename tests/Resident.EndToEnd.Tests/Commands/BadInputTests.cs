using System.Globalization;
using System.IO.Compression;
using Resident.EndToEnd.Tests.Run;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Commands;

/// <summary>What goes wrong at three in the morning: a clear sentence, bounded memory, and the target unharmed.</summary>
public sealed class BadInputTests
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly string Log = Repository.PathOf("tests", "Resident.Sources.Tests", "GoTrace", "testdata", "go1.22.txt");

    [Fact]
    public async Task Output_OnAFullDisk_IsSaid()
    {
        await using var run = Launched.Start("/bin/sh", ["-c", $"'{ResidentProgram.Path}' trace '{Log}' --json > /dev/full"]);

        Assert.Equal(3, await run.ExitAsync());
        string words = await run.StderrTextAsync();
        Assert.StartsWith("resident: No space left on device", words, StringComparison.Ordinal);
        Assert.Contains("Free space", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_OnAFullDisk_LeaveTheTargetAlone()
    {
        await using var target = Launched.Start("sleep", ["60"]);
        await using var run = Launched.Start(
            "/bin/sh", ["-c", $"'{ResidentProgram.Path}' stat {target.Id.ToString(Culture)} --json --count 3 --interval 20ms > /dev/full"]);

        Assert.Equal(3, await run.ExitAsync());
        Assert.True(Directory.Exists($"/proc/{target.Id}"));
    }

    [Fact]
    public async Task Process_OfAnotherUser_TellsTheRightAndTheCommand()
    {
        await using var target = Launched.Start("sleep", ["60"]);
        await using var run = AnotherUser.Start("stat", target.Id.ToString(Culture), "--count", "1");

        Assert.Equal(0, await run.ExitAsync());
        string words = await run.StderrTextAsync();
        Assert.Contains("CAP_SYS_PTRACE", words, StringComparison.Ordinal);
        Assert.Contains("sudo", words, StringComparison.Ordinal);
        Assert.Contains("RES", await run.StdoutTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_OfAGigabyte_TakesBoundedMemory()
    {
        const long Line = 1L << 30;
        await using var run = Launched.Start(ResidentProgram.Path, ["trace", "-", "--exit", "--no-page"]);
        byte[] piece = new byte[1 << 20];
        piece.AsSpan().Fill((byte)'g');
        long most = 0;
        for (long sent = 0; sent < Line; sent += piece.Length)
        {
            await run.Stdin.WriteAsync(piece, TestContext.Current.CancellationToken);
            most = Math.Max(most, sent % (64L << 20) == 0 ? ResidentBytes(run.Id) : 0);
        }

        await run.Stdin.WriteAsync(await File.ReadAllBytesAsync(Log, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        run.Stdin.Close();

        Assert.Equal(0, await run.ExitAsync());
        Assert.InRange(most, 1, 64L << 20);
        Assert.Contains("cycles       8", await run.StdoutTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompressedLog_ThatIsABomb_TakesBoundedMemory()
    {
        const long Zeros = 512L << 20;
        string bomb = Path.Combine(Directory.CreateTempSubdirectory("resident-bomb").FullName, "server.log.gz");
        await using (var gzip = new GZipStream(File.Create(bomb), CompressionLevel.Fastest))
        {
            byte[] piece = new byte[1 << 20];
            for (long written = 0; written < Zeros; written += piece.Length)
            {
                await gzip.WriteAsync(piece, TestContext.Current.CancellationToken);
            }
        }

        await using var run = Launched.Start(ResidentProgram.Path, ["trace", bomb, "--exit", "--no-page"]);
        long most = 0;
        while (ResidentBytes(run.Id) is var now && now > 0)
        {
            most = Math.Max(most, now);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, await run.ExitAsync());
        Assert.InRange(most, 1, 64L << 20);
        File.Delete(bomb);
    }

    [Fact]
    public async Task CompressedLog_WithoutItsProgram_SaysWhatToInstall()
    {
        string folder = Directory.CreateTempSubdirectory("resident-zstd").FullName;
        string log = Path.Combine(folder, "server.log.zst");
        await File.WriteAllBytesAsync(log, [0x28, 0xb5, 0x2f, 0xfd, 0, 0, 1, 0, 0], TestContext.Current.CancellationToken);

        await using var run = Launched.Start("/usr/bin/env", [$"PATH={folder}", ResidentProgram.Path, "trace", log, "--exit"]);

        Assert.Equal(3, await run.ExitAsync());
        Assert.Contains("install the package zstd", await run.StderrTextAsync(), StringComparison.Ordinal);
    }

    // VmRSS, or 0 when the process has ended.
    private static long ResidentBytes(int pid)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(static text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6, line.Length - 9), NumberStyles.AllowLeadingWhite, Culture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
