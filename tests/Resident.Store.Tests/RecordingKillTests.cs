using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Resident.Store.Tests;

/// <summary>A writer that is killed with SIGKILL at moments that nobody chose.</summary>
public sealed class RecordingKillTests
{
    private const string WriterVariable = "RESIDENT_STORE_TEST_WRITER";

    [Fact]
    public async Task Writer_Killed_LosesNothingThatWasAcknowledged()
    {
        using var scratch = new Scratch();
        int rounds = Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is null ? 10 : 100;
        var noise = new Noise(Environment.ProcessId);
        long acknowledged = 880;
        var walk = new Walk(1);
        using (var first = RecordingWriter.Open(scratch.File, new RecordingOptions { Name = "killed" }))
        {
            first.Append([.. Enumerable.Range(0, (int)acknowledged).Select(_ => walk.NextStep())]);
        }

        for (int round = 0; round < rounds; round++)
        {
            // One recording is written on and on, so that segments are sealed in the middle of it all.
            acknowledged += await WriteAndKillAsync(scratch.File, 3 + noise.Next(40), TimeSpan.FromMilliseconds(noise.Next(20)));

            using var reader = RecordingReader.Open(scratch.File);
            long rows = reader.CountRows(RecordingLog.Samples);
            Assert.InRange(rows, acknowledged, acknowledged + round + 1);
            Assert.Empty(reader.Check());
            Assert.Equal(rows, reader.ReadSamples().Count());
        }

        Assert.True(acknowledged > 900, $"Only {acknowledged} rows: no segment was sealed.");
    }

    // Issue 18, item 1: the mark stood in SQLite's log alone until its first checkpoint, minutes later.
    [Fact]
    public async Task Writer_KilledInItsFirstSecond_LeavesARecording()
    {
        for (int round = 0; round < 5; round++)
        {
            using var scratch = new Scratch();
            long acknowledged = await WriteAndKillAsync(scratch.File, 1, TimeSpan.Zero);
            byte[] header = (await File.ReadAllBytesAsync(scratch.File, TestContext.Current.CancellationToken))[..100];

            Assert.Equal("RSDT"u8, header.AsSpan(68, 4));
            Assert.True(RecordingFile.IsRecording(scratch.File));
            using var reader = RecordingReader.Open(scratch.File);
            Assert.InRange(reader.CountRows(RecordingLog.Samples), acknowledged, acknowledged + 1);
        }
    }

    [Fact]
    public void IsRecording_WhereOnlyTheLogHasTheMark_AsksSqlite()
    {
        using var scratch = new Scratch();
        string damaged = scratch.PathOf("old.resident");
        using (var writer = RecordingWriter.Open(scratch.File, new RecordingOptions { Name = "old" }))
        {
            // So many that the file grows: then its first page stands in the log.
            var walk = new Walk(1);
            writer.Append([.. Enumerable.Range(0, 200).Select(_ => walk.NextStep())]);
            File.Copy(scratch.File, damaged);
            File.Copy(scratch.File + "-wal", damaged + "-wal");
        }

        byte[] bytes = File.ReadAllBytes(damaged);
        bytes.AsSpan(68, 4).Clear(); // application_id, as before the first checkpoint of a file that was made in its log
        File.WriteAllBytes(damaged, bytes);

        Assert.True(RecordingFile.IsRecording(damaged));

        File.Delete(damaged + "-wal");
        Assert.False(RecordingFile.IsRecording(damaged));
    }

#pragma warning disable CA2255 // this program is also the writer that the test kills: it starts itself again
    [ModuleInitializer]
    internal static void WriteWhereAskedTo()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(WriterVariable) is not { } file)
        {
            return;
        }

        var walk = new Walk(1);
        using var writer = RecordingWriter.Open(file, new RecordingOptions { Name = "killed" });
        using var output = Console.OpenStandardOutput();
        long offset = writer.LastUnixMs is { } last ? last - Walk.Start.ToUnixTimeMilliseconds() + 1_000 : 0;
        while (true)
        {
            var step = walk.NextStep();
            writer.Append(step with { UnixMs = step.UnixMs + offset });
            output.WriteByte((byte)'.');
        }
    }

    // Kills the writer once it has acknowledged some rows and a while has passed, wherever it is then.
    private static async Task<long> WriteAndKillAsync(string file, int rows, TimeSpan after)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[WriterVariable] = file;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.BaseStream;
        long acknowledged = await CountAsync(output, rows);
        await Task.Delay(after, TestContext.Current.CancellationToken);
        process.Kill();
        acknowledged += await CountAsync(output, long.MaxValue);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return acknowledged;
    }

    private static async Task<long> CountAsync(Stream output, long most)
    {
        byte[] buffer = new byte[4_096];
        long count = 0;
        int read;
        while (count < most && (read = await output.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0)
        {
            count += read;
        }

        return count;
    }
}
