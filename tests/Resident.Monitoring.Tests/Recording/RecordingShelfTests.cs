using System.Diagnostics.CodeAnalysis;
using Resident.Model;
using Resident.Monitoring.History;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Store;

namespace Resident.Monitoring.Tests.Recording;

/// <summary>Recordings of this very process, found by its PID and start.</summary>
public sealed class RecordingShelfTests : IDisposable
{
    // A run begins when the recorder is told of it: its samples come after.
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds());

    private readonly string _folder = Directory.CreateTempSubdirectory("resident-shelf-").FullName;
    private readonly ProcessSources _sources = new("/proc", TimeProvider.System);
    private readonly ProcessMemory _process;

    public RecordingShelfTests() => _process = _sources.Processes.Read(Environment.ProcessId);

    private DateTimeOffset? StartedAt => _sources.Processes.Host.StartTime(_process.StartTicks);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Read_RecordingThatIsBeingWritten_IsTheProcessesPast()
    {
        await using var recorder = await RecordAsync("a", 0, 60);

        var past = ReadPast();

        Assert.Equal(60, past!.Samples.Count);
        Assert.Equal("recording", past.History!.Source);
        Assert.Equal(Start.ToUnixTimeMilliseconds(), past.History.From.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Read_SeveralRecordings_AreOnePastWithoutOverlap()
    {
        await (await RecordAsync("a", 0, 60)).DisposeAsync();
        await (await RecordAsync("b", 40, 100)).DisposeAsync();

        var past = ReadPast();

        Assert.Equal(Enumerable.Range(0, 100), past!.Samples.Select(static sample => (int)Math.Round((sample.Time - Start).TotalSeconds)));
    }

    [Fact]
    public async Task Read_Window_IsOfTheWindowAlone()
    {
        await (await RecordAsync("a", 0, 60)).DisposeAsync();

        var past = ReadPast(new RecordedSpan(At(10), At(19)));

        Assert.Equal(10, past!.Samples.Count);
    }

    [Fact]
    public async Task Read_ProcessThatHadTheNumberBefore_IsAnother()
    {
        await (await RecordAsync("a", 0, 60, _process with { StartTicks = _process.StartTicks - 1 })).DisposeAsync();

        Assert.Null(ReadPast());
    }

    [Fact]
    public async Task Read_FileThatOthersMayWrite_IsNotTrusted()
    {
        await (await RecordAsync("a", 0, 60)).DisposeAsync();
        SetMode(FileOf("a"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        Assert.Null(ReadPast());
    }

    [Fact]
    public async Task Read_DamagedFileBesideAGoodOne_IsPassedOver()
    {
        await (await RecordAsync("a", 0, 60)).DisposeAsync();
        await File.WriteAllTextAsync(FileOf("b"), "SQLite format 3\0 and nothing of it", TestContext.Current.CancellationToken);
        SetMode(FileOf("b"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal(60, ReadPast()!.Samples.Count);
    }

    [Fact]
    public void Find_NoFolder_FindsNone() => Assert.Empty(RecordingShelf.Find(Path.Combine(_folder, "none"), static _ => true));

    private static long At(int second) => Start.AddSeconds(second).ToUnixTimeMilliseconds();

    [SuppressMessage("Interoperability", "CA1416:Validate platform compatibility", Justification = "The product runs on Linux.")]
    private static void SetMode(string file, UnixFileMode mode) => File.SetUnixFileMode(file, mode);

    private string FileOf(string name) => Path.Combine(_folder, name + ".resident");

    private Model.Observations.Observation? ReadPast(RecordedSpan? span = null) =>
        RecordingShelf.Read(RecordingShelf.Find(_folder, pid => pid == Environment.ProcessId), _process, StartedAt, span ?? RecordedSpan.All, ObservationSize.Whole);

    private async Task<Recorder> RecordAsync(string name, int from, int to, ProcessMemory? process = null)
    {
        var recorder = new Recorder(RecordingWriter.Open(FileOf(name), new RecordingOptions { Name = "tests" }), TimeProvider.System, static _ => { });
        var timeline = new Timeline(new TargetDescription { Name = "tests", Pid = Environment.ProcessId, StartedAt = StartedAt, State = "live" }, TimeProvider.System) { Sink = recorder };
        timeline.ChangeTarget(static target => target);
        for (int second = from; second < to; second++)
        {
            var time = Start.AddSeconds(second);
            timeline.Add(new Sample { Time = time, Process = (process ?? _process) with { TakenAt = time } }, [], default, []);
        }

        await recorder.FlushAsync();
        return recorder;
    }
}
