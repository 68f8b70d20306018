using System.Buffers;
using Resident.Model;
using Resident.Store.Columns;
using Resident.Store.Encoding;
using Resident.Store.Files;

namespace Resident.Store;

/// <summary>Writes a recording. Each step is in the file when <see cref="Append(RecordedStep)"/> returns, and is there after the death of this process. Not
/// safe for several threads.</summary>
public sealed class RecordingWriter : IDisposable
{
    private static readonly Column Time = new(RecordingFormat.TimeName, "ms", "time");

    private readonly Database _database;
    private readonly NameTables _names;
    private readonly Sealer _sealer;
    private readonly RetentionPolicy _retention;
    private readonly LogState[] _logs;
    private readonly ArrayBufferWriter<byte> _row = new(1_024);
    private readonly long[] _values = new long[Math.Max(SampleColumns.All.Count, GcColumns.All.Count)];
    private int _sealedSinceThinning;
    private bool _isDisposed;

    private RecordingWriter(Database database, RecordingOptions options)
    {
        _database = database;
        _names = new NameTables(database);
        _sealer = new Sealer(database);
        _retention = options.Retention;
        _logs =
        [
            new(RecordingLog.Samples, SampleColumns.All),
            new(RecordingLog.Cycles, GcColumns.All),
            new(RecordingLog.Scavenges, ScavengeColumns.All),
            new(RecordingLog.Ledgers, LedgerColumns.All),
        ];
        Path = database.Path;
    }

    /// <summary>Gets the file.</summary>
    public string Path { get; }

    /// <summary>Gets the time of the last row, milliseconds since 1970, or null where there is none yet.</summary>
    public long? LastUnixMs { get; private set; }

    /// <summary>Gets how many rows of samples were written by this writer. A total.</summary>
    public long RowsWritten { get; private set; }

    /// <summary>Gets the runs that are in the file, the first one first.</summary>
    public IReadOnlyList<RecordedRun> Runs() => HeaderTables.ReadRuns(_database);

    /// <summary>Makes a recording, or goes on with one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What to say about it.</param>
    /// <exception cref="MalformedInputException">There is a file, and it is damaged or no recording.</exception>
    /// <exception cref="RecordingVersionException">There is a file of a newer format.</exception>
    /// <exception cref="RecordingFullException">There is no room.</exception>
    /// <exception cref="IOException">Another process writes it, or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static RecordingWriter Open(string path, RecordingOptions options)
    {
        var database = Database.OpenForWriting(path);
        try
        {
            string? writer = database.Word("SELECT value FROM meta WHERE key = 'writer'");
            if (writer is { Length: > 0 } && !string.Equals(writer, options.Writer, StringComparison.Ordinal) && options.IsWriterAlive(writer))
            {
                throw new IOException($"{path}: Another process records into it: {writer}. Give another file.");
            }

            var recording = new RecordingWriter(database, options);
            recording.Begin(options);
            return recording;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Adds a step: all of it, or nothing. A time before that of the last row counts as that: time never turns back.</summary>
    /// <exception cref="RecordingFullException">There is no room. The step may be added again later.</exception>
    /// <exception cref="MalformedInputException">The file was damaged meanwhile.</exception>
    public void Append(RecordedStep step) => Append([step]);

    /// <summary>Adds steps at once, which is cheaper where there are many: all of them, or none.</summary>
    /// <exception cref="RecordingFullException">There is no room. The steps may be added again later.</exception>
    /// <exception cref="MalformedInputException">The file was damaged meanwhile.</exception>
    public void Append(IReadOnlyList<RecordedStep> steps)
    {
        long? last = LastUnixMs;
        int[] rows = [.. _logs.Select(static log => log.Rows)];
        try
        {
            _database.InTransaction(writes: true, () =>
            {
                foreach (var step in steps)
                {
                    Write(step);
                }
            });
            _names.Keep();
        }
        catch
        {
            _names.Forget();
            LastUnixMs = last;
            for (int i = 0; i < rows.Length; i++)
            {
                _logs[i].Rows = rows[i];
                Array.Clear(_logs[i].Ids);
            }

            throw;
        }

        RowsWritten += steps.Count(static step => step.Sample is not null);
        if (_sealedSinceThinning > 0)
        {
            _sealedSinceThinning = 0;
            Thin();
        }
    }

    /// <summary>Adds a profile: the bytes become a file beside the recording, named by their hash, and an entry of the index.</summary>
    /// <param name="unixMs">When it was taken, milliseconds since 1970.</param>
    /// <param name="run">The run.</param>
    /// <param name="kind">"heap", "goroutine" and so on.</param>
    /// <param name="gzipped">The profile as a .pb.gz file has it.</param>
    /// <param name="reason">Why it was taken.</param>
    /// <exception cref="RecordingFullException">There is no room.</exception>
    public RecordedProfile AddProfile(long unixMs, int run, string kind, ReadOnlySpan<byte> gzipped, string reason)
    {
        string hash = ProfileFiles.Write(Path, gzipped);
        var profile = new RecordedProfile(unixMs, run, kind, hash, gzipped.Length, reason);
        _database.Execute(
            "INSERT INTO profile(ms, run, kind, hash, bytes, reason) VALUES($0, $1, $2, $3, $4, $5)",
            unixMs,
            run,
            kind,
            hash,
            profile.Bytes,
            reason);
        return profile;
    }

    /// <summary>Adds the goroutines of one time; of more than 500 groups the largest.</summary>
    /// <exception cref="RecordingFullException">There is no room.</exception>
    public void AddGoroutines(long unixMs, int run, GoroutineCensus census)
    {
        try
        {
            _database.InTransaction(writes: true, () => _database.Execute(
                "INSERT INTO goroutines(ms, run, data) VALUES($0, $1, $2)", unixMs, run, CensusCodec.Encode(census, _names)));
            _names.Keep();
        }
        catch
        {
            _names.Forget();
            throw;
        }
    }

    /// <summary>Adds a document.</summary>
    /// <exception cref="RecordingFullException">There is no room.</exception>
    public void AddDocument(RecordedDocument document) => _database.Execute(
        "INSERT INTO document(ms, kind, data) VALUES($0, $1, $2)", document.UnixMs, document.Kind, DocumentCodec.Encode(document.Utf8.Span));

    /// <summary>Ends the recording: what is in its log goes into the one file.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        try
        {
            _database.Execute("DELETE FROM meta WHERE key = 'writer'");
            _database.Execute("PRAGMA journal_mode=DELETE");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException)
        {
            // The disk is full, or a reader holds the log: the recording stays as it is, in two files, and whole.
        }

        _database.Dispose();
    }

    private void Begin(RecordingOptions options)
    {
        _database.InTransaction(writes: true, () =>
        {
            HeaderTables.WriteInfo(_database, options);
            foreach (var log in _logs)
            {
                log.TimeSeries = _names.SeriesOf(log.Log, Time) ?? 0;
                log.Rows = (int)(_database.Number("SELECT count(*) FROM tail WHERE log = $0", (int)log.Log) ?? 0);
            }
        });
        _names.Keep();
        LastUnixMs = _database.Number(
            """
            SELECT max(ms) FROM (SELECT max(to_ms) AS ms FROM segment WHERE to_ms BETWEEN 0 AND 32503680000000
              UNION ALL SELECT max(ms) FROM tail WHERE ms BETWEEN 0 AND 32503680000000)
            """);
    }

    private void Write(RecordedStep step)
    {
        if (step.Run is { } run)
        {
            HeaderTables.WriteRun(_database, run);
        }

        foreach (var happened in step.Events)
        {
            _database.Execute("INSERT INTO event(ms, kind, text) VALUES($0, $1, $2)", happened.UnixMs, happened.Kind, happened.Text);
        }

        if (step.Sample is { } sample)
        {
            SampleColumns.Read(sample, _names, _values);
            WriteRow(_logs[0], step.UnixMs, () => AddMore(sample, step.Figures));
        }

        if (step.Ledger is { } ledger)
        {
            LedgerColumns.Read(ledger, step.UnixMs, _names, _values);
            WriteRow(_logs[3], step.UnixMs);
        }

        foreach (var cycle in step.Cycles)
        {
            GcColumns.Read(cycle, _names, _values);
            WriteRow(_logs[1], cycle.UnixMs);
        }

        foreach (var scavenge in step.Scavenges)
        {
            ScavengeColumns.Read(scavenge.Line, _names, _values);
            WriteRow(_logs[2], scavenge.UnixMs);
        }
    }

    private void WriteRow(LogState log, long unixMs, Action? more = null)
    {
        _row.ResetWrittenCount();
        for (int i = 0; i < log.Columns.Count; i++)
        {
            if (_values[i] != ColumnCodec.Missing && (log.Ids[i] ??= _names.SeriesOf(log.Log, log.Columns[i])) is { } series)
            {
                RowCodec.Write(_row, series, _values[i]);
            }
        }

        more?.Invoke();
        log.LastUnixMs = Math.Max(log.LastUnixMs, unixMs);
        LastUnixMs = Math.Max(LastUnixMs ?? long.MinValue, log.LastUnixMs);
        _database.Execute("INSERT INTO tail(log, ms, data) VALUES($0, $1, $2)", (int)log.Log, log.LastUnixMs, RowCodec.Seal(_row.WrittenSpan));
        if (++log.Rows >= RecordingFormat.SegmentRows)
        {
            _sealer.Seal(log.Log, log.TimeSeries);
            log.Rows = 0;
            _sealedSinceThinning++;
        }
    }

    private void AddMore(Sample sample, IReadOnlyList<RecordedFigure> figures)
    {
        if (sample.Cgroup is { } group)
        {
            AddGroup(group.Stat, GroupColumns.StatPrefix, GroupColumns.IsKept);
            AddGroup(group.Events, GroupColumns.EventsPrefix, static _ => true);
        }

        foreach (var figure in figures)
        {
            Add(new Column(figure.Name, figure.Unit, "level"), figure.Text is null ? figure.Value ?? ColumnCodec.Missing : _names.IdOf(figure.Text));
        }
    }

    private void AddGroup(IReadOnlyDictionary<string, long> figures, string prefix, Func<string, bool> isKept)
    {
        foreach (var (name, value) in figures)
        {
            if (isKept(name))
            {
                Add(new Column(prefix + name, "count", "level"), value);
            }
        }
    }

    private void Add(Column column, long value)
    {
        if (_names.SeriesOf(RecordingLog.Samples, column) is { } series)
        {
            RowCodec.Write(_row, series, value);
        }
    }

    private void Thin()
    {
        var thinner = new Thinner(_database, _sealer);
        bool isTooLarge = SizeInBytes() > _retention.MostBytes;
        foreach (var log in _logs)
        {
            // Each step does away with a segment, or makes one of the next resolution of some. A damaged table may keep them all the same.
            long most = ((_database.Number("SELECT count(*) FROM segment WHERE log = $0", (int)log.Log) ?? 0) + 1) * _retention.Tiers.Count;
            bool isDone = false;
            for (long step = 0; !isDone && step < most; step++)
            {
                isDone = true;
                _database.InTransaction(writes: true, () => isDone = !thinner.Step(log.Log, _retention, LastUnixMs ?? 0, isTooLarge));
                isTooLarge = isTooLarge && SizeInBytes() > _retention.MostBytes;
            }
        }

        _database.Execute("PRAGMA incremental_vacuum");
    }

    // What is used of the file: pages that are free again are given back after this.
    private long SizeInBytes() =>
        ((_database.Number("PRAGMA page_count") ?? 0) - (_database.Number("PRAGMA freelist_count") ?? 0)) * (_database.Number("PRAGMA page_size") ?? 0);

    private sealed class LogState(RecordingLog log, IReadOnlyList<Column> columns)
    {
        public RecordingLog Log { get; } = log;

        public IReadOnlyList<Column> Columns { get; } = columns;

        public int TimeSeries { get; set; }

        public int Rows { get; set; }

        public long LastUnixMs { get; set; } = long.MinValue;

        public int?[] Ids { get; } = new int?[columns.Count];
    }
}
