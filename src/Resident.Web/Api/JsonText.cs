using System.Text.Encodings.Web;
using System.Text.Json;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>How numbers and texts are written in all JSON of the server.</summary>
internal static class JsonText
{
    private const int Decimals = 3;

    // The answers are never put into HTML, so only what JSON itself asks for is escaped.
    private static readonly JsonWriterOptions Shared = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gets the options of each writer.</summary>
    public static JsonWriterOptions Options => Shared;

    /// <summary>Writes a figure: whole ones without a fraction, others with three decimals, NaN as null.</summary>
    public static void WriteFigure(Utf8JsonWriter json, double value)
    {
        if (!double.IsFinite(value))
        {
            json.WriteNullValue();
        }
        else if (Math.Abs(value) < 1e15 && value == Math.Truncate(value))
        {
            json.WriteNumberValue((long)value);
        }
        else
        {
            json.WriteNumberValue(Math.Round(value, Decimals));
        }
    }

    /// <summary>Writes a figure under a name, nothing where there is none.</summary>
    public static void WriteFigure(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } known)
        {
            json.WritePropertyName(name);
            WriteFigure(json, known);
        }
    }

    /// <summary>Writes a list of figures under a name.</summary>
    public static void WriteFigures(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < values.Count; i++)
        {
            WriteFigure(json, values[i]);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes what a sentence says as <c>code</c> and <c>figures</c>, nothing where that is not known.</summary>
    public static void WriteWords(Utf8JsonWriter json, Wording? words)
    {
        if (words is null)
        {
            return;
        }

        json.WriteString("code"u8, words.Code);
        json.WriteStartObject("figures"u8);
        foreach (var figure in words.Figures)
        {
            json.WritePropertyName(figure.Name);
            if (figure.Number is { } number)
            {
                WriteFigure(json, number);
            }
            else
            {
                json.WriteStringValue(figure.Text);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a list of texts under a name.</summary>
    public static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < values.Count; i++)
        {
            json.WriteStringValue(values[i]);
        }

        json.WriteEndArray();
    }
}
