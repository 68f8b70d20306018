using Resident.Store.Encoding;

namespace Resident.Store.Files;

/// <summary>Replaces old segments by one whose rows each stand for a stretch of time, and drops what is older still.</summary>
/// <remarks>
/// As many segments of one resolution as make a new one of about 900 rows are thinned together, so that a thinned segment is as
/// large as any other. The new one takes the number of the first, so that the order of the numbers stays the order of time.
/// </remarks>
internal sealed class Thinner
{
    private readonly Database _database;
    private readonly Sealer _sealer;

    /// <summary>Initializes a new instance of the <see cref="Thinner"/> class.</summary>
    public Thinner(Database database, Sealer sealer)
    {
        _database = database;
        _sealer = sealer;
    }

    /// <summary>Applies a policy once: thins or drops at most one group of segments of a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="policy">What is kept.</param>
    /// <param name="nowMs">The newest time of the recording.</param>
    /// <param name="isTooLarge">Whether room must be made before the time has come.</param>
    /// <returns>Whether anything was done: then there may be more.</returns>
    public bool Step(RecordingLog log, RetentionPolicy policy, long nowMs, bool isTooLarge)
    {
        for (int tier = 0; tier < policy.Tiers.Count; tier++)
        {
            var (width, keptFor) = policy.Tiers[tier];
            var segments = SegmentsOf(log, (long)width.TotalMilliseconds);
            long oldest = keptFor == TimeSpan.MaxValue ? long.MinValue : nowMs - (long)keptFor.TotalMilliseconds;
            if (tier + 1 == policy.Tiers.Count)
            {
                return DropFirst(segments, oldest, isTooLarge);
            }

            var group = GroupOf(segments, (long)policy.Tiers[tier + 1].Width.TotalMilliseconds);
            if (group.Count > 0 && (isTooLarge || group[^1].ToMs < oldest))
            {
                Thin(log, group, (long)policy.Tiers[tier + 1].Width.TotalMilliseconds);
                return true;
            }
        }

        return false;
    }

    private bool DropFirst(List<Segment> segments, long oldest, bool isTooLarge)
    {
        if (segments.Count > 0 && (isTooLarge || segments[0].ToMs < oldest))
        {
            Delete(segments[0]);
            return true;
        }

        return false;
    }

    // The oldest segments that give 900 rows, or so many that their stretch is the time of 900 rows.
    private static List<Segment> GroupOf(List<Segment> segments, long widthMs)
    {
        var group = new List<Segment>();
        foreach (var segment in segments)
        {
            group.Add(segment);
            if (group[^1].ToMs - group[0].FromMs >= widthMs * (RecordingFormat.SegmentRows - 1) || group.Count >= RecordingFormat.SegmentRows)
            {
                return group;
            }
        }

        return [];
    }

    private List<Segment> SegmentsOf(RecordingLog log, long widthMs) => _database.Rows(
        """
        SELECT id, width_ms, from_ms, to_ms FROM segment
        WHERE log = $0 AND width_ms = $1 AND id BETWEEN 1 AND 1099511627775 AND from_ms BETWEEN 0 AND to_ms AND to_ms <= 32503680000000 ORDER BY id
        """,
        static row => new Segment(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
        (int)log,
        widthMs);

    private void Thin(RecordingLog log, List<Segment> group, long widthMs)
    {
        var series = _database.Rows(
            "SELECT id, substr(name, 1, 4096) FROM series WHERE log = $0 AND id BETWEEN 1 AND 2147483647 ORDER BY id LIMIT 10000", static row => (Id: row.GetInt32(0), Name: row.GetString(1)), (int)log);
        int time = series.Find(static one => string.Equals(one.Name, RecordingFormat.TimeName, StringComparison.Ordinal)).Id;
        var times = group.ConvertAll(segment => Read(segment, time) is { } columns && PlausibleTime.AreRows(columns[^1]) ? columns[^1] : null);
        var buckets = new ThinnedColumn(widthMs);
        for (int i = 0; i < group.Count; i++)
        {
            buckets.AddTimes(times[i] ?? []);
        }

        var thinned = new List<(int Series, IReadOnlyList<long[]> Columns)>();
        foreach (var (id, _) in series)
        {
            if (id == time)
            {
                thinned.Add((id, [buckets.Times, buckets.Times, buckets.Times]));
            }
            else if (ThinOne(id, group, times, buckets) is { } columns)
            {
                thinned.Add((id, columns));
            }
        }

        group.ForEach(Delete);
        if (buckets.Times.Length > 0)
        {
            _sealer.Write(group[0].Id, log, widthMs, thinned, buckets.Times);
        }
    }

    private IReadOnlyList<long[]>? ThinOne(int series, List<Segment> group, List<long[]?> times, ThinnedColumn buckets)
    {
        buckets.Begin();
        for (int i = 0; i < group.Count; i++)
        {
            if (times[i] is { } rows && Read(group[i], series) is { } columns && columns[0].Length == rows.Length)
            {
                buckets.Add(rows, columns[0], columns[columns.Length / 2], columns[^1]);
            }
        }

        return buckets.End();
    }

    // A damaged chunk is left out here as everywhere; the reader has told of it, or never will be asked.
    private long[][]? Read(Segment segment, int series)
    {
        byte[]? chunk = _database.Blob("SELECT data FROM chunk WHERE id = $0", RecordingFormat.ChunkKey(series, segment.Id));
        long[][] columns = new long[segment.WidthMs == 0 ? 1 : 3][];
        return chunk is not null && ColumnCodec.TryDecode(chunk, columns) is null ? columns : null;
    }

    private void Delete(Segment segment)
    {
        foreach (int series in _database.Rows("SELECT id FROM series WHERE id BETWEEN 1 AND 2147483647 ORDER BY id LIMIT 10000", static row => row.GetInt32(0)))
        {
            _database.Execute("DELETE FROM chunk WHERE id = $0", RecordingFormat.ChunkKey(series, segment.Id));
        }

        _database.Execute("DELETE FROM segment WHERE id = $0", segment.Id);
    }

    private readonly record struct Segment(long Id, long WidthMs, long FromMs, long ToMs);
}
