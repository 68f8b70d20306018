using System.Globalization;
using Microsoft.Data.Sqlite;
using Resident.Model;

namespace Resident.Store.Files;

/// <summary>An open recording as SQLite sees it: the connection, its settings, and its errors in our words.</summary>
internal sealed class Database : IDisposable
{
    private const int Full = 13;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int NotDatabase = 26;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;

    // More than a recording of a year has of anything that is read at once.
    private const int MostRows = 1_000_000;
    private const int Error = 1;
    private const int Interrupted = 9;
    private const int Changed = 17;
    private const int TooBig = 18;
    private const int Mismatch = 20;
    private const int NotAllowed = 23;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    private QueryGuard? _guard;

    private Database(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
    }

    /// <summary>Gets the file.</summary>
    public string Path { get; }

    /// <summary>Opens a file for writing, and makes it where there is none.</summary>
    public static Database OpenForWriting(string path)
    {
        CreatePrivate(path);
        var database = Open(path, new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        });
        try
        {
            if (database.IsEmpty())
            {
                // Before the journal is a WAL: then the file itself is whole with the commit, and not at the first
                // checkpoint.
                database.Execute("PRAGMA auto_vacuum=INCREMENTAL");
                database.Execute("BEGIN IMMEDIATE");
                database.Execute(RecordingFormat.Schema);
                database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={RecordingFormat.ApplicationId}"));
                database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={RecordingFormat.Version}"));
                database.Execute("COMMIT");
            }

            database.CheckFormat();
            database.Execute("PRAGMA journal_mode=WAL");
            database.Execute("PRAGMA synchronous=NORMAL");
            database.Execute("PRAGMA wal_autocheckpoint=256");
            database.Execute("PRAGMA journal_size_limit=1048576");
            database.Execute("PRAGMA cache_size=-1024");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file for reading; another process may be writing it.</summary>
    public static Database OpenForReading(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file", path);
        }

        try
        {
            return OpenForReading(path, path);
        }
        catch (IOException problem) when (problem is not RecordingVersionException && !File.Exists(path + "-wal"))
        {
            // Without a log beside it a recording is one file that nobody writes, and may lie where SQLite can create none.
            string full = Uri.EscapeDataString(System.IO.Path.GetFullPath(path)).Replace("%2F", "/", StringComparison.Ordinal);
            return OpenForReading(path, $"file:{full}?immutable=1");
        }
    }

    /// <summary>Gets a prepared statement; it is kept.</summary>
    /// <param name="sql">The statement, a constant of ours, with parameters $0, $1 and so on.</param>
    /// <param name="values">The parameters' values.</param>
    public SqliteCommand Prepare(string sql, params ReadOnlySpan<object?> values)
    {
        _guard?.Begin();
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // every caller passes a constant
            command.CommandText = sql;
#pragma warning restore CA2100
            for (int i = 0; i < values.Length; i++)
            {
                _ = command.Parameters.Add(new SqliteParameter("$" + i.ToString(CultureInfo.InvariantCulture), null));
            }

            _commands.Add(sql, command);
        }

        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    /// <summary>Runs a statement.</summary>
    public void Execute(string sql, params ReadOnlySpan<object?> values)
    {
        try
        {
            _ = Prepare(sql, values).ExecuteNonQuery();
        }
        catch (SqliteException problem)
        {
            throw Translate(problem);
        }
    }

    /// <summary>Gets the number that a statement answers, or null.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values)
    {
        try
        {
            return Prepare(sql, values).ExecuteScalar() is long number ? number : null;
        }
        catch (SqliteException problem)
        {
            throw Translate(problem);
        }
    }

    /// <summary>Gets the text that a statement answers, or null.</summary>
    public string? Word(string sql, params ReadOnlySpan<object?> values)
    {
        try
        {
            return Prepare(sql, values).ExecuteScalar() as string;
        }
        catch (SqliteException problem)
        {
            throw Translate(problem);
        }
    }

    /// <summary>Gets the bytes that a statement answers, or null.</summary>
    public byte[]? Blob(string sql, params ReadOnlySpan<object?> values)
    {
        try
        {
            return Prepare(sql, values).ExecuteScalar() as byte[];
        }
        catch (SqliteException problem)
        {
            throw Translate(problem);
        }
    }

    /// <summary>Gets the rows that a statement answers, all at once.</summary>
    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        try
        {
            var rows = new List<T>();
            using var reader = Prepare(sql, values).ExecuteReader();
            while (reader.Read())
            {
                rows.Add(read(reader));
                if (rows.Count > MostRows)
                {
                    throw new MalformedInputException($"{Path}: Expected at most {MostRows} rows of a kind, found more.");
                }
            }

            return rows;
        }
        catch (SqliteException problem)
        {
            throw Translate(problem);
        }
        catch (Exception problem) when (problem is InvalidCastException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new MalformedInputException($"{Path}: A row of a table has another type than its column: {MalformedInputException.Quote(problem.Message)}", problem);
        }
    }

    /// <summary>Runs statements as one: all or nothing, and for reading at one moment.</summary>
    public void InTransaction(bool writes, Action work)
    {
        Execute(writes ? "BEGIN IMMEDIATE" : "BEGIN");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
        _connection.Dispose();
    }

    // It tells the names of files and functions, and how busy a service is: nobody else's business. What SQLite puts
    // beside it has the same rights.
    private static void CreatePrivate(string path)
    {
        if (File.Exists(path) || OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using var made = new FileStream(path, options);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // SQLite says why in its own words, or opens what another one has made just now.
        }
    }

    private static Database Open(string path, SqliteConnectionStringBuilder settings)
    {
        SqliteConnection connection;
        try
        {
            connection = new SqliteConnection(settings.ToString());
        }
        catch (Exception problem) when (problem is TypeInitializationException or DllNotFoundException)
        {
            throw new IOException("SQLite is not there: libe_sqlite3.so belongs beside the program \"resident\". Build it again, or copy both.", problem);
        }

        var database = new Database(path, connection);
        try
        {
            connection.Open();
            database._guard = new QueryGuard(connection);
            return database;
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            throw database.Translate(problem);
        }
    }

    private static Database OpenForReading(string path, string source)
    {
        var database = Open(path, new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false });
        try
        {
            database.CheckFormat();
            database.Execute("PRAGMA cache_size=-4096");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private bool IsEmpty() => Number("SELECT count(*) FROM sqlite_master") == 0;

    private void CheckFormat()
    {
        long? application = Number("PRAGMA application_id");
        if (application != RecordingFormat.ApplicationId)
        {
            throw new MalformedInputException($"{Path}: Expected a recording of Resident, found another SQLite database (application_id {application}).");
        }

        long? version = Number("PRAGMA user_version");
        if (version is not (> 0 and <= RecordingFormat.Version))
        {
            throw new RecordingVersionException(
                $"{Path}: This recording has format {version}; this Resident reads formats up to {RecordingFormat.Version}. Use the Resident that wrote it, or a newer one.");
        }

        SchemaCheck.Run(this);
    }

    private void Rollback()
    {
        try
        {
            _ = Prepare("ROLLBACK").ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }

    private Exception Translate(SqliteException problem) => problem.SqliteErrorCode switch
    {
        Full => new RecordingFullException($"{Path}: The disk is full: {problem.Message}", problem),
        InputOutput => new RecordingFullException($"{Path}: It cannot be written or read (disk full, a limit on file sizes, or a failing disk): {problem.Message}", problem),
        Corrupt => new MalformedInputException($"{Path}: The recording is damaged: {MalformedInputException.Quote(problem.Message)}", problem),
        Interrupted => new MalformedInputException($"{Path}: The recording is damaged: a look into it did not end in time.", problem),
        TooBig => new MalformedInputException($"{Path}: The recording is damaged: it has a value of more than {QueryGuard.MostValueBytes} bytes.", problem),
        Error or Changed or Mismatch or NotAllowed => new MalformedInputException($"{Path}: The recording is damaged: {MalformedInputException.Quote(problem.Message)}", problem),
        NotDatabase => new MalformedInputException($"{Path}: Expected a recording of Resident, found something that is no SQLite database.", problem),
        Busy or Locked => new IOException($"{Path}: Another program has the recording locked.", problem),
        ReadOnly => new UnauthorizedAccessException($"{Path}: It may not be written.", problem),
        CannotOpen => new IOException($"{Path}: It cannot be opened: {problem.Message}", problem),
        _ => new IOException($"{Path}: {problem.Message}", problem),
    };
}
