using System.Diagnostics.CodeAnalysis;
using System.Diagnostics;
using System.Threading.Channels;
using Resident.Model;
using Resident.Monitoring.History;
using Resident.Monitoring.Recording;
using Resident.Store;

namespace Resident.Monitoring.Tests.Recording;

/// <summary>The recorder on a disk that fills up and is given room again, from the timeline's step to the file's rows.</summary>
[SuppressMessage("Maintainability", "CA1506", Justification = "It goes from the timeline to the file, through all between.")]
public sealed class RecorderFullDiskTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_OnADiskThatFillsUp_SaysSoKeepsTakingAndGoesOn()
    {
        string folder = Directory.CreateTempSubdirectory("resident-full-").FullName;
        if (!TryMount(folder, out string reason))
        {
            Directory.Delete(folder);
            Assert.Skip(reason);
        }

        try
        {
            await FillAndFreeAsync(Path.Combine(folder, "t.resident"), Path.Combine(folder, "ballast"));
        }
        finally
        {
            using var unmount = Process.Start("umount", ["-l", folder]);
            await unmount.WaitForExitAsync(Cancel);
            Directory.Delete(folder);
        }
    }

    [Theory]
    [InlineData(-3_600)]
    [InlineData(86_400)]
    public async Task Take_AClockThatJumps_KeepsEverySampleAndGoesOn(int jumpSeconds)
    {
        string folder = Directory.CreateTempSubdirectory("resident-jump-").FullName;
        string file = Path.Combine(folder, "t.resident");
        try
        {
            await using (var recorder = new Recorder(
                RecordingWriter.Open(file, new RecordingOptions { Name = "t" }), TimeProvider.System, static _ => { }))
            {
                var timeline = new Timeline(new TargetDescription { Name = "t", Pid = 1, State = "live" }, TimeProvider.System) { Sink = recorder };
                for (int i = 0; i < 100; i++)
                {
                    Add(timeline, i < 50 ? i : i + jumpSeconds);
                }

                await recorder.FlushAsync();
            }

            using var reader = RecordingReader.Open(file);
            Assert.Equal(100, reader.ReadSamples().Count());
            Assert.Empty(reader.Check());
            using var recorded = new RecordedTimeline(RecordingReader.Open(file));
            Assert.NotEmpty(recorded.Query("process.res", long.MinValue / 2, long.MaxValue / 2, 1_000).Last);
            Assert.NotNull(RecordedObservation.Read(reader));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAndFreeAsync(string file, string ballast)
    {
        var told = Channel.CreateUnbounded<string>();
        var recorder = new Recorder(
            RecordingWriter.Open(file, new RecordingOptions { Name = "t" }), TimeProvider.System, words => told.Writer.TryWrite(words), TimeSpan.Zero);
        var timeline = new Timeline(new TargetDescription { Name = "t", Pid = 1, State = "live" }, TimeProvider.System) { Sink = recorder };
        Add(timeline, 0);
        await recorder.FlushAsync();

        Fill(ballast);
        int next = 1;
        string? full = null;
        for (; full is null && next < 100_000; next++)
        {
            // One at a time, so that the recorder's queue never is what drops.
            Add(timeline, next);
            await Task.WhenAny(recorder.FlushAsync(), told.Reader.WaitToReadAsync(Cancel).AsTask());
            _ = told.Reader.TryRead(out full);
        }

        Assert.StartsWith($"{file}: ", full, StringComparison.Ordinal);
        Assert.EndsWith("Watching goes on; the recording goes on when it can be written again.", full, StringComparison.Ordinal);
        for (int end = next + 50; next < end; next++)
        {
            Add(timeline, next);
        }

        Assert.Equal(Time(next - 1), timeline.Extent!.Value.ToUnixMs);
        File.Delete(ballast);
        Add(timeline, next++);
        Assert.Equal($"{file}: The recording could not be written for a while; nothing was lost. It goes on.", await told.Reader.ReadAsync(Cancel));
        await recorder.FlushAsync();
        await recorder.DisposeAsync();
        AssertWhole(file, next);
    }

    private static void AssertWhole(string file, int samples)
    {
        using var reader = RecordingReader.Open(file);
        Assert.Equal(samples, reader.ReadSamples().Count());
        Assert.Empty(reader.Check());
        Assert.Equal("gap", Assert.Single(reader.Events()).Kind);
    }

    private static long Time(int second) => Start.AddSeconds(second).ToUnixTimeMilliseconds();

    private static void Add(Timeline timeline, int second) => timeline.Add(
        new Sample { Time = Start.AddSeconds(second), Process = TestProcess.Of(1, ByteSize.FromMebibytes(100) + new ByteSize(second * 7919 % 4096 * 4096)) }, [], default, []);

    private static bool TryMount(string folder, out string reason)
    {
        reason = "mounting a small file system takes root";
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]) { RedirectStandardError = true, UseShellExecute = false })!;
        reason = "mount: " + mount.StandardError.ReadToEnd().Trim();
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }

    private static void Fill(string ballast)
    {
        using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4_096];
        try
        {
            while (file.Length < 16 << 20)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // That is what was wanted.
        }
    }
}
