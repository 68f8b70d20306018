using System.Globalization;
using System.Text;
using Resident.Store;

namespace Resident.Cli.Sessions;

/// <summary>Writes a recording as OpenMetrics text 1.0: a family a series, each value with its time.</summary>
internal static class OpenMetricsExport
{
    /// <summary>Writes the series of the samples, their own units turned into the base units of OpenMetrics.</summary>
    public static void Write(RecordingReader reader, TextWriter output, long fromUnixMs, long toUnixMs)
    {
        string labels = $"{{service=\"{Escape(reader.Info.Name)}\"}}";
        foreach (var series in reader.Series(RecordingLog.Samples).Where(static series => series.Unit is not "text"))
        {
            WriteFamily(reader, series, output, labels, fromUnixMs, toUnixMs);
        }

        output.Write("# EOF\n");
    }

    private static void WriteFamily(RecordingReader reader, RecordedSeries series, TextWriter output, string labels, long from, long to)
    {
        var (suffix, factor) = series.Unit switch
        {
            "bytes" => ("_bytes", 1),
            "ms" => ("_seconds", 1e-3),
            "us" => ("_seconds", 1e-6),
            "ns" => ("_seconds", 1e-9),
            "ppb" => ("_ratio", 1e-9),
            "percent/1000" => ("_ratio", 1e-5),
            _ => ("", 1),
        };
        string name = "resident_" + Snake(series.Name) + suffix;
        bool isCounter = series.Kind is "total";
        output.Write($"# TYPE {name} {(isCounter ? "counter" : "gauge")}\n");
        if (suffix.Length > 0)
        {
            output.Write($"# UNIT {name} {suffix[1..]}\n");
        }

        string sample = (isCounter ? name + "_total" : name) + labels;
        foreach (var block in reader.ReadRows(RecordingLog.Samples, [series.Name], from, to))
        {
            for (int row = 0; row < block.Last[0].Length; row++)
            {
                if (block.Last[0][row] != RowBlock.Missing && block.TimesUnixMs[row] >= from && block.TimesUnixMs[row] <= to)
                {
                    output.Write(string.Create(CultureInfo.InvariantCulture, $"{sample} {block.Last[0][row] * factor} {block.TimesUnixMs[row] / 1000d:0.000}\n"));
                }
            }
        }
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (char letter in name)
        {
            bool isUpper = char.IsAsciiLetterUpper(letter);
            _ = text.Append(isUpper && text.Length > 0 && char.IsAsciiLetterLower(text[^1]) ? "_" : "")
                .Append(char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_');
        }

        return text.ToString();
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
