using System.Globalization;
using Resident.Store.Encoding;

namespace Resident.Store.Files;

/// <summary>Reads the rows of a log by column: sealed segments first, then the tail.</summary>
internal sealed class BlockReader
{
    private const int RememberedTimes = 512;

    // Eight petabytes, 2,000 years in microseconds: no figure of a program is larger, and sums of such figures stay
    // numbers.
    private const long MostValue = 1L << 56;

    private readonly Database _database;
    private readonly Action<string> _warn;
    private readonly Dictionary<long, long[]> _times = [];

    /// <summary>Initializes a new instance of the <see cref="BlockReader"/> class.</summary>
    /// <param name="database">The recording.</param>
    /// <param name="warn">Takes what is damaged.</param>
    public BlockReader(Database database, Action<string> warn)
    {
        _database = database;
        _warn = warn;
    }

    /// <inheritdoc cref="RecordingReader.ReadRows"/>
    public IEnumerable<RowBlock> Read(RecordingLog log, IReadOnlyList<string> names, long fromUnixMs, long toUnixMs, bool newestFirst)
    {
        var plan = MakePlan(log, names, Math.Max(fromUnixMs, PlausibleTime.LeastUnixMs), Math.Min(toUnixMs, PlausibleTime.MostUnixMs));
        var tail = ReadTail(plan);
        if (newestFirst && tail is not null)
        {
            yield return tail;
        }

        for (int i = 0; i < plan.Segments.Count; i++)
        {
            if (ReadSegment(plan, plan.Segments[newestFirst ? plan.Segments.Count - 1 - i : i]) is { } block)
            {
                yield return block;
            }
        }

        if (!newestFirst && tail is not null)
        {
            yield return tail;
        }
    }

    private Plan MakePlan(RecordingLog log, IReadOnlyList<string> names, long from, long to)
    {
        var plan = new Plan();
        _database.InTransaction(writes: false, () =>
        {
            var ids = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (name, id) in _database.Rows(
                "SELECT substr(name, 1, 4096), id FROM series WHERE log = $0 AND id BETWEEN 1 AND 2147483647 ORDER BY id LIMIT 10000", static row => (row.GetString(0), row.GetInt32(1)), (int)log))
            {
                _ = ids.TryAdd(name, id);
            }

            plan.Time = ids.GetValueOrDefault(RecordingFormat.TimeName);
            plan.Series = [.. names.Select(name => ids.TryGetValue(name, out int id) ? id : 0)];
            plan.Segments = _database.Rows(
                """
                SELECT id, width_ms, rows FROM segment
                WHERE log = $0 AND to_ms >= $1 AND from_ms <= $2 AND id BETWEEN 1 AND 1099511627775 AND width_ms BETWEEN 0 AND 31622400000 AND rows BETWEEN 1 AND 65536 ORDER BY id
                """,
                static row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
                (int)log,
                from,
                to);
            plan.Tail = _database.Rows(
                "SELECT id, ms, data FROM tail WHERE log = $0 AND ms BETWEEN $1 AND $2 ORDER BY id",
                static row => (row.GetInt64(0), row.GetInt64(1), (byte[])row.GetValue(2)),
                (int)log,
                from,
                to);
        });
        return plan;
    }

    private RowBlock? ReadSegment(Plan plan, (long Id, long WidthMs, long Rows) segment)
    {
        if (TimesOf(plan, segment) is not { } times)
        {
            return null;
        }

        long[][] min = new long[plan.Series.Length][];
        long[][] max = segment.WidthMs == 0 ? min : new long[plan.Series.Length][];
        long[][] last = segment.WidthMs == 0 ? min : new long[plan.Series.Length][];
        long[][] columns = new long[segment.WidthMs == 0 ? 1 : 3][];
        for (int i = 0; i < plan.Series.Length; i++)
        {
            bool isThere = ReadChunk(plan.Series[i], segment, columns) && columns[0].Length == times.Length;
            min[i] = isThere ? columns[0] : [];
            max[i] = isThere ? columns[columns.Length / 2] : [];
            last[i] = isThere ? columns[^1] : [];
        }

        return new RowBlock(segment.WidthMs, times, min, max, last);
    }

    private long[]? TimesOf(Plan plan, (long Id, long WidthMs, long Rows) segment)
    {
        if (_times.TryGetValue(segment.Id, out long[]? known) && known.Length == segment.Rows)
        {
            return known;
        }

        long[][] columns = new long[segment.WidthMs == 0 ? 1 : 3][];
        if (!ReadChunk(plan.Time, segment, columns))
        {
            return null;
        }

        if (_times.Count >= RememberedTimes)
        {
            _times.Clear();
        }

        long[] times = columns[^1];
        if (!PlausibleTime.AreRows(times))
        {
            _warn(string.Create(CultureInfo.InvariantCulture, $"{_database.Path}: Segment {segment.Id} ({segment.Rows} rows) is damaged and left out: its times are none."));
            return null;
        }

        return _times[segment.Id] = times;
    }

    // False where the series has no value in the segment, the segment was thinned meanwhile, or the chunk is damaged.
    private bool ReadChunk(int series, (long Id, long WidthMs, long Rows) segment, long[][] columns)
    {
        byte[]? chunk = series == 0 ? null : _database.Blob("SELECT data FROM chunk WHERE id = $0", RecordingFormat.ChunkKey(series, segment.Id));
        if (chunk is null)
        {
            return false;
        }

        if (ColumnCodec.TryDecode(chunk, columns) is not { } problem)
        {
            Array.ForEach(columns, LeaveOutImpossible);
            return true;
        }

        string? name = _database.Word("SELECT name FROM series WHERE id = $0", series);
        _warn(string.Create(
            CultureInfo.InvariantCulture, $"{_database.Path}: Series {name ?? "?"}, segment {segment.Id} ({segment.Rows} rows) is damaged and left out: {problem}."));
        return false;
    }

    private RowBlock? ReadTail(Plan plan)
    {
        if (plan.Tail.Count == 0)
        {
            return null;
        }

        long[] times = [.. plan.Tail.Select(static row => row.Ms)];
        if (!PlausibleTime.AreRows(times))
        {
            _warn($"{_database.Path}: The tail is damaged and left out: its times turn back.");
            return null;
        }

        long[][] columns = new long[plan.Series.Length][];
        var places = new Dictionary<int, int>();
        for (int i = 0; i < plan.Series.Length; i++)
        {
            columns[i] = [];
            places[plan.Series[i]] = i;
        }

        for (int row = 0; row < times.Length; row++)
        {
            bool isWhole = RowCodec.TryOpen(plan.Tail[row].Data, out var data);
            while (RowCodec.TryRead(ref data, out int series, out long value))
            {
                if (series != 0 && places.TryGetValue(series, out int place))
                {
                    Place(columns, place, times.Length)[row] = value is >= -MostValue and <= MostValue ? value : ColumnCodec.Missing;
                }
            }

            if (!isWhole || !data.IsEmpty)
            {
                _warn(string.Create(CultureInfo.InvariantCulture, $"{_database.Path}: Row {plan.Tail[row].Id} of the tail is damaged and left out."));
            }
        }

        return new RowBlock(0, times, columns, columns, columns);
    }

    private static void LeaveOutImpossible(long[] column)
    {
        for (int i = 0; i < column.Length; i++)
        {
            if (column[i] is < -MostValue or > MostValue)
            {
                column[i] = ColumnCodec.Missing;
            }
        }
    }

    private static long[] Place(long[][] columns, int place, int rows)
    {
        if (columns[place].Length == 0)
        {
            columns[place] = new long[rows];
            columns[place].AsSpan().Fill(ColumnCodec.Missing);
        }

        return columns[place];
    }

    private sealed class Plan
    {
        public int Time { get; set; }

        public int[] Series { get; set; } = [];

        public List<(long Id, long WidthMs, long Rows)> Segments { get; set; } = [];

        public List<(long Id, long Ms, byte[] Data)> Tail { get; set; } = [];
    }
}
