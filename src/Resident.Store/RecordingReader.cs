using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Store.Columns;
using Resident.Store.Files;

namespace Resident.Store;

/// <summary>Reads a recording; another process may be writing it. Damaged parts are left out, and <see cref="Warnings"/> tells of them. Not safe
/// for several threads.</summary>
public sealed class RecordingReader : IDisposable
{
    private const int MostWarnings = 100;

    private readonly Database _database;
    private readonly BlockReader _blocks;
    private readonly Dictionary<long, string> _texts = [];
    private readonly List<string> _warnings = [];

    private RecordingReader(Database database)
    {
        _database = database;
        _blocks = new BlockReader(database, Warn);
        Info = HeaderTables.ReadInfo(database);
    }

    /// <summary>Gets the file.</summary>
    public string Path => _database.Path;

    /// <summary>Gets what the recording says about itself.</summary>
    public RecordingInfo Info { get; }

    /// <summary>Gets what was found to be damaged so far, at most 100 sentences.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Opens a recording.</summary>
    /// <exception cref="MalformedInputException">It is damaged at its root, or no recording.</exception>
    /// <exception cref="RecordingVersionException">It was written in a newer format.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be opened.</exception>
    public static RecordingReader Open(string path)
    {
        var database = Database.OpenForReading(path);
        try
        {
            return new RecordingReader(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Gets the series of a log that have a name of their own, in the order in which they came up; without that of the rows' times.</summary>
    public IReadOnlyList<RecordedSeries> Series(RecordingLog log) => _database.Rows(
        "SELECT min(id), log, substr(name, 1, 4096) AS name, substr(unit, 1, 80), substr(kind, 1, 80) FROM series WHERE log = $0 AND name <> 'time' AND id BETWEEN 1 AND 2147483647 GROUP BY substr(name, 1, 4096) ORDER BY min(id) LIMIT 10000",
        static row => new RecordedSeries(row.GetInt32(0), (RecordingLog)row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4)),
        (int)log);

    /// <summary>Gets the first and the last time of a log, milliseconds since 1970; null where it is empty.</summary>
    public (long FromUnixMs, long ToUnixMs)? Extent(RecordingLog log)
    {
        long? from = _database.Number("SELECT min(ms) FROM (SELECT min(from_ms) AS ms FROM segment WHERE log = $0 AND from_ms BETWEEN 0 AND 32503680000000 UNION ALL SELECT min(ms) FROM tail WHERE log = $0 AND ms BETWEEN 0 AND 32503680000000)", (int)log);
        long? to = _database.Number("SELECT max(ms) FROM (SELECT max(to_ms) AS ms FROM segment WHERE log = $0 AND to_ms BETWEEN 0 AND 32503680000000 UNION ALL SELECT max(ms) FROM tail WHERE log = $0 AND ms BETWEEN 0 AND 32503680000000)", (int)log);
        return from is { } first && to is { } last ? (first, last) : null;
    }

    /// <summary>Gets how many rows a log has; a thinned one counts as one.</summary>
    public long CountRows(RecordingLog log) =>
        (_database.Number("SELECT sum(rows) FROM segment WHERE log = $0 AND rows BETWEEN 1 AND 65536", (int)log) ?? 0)
        + (_database.Number("SELECT count(*) FROM tail WHERE log = $0", (int)log) ?? 0);

    /// <summary>Gets the runs, the first one first.</summary>
    public IReadOnlyList<RecordedRun> Runs() => HeaderTables.ReadRuns(_database);

    /// <summary>Gets what happened in a stretch, oldest first; of more than 20,000 events the newest.</summary>
    public IReadOnlyList<RecordedEvent> Events(long fromUnixMs = long.MinValue, long toUnixMs = long.MaxValue) => _database.Rows(
        """
        SELECT ms, kind, text FROM (
          SELECT id, ms, substr(kind, 1, 80) AS kind, substr(text, 1, 4096) AS text FROM event
          WHERE ms BETWEEN $0 AND $1 AND ms BETWEEN 0 AND 32503680000000 ORDER BY ms DESC, id DESC LIMIT 20000) ORDER BY ms, id
        """,
        static row => new RecordedEvent(row.GetInt64(0), row.GetString(1), row.GetString(2)),
        fromUnixMs,
        toUnixMs);

    /// <summary>Gets the index of the profiles, oldest first.</summary>
    public IReadOnlyList<RecordedProfile> Profiles() => _database.Rows(
        """
        SELECT ms, run, substr(kind, 1, 80), substr(hash, 1, 80), bytes, substr(reason, 1, 4096) FROM profile
        WHERE ms BETWEEN 0 AND 32503680000000 AND run BETWEEN 0 AND 2147483647 AND hash NOT GLOB '*[^0-9a-zA-Z]*' ORDER BY ms, id LIMIT 100000
        """,
        static row => new RecordedProfile(row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetString(5)));

    /// <summary>Gets where a profile's file is. It may be missing, where the recording was copied without its folder.</summary>
    public string PathOf(RecordedProfile profile) =>
        System.IO.Path.Combine(RecordingFormat.ProfileFolder(Path), System.IO.Path.GetFileName(profile.Hash) + ".pb.gz");

    /// <summary>Gets the times of the censuses of goroutines, milliseconds since 1970, oldest first.</summary>
    public IReadOnlyList<long> CensusTimes() => _database.Rows("SELECT ms FROM goroutines WHERE ms BETWEEN 0 AND 32503680000000 ORDER BY ms", static row => row.GetInt64(0));

    /// <summary>Gets the last census of goroutines up to a time, or null.</summary>
    public RecordedCensus? Census(long atUnixMs)
    {
        var found = _database.Rows(
            "SELECT ms, run, data FROM goroutines WHERE ms <= $0 AND ms BETWEEN 0 AND 32503680000000 AND run BETWEEN 0 AND 2147483647 ORDER BY ms DESC LIMIT 1",
            static row => (Ms: row.GetInt64(0), Run: row.GetInt32(1), Data: (byte[])row.GetValue(2)),
            atUnixMs);
        if (found is not [var one])
        {
            return null;
        }

        if (CensusCodec.Decode(one.Ms, one.Data, TextOf) is { } census)
        {
            return new RecordedCensus(one.Ms, one.Run, census);
        }

        Warn($"{Path}: The goroutines of {one.Ms} are damaged.");
        return null;
    }

    /// <summary>Gets the documents of one kind, oldest first.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <exception cref="MalformedInputException">One of them is damaged.</exception>
    public IReadOnlyList<RecordedDocument> Documents(string kind, long fromUnixMs = long.MinValue, long toUnixMs = long.MaxValue) => _database.Rows(
        "SELECT ms, data FROM document WHERE kind = $0 AND ms BETWEEN $1 AND $2 AND ms BETWEEN 0 AND 32503680000000 ORDER BY ms, id",
        row => new RecordedDocument(row.GetInt64(0), kind, DocumentCodec.Decode(Path, (byte[])row.GetValue(1))),
        kind,
        fromUnixMs,
        toUnixMs);

    /// <summary>Reads columns of a log, block by block, oldest first.</summary>
    /// <param name="log">The log.</param>
    /// <param name="names">The series that are wanted; one that is not there gives an empty column.</param>
    /// <param name="fromUnixMs">The first millisecond: blocks before it are left out. The first block may begin before it.</param>
    /// <param name="toUnixMs">The last millisecond: blocks after it are left out. The last block may end after it.</param>
    public IEnumerable<RowBlock> ReadRows(RecordingLog log, IReadOnlyList<string> names, long fromUnixMs = long.MinValue, long toUnixMs = long.MaxValue) =>
        _blocks.Read(log, names, fromUnixMs, toUnixMs, newestFirst: false);

    /// <summary>Reads the samples of a stretch, oldest first. Of a thinned row comes one sample, with the last values in it.</summary>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <param name="spacingMs">The least time from one sample to the next, and from the last of these to the stretch's last, which always comes.
    /// What is left out is not made: a sample costs more than its figures.</param>
    public IEnumerable<Sample> ReadSamples(long fromUnixMs = long.MinValue, long toUnixMs = long.MaxValue, double spacingMs = 0)
    {
        string[] more =
        [
            .. Series(RecordingLog.Samples).Select(static series => series.Name).Where(static name =>
                name.StartsWith(GroupColumns.StatPrefix, StringComparison.Ordinal) || name.StartsWith(GroupColumns.EventsPrefix, StringComparison.Ordinal)),
        ];
        var builder = new SampleBuilder(more, TextOf);
        string[] names = [.. SampleColumns.All.Select(static column => column.Name), .. more];
        return Spaced(ReadRows(RecordingLog.Samples, names, fromUnixMs, toUnixMs), fromUnixMs, toUnixMs, spacingMs).Select(at => builder.Build(at.Block, at.Row));
    }

    /// <summary>Reads the last sample, or null where there is none.</summary>
    public Sample? ReadLastSample() =>
        Extent(RecordingLog.Samples) is { } extent ? ReadSamples(extent.ToUnixMs, extent.ToUnixMs).LastOrDefault() : null;

    /// <summary>Reads the GC cycles of a stretch that are kept one by one, oldest first.</summary>
    public IEnumerable<RecordedCycle> ReadCycles(long fromUnixMs = long.MinValue, long toUnixMs = long.MaxValue) =>
        ReadEvents(RecordingLog.Cycles, GcColumns.All, fromUnixMs, toUnixMs, GcColumns.Build);

    /// <summary>Reads the GC cycles of a stretch that are kept one by one, newest first: a caller who wants the last ones reads no more.</summary>
    public IEnumerable<RecordedCycle> ReadNewestCycles(long fromUnixMs = long.MinValue, long toUnixMs = long.MaxValue)
    {
        string[] names = [.. GcColumns.All.Select(static column => column.Name)];
        foreach (var block in _blocks.Read(RecordingLog.Cycles, names, fromUnixMs, toUnixMs, newestFirst: true))
        {
            for (int row = block.TimesUnixMs.Length - 1; row >= 0 && block.WidthMs == 0; row--)
            {
                if (block.TimesUnixMs[row] >= fromUnixMs && block.TimesUnixMs[row] <= toUnixMs)
                {
                    yield return GcColumns.Build(new RowView(block, row, TextOf));
                }
            }
        }
    }

    /// <summary>Reads the ledgers of a stretch, oldest first. Of a thinned row comes one, with the last values in it: its terms still add up.</summary>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <param name="spacingMs">As for samples.</param>
    public IEnumerable<Ledger> ReadLedgers(long fromUnixMs = long.MinValue, long toUnixMs = long.MaxValue, double spacingMs = 0)
    {
        string[] names = [.. LedgerColumns.All.Select(static column => column.Name)];
        return Spaced(ReadRows(RecordingLog.Ledgers, names, fromUnixMs, toUnixMs), fromUnixMs, toUnixMs, spacingMs)
            .Select(at => LedgerColumns.Build(new RowView(at.Block, at.Row, TextOf))).OfType<Ledger>();
    }

    /// <summary>Reads the scavenger's lines of a stretch that are kept one by one, oldest first.</summary>
    public IEnumerable<RecordedScavenge> ReadScavenges(long fromUnixMs = long.MinValue, long toUnixMs = long.MaxValue) =>
        ReadEvents(RecordingLog.Scavenges, ScavengeColumns.All, fromUnixMs, toUnixMs, static (in RowView row) => new RecordedScavenge(row.UnixMs, ScavengeColumns.Build(row)));

    /// <summary>Gets the text of a number, or null where there is none.</summary>
    public string? TextOf(long id)
    {
        if (!_texts.TryGetValue(id, out string? text))
        {
            text = _database.Word("SELECT substr(value, 1, 4096) FROM text WHERE id = $0", id);
            if (text is not null)
            {
                _texts.Add(id, text);
            }
        }

        return text;
    }

    /// <summary>Looks at everything: SQLite's own structures, and the checksum of each chunk.</summary>
    /// <returns>What is damaged, a sentence each; empty where nothing is.</returns>
    public IReadOnlyList<string> Check()
    {
        var found = _database.Rows("PRAGMA integrity_check(20)", static row => row.GetString(0));
        found.RemoveAll(static line => line is "ok");
        string[] before = [.. _warnings];
        foreach (var log in Enum.GetValues<RecordingLog>().Where(static log => log != RecordingLog.None))
        {
            string[] names = [.. Series(log).Select(static series => series.Name)];
            foreach (var block in ReadRows(log, names))
            {
                _ = block;
            }
        }

        return [.. found.Select(line => $"{Path}: {line}"), .. _warnings.Except(before, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private IEnumerable<T> ReadEvents<T>(RecordingLog log, IReadOnlyList<Column> columns, long from, long to, BuildRow<T> build)
    {
        string[] names = [.. columns.Select(static column => column.Name)];
        foreach (var block in ReadRows(log, names, from, to))
        {
            for (int row = 0; row < block.TimesUnixMs.Length && block.WidthMs == 0; row++)
            {
                if (block.TimesUnixMs[row] >= from && block.TimesUnixMs[row] <= to)
                {
                    yield return build(new RowView(block, row, TextOf));
                }
            }
        }
    }

    private static IEnumerable<(RowBlock Block, int Row)> Spaced(IEnumerable<RowBlock> blocks, long from, long to, double spacingMs)
    {
        (RowBlock Block, int Row)? skipped = null;
        double due = double.NegativeInfinity;
        foreach (var block in blocks)
        {
            for (int row = 0; row < block.TimesUnixMs.Length; row++)
            {
                long time = block.TimesUnixMs[row];
                if (time < from || time > to)
                {
                    continue;
                }

                if (time < due)
                {
                    skipped = (block, row);
                    continue;
                }

                (skipped, due) = (null, time + spacingMs);
                yield return (block, row);
            }
        }

        if (skipped is { } last)
        {
            yield return last;
        }
    }

    private void Warn(string warning)
    {
        if (_warnings.Count < MostWarnings)
        {
            _warnings.Add(warning);
        }
    }

    private delegate T BuildRow<out T>(in RowView row);
}
