namespace Resident.EndToEnd.Tests.Run;

public sealed class StandardStreamsTests
{
    [Fact]
    public async Task StdinAndStdout_PassUntouched()
    {
        byte[] bytes = RandomBytes(3_000_000);
        await using var run = Launched.Run("cat");

        await run.Stdin.WriteAsync(bytes, TestContext.Current.CancellationToken);
        run.Stdin.Close();

        Assert.Equal(0, await run.ExitAsync());
        Assert.Equal(bytes, await run.StdoutAsync());
        Assert.Empty(await run.StderrAsync());
    }

    [Fact]
    public async Task Stderr_OfRandomBytesWithoutLastNewline_PassesByteForByte()
    {
        byte[] bytes = RandomBytes(5_000_001);
        bytes[^1] = (byte)'g';
        string file = Path.Combine(Directory.CreateTempSubdirectory("resident-run").FullName, "bytes");
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        await using var run = Launched.Run("sh", "-c", "cat \"$1\" >&2", "sh", file);

        Assert.Equal(bytes, await run.StderrAsync());
        Assert.Equal(0, await run.ExitAsync());
    }

    [Fact]
    public async Task Stderr_LineOf100Megabytes_PassesByteForByte()
    {
        const int Length = 100_000_000;
        await using var run = Launched.Run("sh", "-c", $"head -c {Length} /dev/zero | tr '\\0' x >&2; echo >&2");

        byte[] line = await run.StderrAsync();

        Assert.Equal(Length + 1, line.Length);
        Assert.Equal(Length, line.AsSpan().IndexOf((byte)'\n'));
        Assert.Equal(-1, line.AsSpan(0, Length).IndexOfAnyExcept((byte)'x'));
    }

    [Theory]
    [InlineData("Password: ")]
    [InlineData("g")]
    [InlineData("gc ")]
    [InlineData("scav ")]
    public async Task Prompt_WithoutNewline_ArrivesWhileTheProgramWaits(string prompt)
    {
        await using var run = Launched.Run("sh", "-c", "printf %s \"$1\" >&2; read answer; echo \"$answer\"", "sh", prompt);

        Assert.Equal(prompt, await run.StderrHasAsync(prompt));
        await run.Stdin.WriteAsync("secret\n"u8.ToArray(), TestContext.Current.CancellationToken);
        run.Stdin.Close();

        Assert.Equal("secret\n", await run.StdoutTextAsync());
        Assert.Equal(prompt, await run.StderrTextAsync());
    }

    [Fact]
    public async Task RealStderrClosedEarly_ProgramRunsToItsEnd()
    {
        await using var run = Launched.Run(
            "sh", "-c", "trap 'echo pipe' PIPE; echo first >&2; read go; head -c 3000000 /dev/zero >&2; echo wrote $?");

        await run.StderrHasAsync("first\n");
        run.CloseStderr();
        await run.Stdin.WriteAsync("go\n"u8.ToArray(), TestContext.Current.CancellationToken);
        run.Stdin.Close();

        Assert.Equal("wrote 0\n", await run.StdoutTextAsync());
        Assert.Equal(0, await run.ExitAsync());
    }

    [Fact]
    public async Task ClosedStandardDescriptors_DoNotTurnUpInThePipe()
    {
        await using var run = Launched.Start(
            "sh", ["-c", "\"$1\" __run -- sh -c 'echo out; echo err >&2; exit 5' 2>&- <&-; echo $?", "sh", ResidentProgram.Path]);

        Assert.Equal("out\n5\n", await run.StdoutTextAsync());
        Assert.Empty(await run.StderrAsync());
    }

    [Fact]
    public async Task DescriptorsThatOurCallerOpened_ReachTheProgram()
    {
        await using var run = Launched.Start(
            "sh", ["-c", "exec 8>&1; \"$1\" __run -- sh -c 'echo through >&8'", "sh", ResidentProgram.Path]);

        Assert.Equal("through\n", await run.StdoutTextAsync());
        Assert.Equal(0, await run.ExitAsync());
    }

    private static byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        ulong state = (ulong)length;
        for (int index = 0; index < length; index++)
        {
            // Knuth's MMIX generator: as random as this needs, and the same in each run.
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            bytes[index] = (byte)(state >> 56);
        }

        return bytes;
    }
}
