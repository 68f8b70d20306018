using Resident.Model;
using Resident.Store.Columns;
using Resident.Store.Encoding;

namespace Resident.Store.Files;

/// <summary>The numbers of a recording's series and texts, as its writer knows them. New ones are written with the step that brings them, and
/// forgotten when that step is not written.</summary>
internal sealed class NameTables : ITextTable
{
    private readonly Database _database;
    private readonly Dictionary<string, long> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<(RecordingLog Log, string Name), int> _series = [];
    private readonly List<string> _newTexts = [];
    private readonly List<(RecordingLog Log, string Name)> _newSeries = [];

    /// <summary>Initializes a new instance of the <see cref="NameTables"/> class with what the file has.</summary>
    public NameTables(Database database)
    {
        _database = database;
        foreach (var (id, value) in database.Rows("SELECT id, substr(value, 1, 4096) FROM text LIMIT 20001", static row => (row.GetInt64(0), row.GetString(1))))
        {
            _texts[value] = id;
        }

        foreach (var (id, log, name) in database.Rows(
            "SELECT id, log, substr(name, 1, 4096) FROM series WHERE id BETWEEN 1 AND 2147483647 AND log BETWEEN 0 AND 100 LIMIT 10000", static row => (row.GetInt32(0), (RecordingLog)row.GetInt32(1), row.GetString(2))))
        {
            _series[(log, name)] = id;
        }
    }

    /// <inheritdoc/>
    public long IdOf(string? text)
    {
        if (text is null)
        {
            return ColumnCodec.Missing;
        }

        string kept = text.Length <= RecordingFormat.MostTextLength ? text : text[..RecordingFormat.MostTextLength];
        if (_texts.TryGetValue(kept, out long id))
        {
            return id;
        }

        if (_texts.Count >= RecordingFormat.MostTexts && !string.Equals(kept, RecordingFormat.TooManyTexts, StringComparison.Ordinal))
        {
            return IdOf(RecordingFormat.TooManyTexts);
        }

        id = _database.Number("INSERT INTO text(value) VALUES($0) RETURNING id", kept) ?? 0;
        _texts.Add(kept, id);
        _newTexts.Add(kept);
        return id;
    }

    /// <summary>Gets a series' number.</summary>
    /// <returns>Null where the log has as many series as it may.</returns>
    public int? SeriesOf(RecordingLog log, Column column)
    {
        if (_series.TryGetValue((log, column.Name), out int id))
        {
            return id;
        }

        if (_series.Count >= RecordingFormat.MostSeries)
        {
            return null;
        }

        long number = _database.Number(
            "INSERT INTO series(log, name, unit, kind) VALUES($0, $1, $2, $3) RETURNING id", (int)log, column.Name, column.Unit, column.Kind) ?? 0;
        id = number is > 0 and <= int.MaxValue ? (int)number : throw new MalformedInputException(
            $"{_database.Path}: The recording is damaged: its series are numbered up to where no number is left. Record into another file.");
        _series.Add((log, column.Name), id);
        _newSeries.Add((log, column.Name));
        return id;
    }

    /// <summary>What is new is in the file now.</summary>
    public void Keep()
    {
        _newTexts.Clear();
        _newSeries.Clear();
    }

    /// <summary>What is new was not written.</summary>
    public void Forget()
    {
        _newTexts.ForEach(text => _texts.Remove(text));
        _newSeries.ForEach(series => _series.Remove(series));
        Keep();
    }
}
