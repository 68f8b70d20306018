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
    public void Seal(RecordingLog log, int time)
    {
        var rows = _database.Rows(
            "SELECT ms, data FROM tail WHERE log = $0 ORDER BY id", static row => (Ms: row.GetInt64(0), Data: (byte[])row.GetValue(1)), (int)log);
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
        _database.Execute("DELETE FROM tail WHERE log = $0", (int)log);
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

    private long NextSegment() => (_database.Number("SELECT max(id) FROM segment") ?? 0) + 1;
}
