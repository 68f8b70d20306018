using Resident.Model;
using Resident.Store.Encoding;

namespace Resident.Store.Files;

/// <summary>Turns the tail of a log into a segment: a chunk a series instead of a row a tick.</summary>
internal sealed class Sealer
{
    private readonly Database _database;

    /// <summary>Initializes a new instance of the <see cref="Sealer"/> class.</summary>
    public Sealer(Database database)
    {
        _database = database;
    }

    /// <summary>Seals a log's tail. The caller has a transaction open.</summary>
    /// <param name="log">The log.</param>
    /// <param name="time">The series of its rows' times.</param>
    /// <remarks>What another program wrote into the tail is left out where it makes no sense: times that are none or turn back, which would take
    /// the other rows of the segment with them, and series that the log does not have, each of which would take a column.</remarks>
    public void Seal(RecordingLog log, int time)
    {
        var known = SeriesOf(log);

        // A damaged table may give rows that it does not find again to delete them: each is taken once.
        long last = long.MinValue;
        while (TakeRows(log, last) is { Count: > 0 } taken)
        {
            SealRows(log, time, known, taken);
            last = taken.Max(static row => row.Id);
            _database.Execute("DELETE FROM tail WHERE log = $0 AND id <= $1", (int)log, last);
        }
    }

    /// <summary>Gets the series that a log has.</summary>
    public HashSet<int> SeriesOf(RecordingLog log) =>
    [
        .. _database.Rows("SELECT id FROM series WHERE log = $0 AND id BETWEEN 1 AND 2147483647 ORDER BY id LIMIT 10000", static row => row.GetInt32(0), (int)log),
    ];

    private List<(long Id, long Ms, byte[] Data)> TakeRows(RecordingLog log, long last) => _database.Rows(
        "SELECT id, ms, data FROM tail WHERE log = $0 AND +id > $1 ORDER BY id LIMIT $2",
        static row => (row.GetInt64(0), row.GetInt64(1), (byte[])row.GetValue(2)),
        (int)log,
        last,
        RecordingFormat.SegmentRows);

    private void SealRows(RecordingLog log, int time, HashSet<int> known, List<(long Id, long Ms, byte[] Data)> taken)
    {
        long last = 0;
        var rows = taken.FindAll(row => PlausibleTime.Is(row.Ms) && row.Ms >= last && (last = row.Ms) >= 0);
        if (rows.Count == 0)
        {
            return;
        }

        var columns = new SortedDictionary<int, long[]> { [time] = [.. rows.Select(static row => row.Ms)] };
        for (int i = 0; i < rows.Count; i++)
        {
            _ = RowCodec.TryOpen(rows[i].Data, out var data);
            while (RowCodec.TryRead(ref data, out int series, out long value))
            {
                if (series == time || !known.Contains(series))
                {
                    continue;
                }

                if (!columns.TryGetValue(series, out long[]? column))
                {
                    column = new long[rows.Count];
                    column.AsSpan().Fill(ColumnCodec.Missing);
                    columns.Add(series, column);
                }

                column[i] = value;
            }
        }

        Write(NextSegment(), log, 0, columns.Select(static pair => (pair.Key, (IReadOnlyList<long[]>)[pair.Value])), columns[time]);
    }

    /// <summary>Writes a segment.</summary>
    /// <param name="segment">Its number.</param>
    /// <param name="log">Its log.</param>
    /// <param name="widthMs">The time that one row stands for; 0 for rows as they were recorded.</param>
    /// <param name="series">The series that have values, with their column, or the three of thinned ones.</param>
    /// <param name="times">The rows' times.</param>
    public void Write(long segment, RecordingLog log, long widthMs, IEnumerable<(int Series, IReadOnlyList<long[]> Columns)> series, long[] times)
    {
        _database.Execute(
            "INSERT INTO segment(id, log, width_ms, from_ms, to_ms, rows) VALUES($0, $1, $2, $3, $4, $5)",
            segment,
            (int)log,
            widthMs,
            times[0],
            times[^1],
            times.Length);
        foreach (var (id, columns) in series)
        {
            _database.Execute(
                "INSERT INTO chunk(id, data) VALUES($0, $1)", RecordingFormat.ChunkKey(id, segment), ColumnCodec.Encode([.. columns]));
        }
    }

    private long NextSegment()
    {
        long last = _database.Number("SELECT max(id) FROM segment") ?? 0;
        return last < RecordingFormat.LastSegment ? Math.Max(last, 0) + 1 : throw new MalformedInputException(
            $"{_database.Path}: The recording is damaged: its segments are numbered up to where no number is left. Record into another file.");
    }
}
