using System.Text.Json;
using Resident.Model;

namespace Resident.Sources.SampleText;

/// <summary>Reads samples out of text: JSON lines of resident.sample/1, or CSV whose header has those fields' names.</summary>
/// <remarks>
/// A JSON line: <c>{"schema":"resident.sample/1","time":"2026-11-23T05:00:00Z","process":{"res":1835008}}</c>. The same as CSV: a header
/// <c>time,process.res</c> and a line <c>2026-11-23T05:00:00Z,1835008</c>. Which of the two it is the first line tells. Fields that are
/// not known are passed over. Cycles ("gc") are not read.
/// </remarks>
public sealed class SampleTextReader
{
    private const string Schema = "resident.sample/1";

    private readonly string _source;
    private readonly int _mostLineLength;
    private string[]? _header;
    private long _line;

    /// <summary>Initializes a new instance of the <see cref="SampleTextReader"/> class.</summary>
    /// <param name="source">The file's name, for errors.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    public SampleTextReader(string source, InputLimits? limits = null)
    {
        _source = source;
        _mostLineLength = (limits ?? InputLimits.Default).TraceLineBytes * 16;
    }

    /// <summary>Reads all samples, one after the other.</summary>
    /// <param name="text">The text. The caller owns it.</param>
    /// <exception cref="MalformedInputException">A line is damaged; the message has its number.</exception>
    public IEnumerable<Sample> Read(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool isFirst = true;
        bool isJson = false;
        while (text.ReadLine() is { } line)
        {
            _line++;
            if (line.Length > _mostLineLength)
            {
                throw MalformedInputException.AtLine(_source, _line, $"Expected a line of at most {_mostLineLength} characters, found {line.Length}.");
            }

            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (isFirst)
            {
                isFirst = false;
                isJson = line.TrimStart().StartsWith('{');
                if (!isJson)
                {
                    ReadHeader(line);
                    continue;
                }
            }

            yield return isJson ? ReadJson(line) : ReadRow(line);
        }
    }

    private static void Flatten(SampleFields fields, string prefix, JsonElement value, List<string> warnings)
    {
        foreach (var property in value.EnumerateObject())
        {
            string name = prefix + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Flatten(fields, name + ".", property.Value, warnings);
                    break;
                case JsonValueKind.String:
                    fields.Set(name, property.Value.GetString() ?? "");
                    break;
                case JsonValueKind.Number:
                    fields.Set(name, property.Value.GetRawText());
                    break;
                case JsonValueKind.Array when name is "warnings":
                    warnings.AddRange(property.Value.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.String).Select(static one => one.GetString()!));
                    break;
                default:
                    break;
            }
        }
    }

    private Sample ReadJson(string line)
    {
        var fields = new SampleFields(_source, _line);
        var warnings = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || (root.TryGetProperty("schema", out var schema) && !string.Equals(schema.GetString(), Schema, StringComparison.Ordinal)))
            {
                throw MalformedInputException.AtLine(_source, _line, $"Expected an object of schema {Schema}, found another one.");
            }

            Flatten(fields, "", root, warnings);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new MalformedInputException($"{_source}:{_line}: Expected one JSON object a line, found: {MalformedInputException.Quote(problem.Message)}", problem);
        }

        return fields.ToSample(warnings);
    }

    private void ReadHeader(string line)
    {
        _header = Split(line);
        if (!_header.Contains("time", StringComparer.Ordinal))
        {
            throw MalformedInputException.AtLine(
                _source, _line, $"Expected JSON lines of {Schema}, or a CSV header with a column \"time\", found \"{(line.Length <= 80 ? line : line[..79] + "…")}\".");
        }
    }

    private Sample ReadRow(string line)
    {
        string[] cells = Split(line);
        if (cells.Length != _header!.Length)
        {
            throw MalformedInputException.AtLine(_source, _line, $"Expected {_header.Length} columns as in the header, found {cells.Length}.");
        }

        var fields = new SampleFields(_source, _line);
        for (int i = 0; i < cells.Length; i++)
        {
            fields.Set(_header[i], cells[i]);
        }

        return fields.ToSample([]);
    }

    // RFC 4180, without line ends in quotes: no field of ours has one.
    private string[] Split(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(',');
        }

        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char letter = line[i];
            if (letter == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                _ = cell.Append('"');
                i++;
            }
            else if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (letter == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                _ = cell.Clear();
            }
            else
            {
                _ = cell.Append(letter);
            }
        }

        if (isQuoted)
        {
            throw MalformedInputException.AtLine(_source, _line, "Expected a closing quote before the end of the line, found none.");
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}
