using System.Text.Json;

namespace Resident.Web.Api;

/// <summary>Writes a window of history, schema <c>resident.series/1</c>.</summary>
/// <remarks>
/// Times are milliseconds after <c>from</c>, in <c>clocks</c>; each series names its clock, because sampled series share one
/// and GC cycles share another. <c>min</c> and <c>max</c> are left out where each column is one value. Sizes are in
/// KiB, which halves three days of them, and each series says so in <c>unit</c>.
/// </remarks>
internal static class SeriesJson
{
    private const double BytesPerKibibyte = 1024;

    /// <summary>Writes the document.</summary>
    public static void Write(Utf8JsonWriter json, SeriesSet found, WindowRequest window)
    {
        json.WriteStartObject();
        json.WriteString("schema"u8, "resident.series/1"u8);
        json.WriteString("boot"u8, found.BootId);
        json.WriteNumber("sequence"u8, found.Sequence);
        json.WriteNumber("from"u8, window.From);
        json.WriteNumber("to"u8, window.To);

        List<IReadOnlyList<long>> clocks = [];
        int[] clockOf = [.. found.Series.Select(series => ClockOf(clocks, series.Window.TimesUnixMs))];
        WriteClocks(json, clocks, window.From);
        json.WriteStartArray("series"u8);
        for (int i = 0; i < found.Series.Count; i++)
        {
            WriteSeries(json, found.Series[i], clockOf[i]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static int ClockOf(List<IReadOnlyList<long>> clocks, IReadOnlyList<long> times)
    {
        for (int i = 0; i < clocks.Count; i++)
        {
            if (ReferenceEquals(clocks[i], times) || clocks[i].SequenceEqual(times))
            {
                return i;
            }
        }

        clocks.Add(times);
        return clocks.Count - 1;
    }

    private static void WriteClocks(Utf8JsonWriter json, List<IReadOnlyList<long>> clocks, long from)
    {
        json.WriteStartArray("clocks"u8);
        foreach (var clock in clocks)
        {
            json.WriteStartArray();
            for (int i = 0; i < clock.Count; i++)
            {
                json.WriteNumberValue(clock[i] - from);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteSeries(Utf8JsonWriter json, SeriesColumns series, int clock)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, series.Description.Id);
        json.WriteString("unit"u8, series.IsBytes ? series.Description.Unit.Replace("bytes", "KiB", StringComparison.Ordinal) : series.Description.Unit);
        json.WriteNumber("clock"u8, clock);
        WriteColumn(json, "last"u8, series, series.Window.Last);
        if (!series.Window.IsRaw)
        {
            WriteColumn(json, "min"u8, series, series.Window.Min);
            WriteColumn(json, "max"u8, series, series.Window.Max);
        }

        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, ReadOnlySpan<byte> name, SeriesColumns series, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < values.Count; i++)
        {
            JsonText.WriteFigure(json, series.IsBytes ? Math.Round(values[i] / BytesPerKibibyte) : values[i]);
        }

        json.WriteEndArray();
    }
}
