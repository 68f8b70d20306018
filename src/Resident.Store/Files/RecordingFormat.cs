namespace Resident.Store.Files;

/// <summary>The constants of the format. docs/formats/recording.md tells how to read it without us.</summary>
internal static class RecordingFormat
{
    /// <summary>The format's version: SQLite's user_version.</summary>
    public const int Version = 1;

    /// <summary>"RSDT": SQLite's application_id, by which a recording is told from another database.</summary>
    public const int ApplicationId = 0x5253_4454;

    /// <summary>The rows of a log that are sealed together.</summary>
    public const int SegmentRows = 900;

    /// <summary>A chunk's key is its series shifted left by this, and its segment.</summary>
    public const int SegmentBits = 40;

    /// <summary>The last number that a segment may have.</summary>
    public const long LastSegment = (1L << SegmentBits) - 1;

    /// <summary>The series that has the rows' times, in each log.</summary>
    public const string TimeName = "time";

    /// <summary>The most series of one log. Figures beyond are left out.</summary>
    public const int MostSeries = 512;

    /// <summary>The most texts. Beyond, <see cref="TooManyTexts"/> stands for every new one.</summary>
    public const int MostTexts = 20_000;

    /// <summary>The most characters of a text.</summary>
    public const int MostTextLength = 4_096;

    /// <summary>Stands for texts beyond <see cref="MostTexts"/>.</summary>
    public const string TooManyTexts = "(too many different texts)";

    /// <summary>All tables.</summary>
    public const string Schema =
        """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE run(number INTEGER PRIMARY KEY, from_ms INTEGER NOT NULL, name TEXT NOT NULL, pid INTEGER, executable TEXT,
          runtime TEXT, version TEXT, module TEXT, how TEXT, started_ms INTEGER, sources TEXT NOT NULL);
        CREATE TABLE series(id INTEGER PRIMARY KEY, log INTEGER NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL,
          UNIQUE(log, name));
        CREATE TABLE text(id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE);
        CREATE TABLE segment(id INTEGER PRIMARY KEY, log INTEGER NOT NULL, width_ms INTEGER NOT NULL, from_ms INTEGER NOT NULL,
          to_ms INTEGER NOT NULL, rows INTEGER NOT NULL);
        CREATE TABLE chunk(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
        CREATE TABLE tail(id INTEGER PRIMARY KEY, log INTEGER NOT NULL, ms INTEGER NOT NULL, data BLOB NOT NULL);
        CREATE TABLE event(id INTEGER PRIMARY KEY, ms INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
        CREATE TABLE profile(id INTEGER PRIMARY KEY, ms INTEGER NOT NULL, run INTEGER NOT NULL, kind TEXT NOT NULL, hash TEXT NOT NULL,
          bytes INTEGER NOT NULL, reason TEXT NOT NULL);
        CREATE TABLE goroutines(id INTEGER PRIMARY KEY, ms INTEGER NOT NULL, run INTEGER NOT NULL, data BLOB NOT NULL);
        CREATE TABLE document(id INTEGER PRIMARY KEY, ms INTEGER NOT NULL, kind TEXT NOT NULL, data BLOB NOT NULL);
        CREATE TABLE label(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>Gets a chunk's key.</summary>
    public static long ChunkKey(int series, long segment) => ((long)series << SegmentBits) | segment;

    /// <summary>Gets the folder of a recording's profiles.</summary>
    public static string ProfileFolder(string path) => path + ".profiles";
}
