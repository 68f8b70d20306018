using System.Globalization;
using System.Text.Json;
using Resident.Model;

namespace Resident.Sources.Prometheus;

/// <summary>Parses the answers of Prometheus' HTTP API: a matrix or a vector of a query, or a list of label
/// sets.</summary>
/// <remarks>See <see cref="PrometheusFormat"/> for a line of it. NaN and infinities are passed over: they are how a
/// metric says that it has no value.</remarks>
public static class PrometheusParser
{
    private const double MostSeconds = 253_402_300_799;

    /// <summary>Parses an answer.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="source">The address that messages use.</param>
    /// <exception cref="MalformedInputException">It is no JSON, or no answer of this API.</exception>
    /// <exception cref="HttpRequestException">It says that the query failed.</exception>
    public static PrometheusAnswer Parse(ReadOnlySpan<byte> json, string source)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
        try
        {
            return ReadAnswer(ref reader, source);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new MalformedInputException($"{source}: Expected the JSON of Prometheus' API, found what is none: {MalformedInputException.Quote(problem.Message)}", problem);
        }
    }

    /// <summary>Finds the words of an answer that tells an error.</summary>
    /// <returns>Null where it is no such answer.</returns>
    public static string? FindError(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("error"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? MalformedInputException.Quote(reader.GetString()!) : null;
                }
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // A proxy's page, or a text: it tells nothing that a person should read here.
        }

        return null;
    }

    private static PrometheusAnswer ReadAnswer(ref Utf8JsonReader reader, string source)
    {
        var answer = new PrometheusAnswer();
        string? status = null;
        string? error = null;
        bool hasData = false;
        Expect(ref reader, JsonTokenType.StartObject, source);
        while (NextName(ref reader, source) is { } name)
        {
            switch (name)
            {
                case "status":
                    status = Text(ref reader, source);
                    break;
                case "error":
                    error = Text(ref reader, source);
                    break;
                case "warnings" or "infos":
                    answer = answer with { Warnings = [.. answer.Warnings, .. Texts(ref reader, source)] };
                    break;
                case "data":
                    answer = ReadData(ref reader, source, answer);
                    hasData = true;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return status is not "success" && error is not null ? throw new HttpRequestException($"{source}: The server refuses the query: {MalformedInputException.Quote(error)}")
            : status is not "success" || !hasData ? throw Unexpected(source, "\"status\":\"success\" and \"data\"", status is null ? "another document" : $"status \"{MalformedInputException.Quote(status)}\"")
            : answer;
    }

    private static PrometheusAnswer ReadData(ref Utf8JsonReader reader, string source, PrometheusAnswer answer)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            // Mimir says so where there is none.
            return answer;
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            var sets = new List<IReadOnlyDictionary<string, string>>();
            while (NextItem(ref reader, JsonTokenType.StartObject, source))
            {
                sets.Add(ReadLabels(ref reader, source));
            }

            return answer with { LabelSets = sets };
        }

        Check(ref reader, JsonTokenType.StartObject, source);
        var series = new List<PrometheusSeries>();
        while (NextName(ref reader, source) is { } name)
        {
            if (name is "result")
            {
                Check(ref reader, JsonTokenType.StartArray, source);
                while (NextItem(ref reader, JsonTokenType.StartObject, source))
                {
                    series.Add(ReadSeries(ref reader, source));
                }
            }
            else
            {
                reader.Skip();
            }
        }

        return answer with { Series = series };
    }

    private static PrometheusSeries ReadSeries(ref Utf8JsonReader reader, string source)
    {
        IReadOnlyDictionary<string, string> labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var times = new List<long>();
        var values = new List<double>();
        while (NextName(ref reader, source) is { } name)
        {
            switch (name)
            {
                case "metric":
                    Check(ref reader, JsonTokenType.StartObject, source);
                    labels = ReadLabels(ref reader, source);
                    break;
                case "values":
                    Check(ref reader, JsonTokenType.StartArray, source);
                    while (NextItem(ref reader, JsonTokenType.StartArray, source))
                    {
                        ReadPoint(ref reader, source, times, values);
                    }

                    break;
                case "value":
                    Check(ref reader, JsonTokenType.StartArray, source);
                    ReadPoint(ref reader, source, times, values);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(labels, times, values);
    }

    // [1435781430.781, "1.5"]
    private static void ReadPoint(ref Utf8JsonReader reader, string source, List<long> times, List<double> values)
    {
        Expect(ref reader, JsonTokenType.Number, source);
        if (!reader.TryGetDouble(out double seconds) || seconds is not (>= 0 and <= MostSeconds))
        {
            throw Unexpected(source, "seconds since 1970", System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
        }

        Expect(ref reader, JsonTokenType.String, source);
        string word = reader.GetString()!;
        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && word is not ("NaN" or "+Inf" or "-Inf" or "Inf"))
        {
            throw Unexpected(source, "a number in quotes", $"\"{MalformedInputException.Quote(word)}\"");
        }

        Expect(ref reader, JsonTokenType.EndArray, source);
        long time = (long)Math.Round(seconds * 1_000);
        if (times.Count > 0 && time <= times[^1])
        {
            throw Unexpected(source, "times that rise", string.Create(CultureInfo.InvariantCulture, $"{seconds} after {times[^1] / 1_000.0}"));
        }

        if (double.IsFinite(value) && word is not ("+Inf" or "-Inf" or "Inf"))
        {
            times.Add(time);
            values.Add(value);
        }
    }

    private static Dictionary<string, string> ReadLabels(ref Utf8JsonReader reader, string source)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        while (NextName(ref reader, source) is { } name)
        {
            labels[name] = Text(ref reader, source);
        }

        return labels;
    }

    private static List<string> Texts(ref Utf8JsonReader reader, string source)
    {
        var texts = new List<string>();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return texts;
        }

        Check(ref reader, JsonTokenType.StartArray, source);
        while (NextItem(ref reader, JsonTokenType.String, source))
        {
            texts.Add(MalformedInputException.Quote(reader.GetString()!));
        }

        return texts;
    }

    // The reader stands on a value's first token after this.
    private static string? NextName(ref Utf8JsonReader reader, string source)
    {
        Advance(ref reader, source);
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        Check(ref reader, JsonTokenType.PropertyName, source);
        string name = reader.GetString()!;
        Advance(ref reader, source);
        return name;
    }

    private static bool NextItem(ref Utf8JsonReader reader, JsonTokenType kind, string source)
    {
        Advance(ref reader, source);
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            return false;
        }

        Check(ref reader, kind, source);
        return true;
    }

    private static string Text(ref Utf8JsonReader reader, string source)
    {
        Check(ref reader, JsonTokenType.String, source);
        return reader.GetString()!;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType kind, string source)
    {
        Advance(ref reader, source);
        Check(ref reader, kind, source);
    }

    private static void Advance(ref Utf8JsonReader reader, string source)
    {
        if (!reader.Read())
        {
            throw Unexpected(source, "more of the answer", "its end");
        }
    }

    private static void Check(ref Utf8JsonReader reader, JsonTokenType kind, string source)
    {
        if (reader.TokenType != kind)
        {
            throw Unexpected(source, $"{kind}", string.Create(CultureInfo.InvariantCulture, $"{reader.TokenType} at byte {reader.TokenStartIndex}"));
        }
    }

    private static MalformedInputException Unexpected(string source, string expected, string found) =>
        new($"{source}: Expected an answer of Prometheus' API with {expected}, found {found}.");
}
