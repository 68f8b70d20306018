using System.Globalization;
using System.Threading.Channels;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Monitoring.History;
using Resident.Store;

namespace Resident.Monitoring.Recording;

/// <summary>Writes what a timeline takes into a recording, on a task of its own: a slow disk does not hold up the sampling, and a full one ends
/// nothing. What cannot be written is kept for a while, then dropped and counted, and the recording goes on when there is room.</summary>
public sealed class Recorder : ITimelineSink, IAsyncDisposable
{
    private const int MostWaiting = 900;
    private const double MilliPercent = 1_000;

    private readonly RecordingWriter _writer;
    private readonly TimeProvider _clock;
    private readonly Action<string> _tell;
    private readonly TimeSpan _retry;
    private readonly Channel<Action<RecordingWriter>> _jobs;
    private readonly RunNumbers _runs;
    private readonly Task _writing;
    private readonly Queue<Action<RecordingWriter>> _waiting = new();
    private long? _refusedAt;
    private long _dropped;

    /// <summary>Initializes a new instance of the <see cref="Recorder"/> class.</summary>
    /// <param name="writer">The recording. The recorder owns it.</param>
    /// <param name="clock">Spaces the attempts to go on.</param>
    /// <param name="tell">Takes sentences for a person: that the disk is full, that the recording goes on.</param>
    /// <param name="retry">The time between attempts to go on when nothing could be written. Default 5 s.</param>
    public Recorder(RecordingWriter writer, TimeProvider clock, Action<string> tell, TimeSpan? retry = null)
    {
        _writer = writer;
        _clock = clock;
        _tell = tell;
        _retry = retry ?? TimeSpan.FromSeconds(5);
        _runs = new RunNumbers(writer.Runs());
        _jobs = Channel.CreateBounded<Action<RecordingWriter>>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Gets the file.</summary>
    public string Path => _writer.Path;

    /// <inheritdoc/>
    public void Take(TimelineStep taken)
    {
        var run = taken.Sample is { } sample ? _runs.Begin(sample.Run, taken.UnixMs) : null;
        Add(new RecordedStep
        {
            UnixMs = taken.UnixMs,
            Sample = taken.Sample is { } one ? one with { Run = _runs.NumberOf(one.Run) } : null,
            Figures = FiguresOf(taken.Self),
            Cycles = [.. taken.Cycles.Select(static entry => new RecordedCycle(entry.UnixMs, entry.Cycle, entry.CpuPercent, entry.AllocationRate))],
            Scavenges = [.. taken.Scavenges.Select(line => new RecordedScavenge(line.WallTime?.ToUnixTimeMilliseconds() ?? taken.UnixMs, line))],
            Events = ToRecorded(taken.Events),
            Run = run,
        });
    }

    /// <inheritdoc/>
    public void ChangeTarget(long unixMs, TargetDescription target, IReadOnlyList<TimelineEvent> events)
    {
        var run = _runs.Describe(target, unixMs);
        if (run is not null || events.Count > 0)
        {
            Add(new RecordedStep { UnixMs = unixMs, Run = run, Events = ToRecorded(events) });
        }
    }

    /// <summary>Adds a ledger.</summary>
    public void Take(Ledger ledger) => Add(new RecordedStep { UnixMs = ledger.TakenAt.ToUnixTimeMilliseconds(), Ledger = ledger });

    /// <summary>Adds the goroutines of one time.</summary>
    /// <param name="run">The run, as in <see cref="Sample.Run"/>.</param>
    /// <param name="census">The goroutines.</param>
    public void Take(int run, GoroutineCensus census)
    {
        int number = _runs.NumberOf(run);
        Add(writer => writer.AddGoroutines(census.TakenAt.ToUnixTimeMilliseconds(), number, census));
    }

    /// <summary>Adds a profile.</summary>
    /// <param name="run">The run, as in <see cref="Sample.Run"/>.</param>
    /// <param name="takenAt">When it was taken.</param>
    /// <param name="kind">"heap", "goroutine" and so on.</param>
    /// <param name="gzipped">The profile as a .pb.gz file has it.</param>
    /// <param name="reason">Why it was taken.</param>
    public void Take(int run, DateTimeOffset takenAt, string kind, byte[] gzipped, string reason)
    {
        int number = _runs.NumberOf(run);
        Add(writer => writer.AddProfile(takenAt.ToUnixTimeMilliseconds(), number, kind, gzipped, reason));
    }

    /// <summary>Adds a document.</summary>
    public void Take(RecordedDocument document) => Add(writer => writer.AddDocument(document));

    /// <summary>Waits until what was taken so far is written.</summary>
    public Task FlushAsync()
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(_ => written.SetResult());
        return written.Task;
    }

    /// <summary>Writes what is left, and ends the recording.</summary>
    public async ValueTask DisposeAsync()
    {
        _ = _jobs.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _writer.Dispose();
    }

    private static List<RecordedEvent> ToRecorded(IReadOnlyList<TimelineEvent> events) =>
        [.. events.Select(static happened => new RecordedEvent(happened.UnixMs, happened.Kind, happened.Text))];

    private static RecordedFigure[] FiguresOf(SelfCost self) =>
    [
        new("self.res", "bytes", self.Res?.Bytes),
        new("self.cpu", "percent/1000", self.CpuPercent is { } percent ? (long)Math.Round(percent * MilliPercent) : null),
    ];

    private void Add(RecordedStep step) => Add(writer => writer.Append(step));

    private void Add(Action<RecordingWriter> job) => _ = _jobs.Writer.TryWrite(job);

    private async Task WriteAsync()
    {
        await foreach (var job in _jobs.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            _waiting.Enqueue(job);
            if (_waiting.Count > MostWaiting)
            {
                _ = _waiting.Dequeue();
                _ = Interlocked.Increment(ref _dropped);
            }

            if (_refusedAt is not { } refused || _clock.GetElapsedTime(refused) >= _retry)
            {
                WriteWaiting();
            }
        }

        WriteWaiting();
    }

    private void WriteWaiting()
    {
        try
        {
            while (_waiting.TryPeek(out var job))
            {
                job(_writer);
                _ = _waiting.Dequeue();
                NoteThatItGoesOn();
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException)
        {
            if (_refusedAt is null)
            {
                _tell($"{problem.Message} Watching goes on; the recording goes on when it can be written again.");
            }

            _refusedAt = _clock.GetTimestamp();
        }
    }

    private void NoteThatItGoesOn()
    {
        if (_refusedAt is null && Interlocked.Read(ref _dropped) == 0)
        {
            return;
        }

        long dropped = Interlocked.Exchange(ref _dropped, 0);
        bool wasRefused = _refusedAt is not null;
        _refusedAt = null;
        string lost = dropped == 0 ? "nothing was lost" : string.Create(CultureInfo.InvariantCulture, $"{dropped} steps were lost");
        string text = wasRefused ? $"{_writer.Path}: The recording could not be written for a while; {lost}. It goes on." : $"{_writer.Path}: The disk is too slow: {lost}.";
        _tell(text);
        _writer.Append(new RecordedStep
        {
            UnixMs = _writer.LastUnixMs ?? 0,
            Events = [new RecordedEvent(_clock.GetUtcNow().ToUnixTimeMilliseconds(), "gap", text)],
        });
    }
}
