using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Resident.Store.Files;

/// <summary>Holds what a recording from anywhere may make SQLite do: nothing but our statements on our tables, each
/// within a time, on values of bounded length. A file can bring views, triggers and expressions of its own, and they
/// are not run.</summary>
internal sealed class QueryGuard
{
    /// <summary>The longest text or blob that is read or written.</summary>
    public const int MostValueBytes = 32 * 1024 * 1024;

    private const int MostSqlBytes = 64 * 1024;
    private const int InstructionsPerCheck = 20_000;
    private const int MostDepth = 100;
    private const int MostColumns = 64;
    private const int MostCompound = 8;
    private const int Allowed = 0;
    private const int Denied = 1;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    private readonly delegate_progress _progress;
    private readonly strdelegate_authorizer _authorizer;
    private long _begun = Stopwatch.GetTimestamp();

    /// <summary>Initializes a new instance of the <see cref="QueryGuard"/> class on an open connection.</summary>
    public QueryGuard(SqliteConnection connection)
    {
        var handle = connection.Handle!;
        _progress = _ => Stopwatch.GetElapsedTime(_begun) > MostTime ? Denied : Allowed;
        _authorizer = Authorize;
        foreach (var (limit, most) in (ReadOnlySpan<(int, int)>)
        [
            (raw.SQLITE_LIMIT_LENGTH, MostValueBytes), (raw.SQLITE_LIMIT_SQL_LENGTH, MostSqlBytes), (raw.SQLITE_LIMIT_COLUMN, MostColumns),
            (raw.SQLITE_LIMIT_EXPR_DEPTH, MostDepth), (raw.SQLITE_LIMIT_COMPOUND_SELECT, MostCompound), (raw.SQLITE_LIMIT_ATTACHED, 0),
            (raw.SQLITE_LIMIT_TRIGGER_DEPTH, 1), (raw.SQLITE_LIMIT_WORKER_THREADS, 0),
        ])
        {
            _ = raw.sqlite3_limit(handle, limit, most);
        }

        _ = raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, out _);
        _ = raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_DEFENSIVE, 1, out _);
        _ = raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, out _);
        _ = raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_ENABLE_VIEW, 0, out _);
        raw.sqlite3_progress_handler(handle, InstructionsPerCheck, _progress, null);
        _ = raw.sqlite3_set_authorizer(handle, _authorizer, null);
    }

    /// <summary>Begins the time of the next statement.</summary>
    public void Begin() => _begun = Stopwatch.GetTimestamp();

    // What a view or a trigger asks for comes with its name.
    private static int Authorize(object user, int action, string first, string second, string database, string inner) =>
        inner is null && action is not (raw.SQLITE_ATTACH or raw.SQLITE_DETACH or raw.SQLITE_CREATE_VTABLE or raw.SQLITE_DROP_VTABLE
            or raw.SQLITE_CREATE_TRIGGER or raw.SQLITE_CREATE_TEMP_TRIGGER or raw.SQLITE_CREATE_VIEW or raw.SQLITE_CREATE_TEMP_VIEW)
            ? Allowed
            : Denied;
}
