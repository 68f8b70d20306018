using System.Globalization;
using Microsoft.Data.Sqlite;
using Resident.Model;

namespace Resident.Store.Files;

/// <summary>What a recording says about itself and its runs.</summary>
internal static class HeaderTables
{
    // A day: nobody samples less often.
    private const long MostIntervalMs = 86_400_000;

    /// <summary>Writes what a writer says. The name and the interval are those of the first writer.</summary>
    public static void WriteInfo(Database database, RecordingOptions options)
    {
        SetMeta(database, "writer", options.Writer);
        SetMeta(database, "tool", options.Tool);
        if (database.Word("SELECT value FROM meta WHERE key = 'name'") is null)
        {
            SetMeta(database, "name", options.Name);
            SetMeta(database, "interval_ms", ((long)options.Interval.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        }

        foreach (var (key, value) in options.Labels)
        {
            database.Execute("INSERT OR REPLACE INTO label(key, value) VALUES($0, $1)", key, value);
        }
    }

    /// <summary>Writes a run, over one of the same number.</summary>
    public static void WriteRun(Database database, RecordedRun run) => database.Execute(
        """
        INSERT OR REPLACE INTO run(number, from_ms, name, pid, executable, runtime, version, module, how, started_ms, sources)
        VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        run.Number,
        run.FromUnixMs,
        run.Name,
        run.Pid,
        run.Executable,
        run.Runtime?.Kind,
        run.Runtime?.Version,
        run.Runtime?.Module,
        run.Runtime?.How,
        run.StartedAt?.ToUnixTimeMilliseconds(),
        string.Join(' ', run.Sources));

    /// <summary>Reads what the writers said.</summary>
    public static RecordingInfo ReadInfo(Database database)
    {
        string? interval = database.Word("SELECT substr(value, 1, 20) FROM meta WHERE key = 'interval_ms'");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in database.Rows(
            "SELECT substr(key, 1, 4096), substr(value, 1, 4096) FROM label LIMIT 1000", static row => (row.GetString(0), row.GetString(1))))
        {
            labels[key] = value;
        }

        return new RecordingInfo
        {
            Version = (int)(database.Number("PRAGMA user_version") ?? 0),
            Name = database.Word("SELECT substr(name, 1, 4096) FROM run ORDER BY number DESC LIMIT 1")
                ?? database.Word("SELECT substr(value, 1, 4096) FROM meta WHERE key = 'name'") ?? Path.GetFileNameWithoutExtension(database.Path),
            Interval = long.TryParse(interval, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) && milliseconds is > 0 and <= MostIntervalMs ? TimeSpan.FromMilliseconds(milliseconds) : null,
            Tool = database.Word("SELECT substr(value, 1, 4096) FROM meta WHERE key = 'tool'"),
            Writer = database.Word("SELECT substr(value, 1, 4096) FROM meta WHERE key = 'writer'"),
            Labels = labels,
        };
    }

    /// <summary>Reads the runs, the first one first.</summary>
    public static IReadOnlyList<RecordedRun> ReadRuns(Database database) => database.Rows(
        """
        SELECT number, from_ms, substr(name, 1, 4096), pid, substr(executable, 1, 4096), substr(runtime, 1, 4096), substr(version, 1, 4096),
          substr(module, 1, 4096), substr(how, 1, 4096), started_ms, substr(sources, 1, 4096)
        FROM run WHERE number BETWEEN 0 AND 2147483647 AND from_ms BETWEEN 0 AND 32503680000000 ORDER BY number LIMIT 100000
        """,
        static row => new RecordedRun
        {
            Number = row.GetInt32(0),
            FromUnixMs = row.GetInt64(1),
            Name = row.GetString(2),
            Pid = row.IsDBNull(3) || row.GetInt64(3) is < 0 or > int.MaxValue ? null : row.GetInt32(3),
            Executable = Word(row, 4),
            Runtime = Word(row, 5) is { } kind ? new RuntimeIdentity(kind, Word(row, 6), Word(row, 7), Word(row, 8) ?? "none") : null,
            StartedAt = row.IsDBNull(9) || !PlausibleTime.Is(row.GetInt64(9)) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
            Sources = row.GetString(10).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        });

    private static string? Word(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static void SetMeta(Database database, string key, string value) =>
        database.Execute("INSERT OR REPLACE INTO meta(key, value) VALUES($0, $1)", key, value);
}
