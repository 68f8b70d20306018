using System.Globalization;
using Resident.Reporting.Metrics;
using Resident.Store;

namespace Resident.Cli.Sessions;

/// <summary>Writes a recording as OpenMetrics text 1.0: a family a series, each value with its time.</summary>
internal static class OpenMetricsExport
{
    /// <summary>Writes the series of the samples, their own units turned into the base units of OpenMetrics.</summary>
    public static void Write(RecordingReader reader, TextWriter output, long fromUnixMs, long toUnixMs)
    {
        string labels = $"{{service=\"{MetricName.Escape(reader.Info.Name)}\"}}";
        foreach (var series in reader.Series(RecordingLog.Samples).Where(static series => series.Unit is not "text"))
        {
            WriteFamily(reader, series, output, labels, fromUnixMs, toUnixMs);
        }

        output.Write("# EOF\n");
    }

    private static void WriteFamily(RecordingReader reader, RecordedSeries series, TextWriter output, string labels, long from, long to)
    {
        var name = MetricName.Of(series.Name, series.Unit, series.Kind is "total");
        output.Write($"# TYPE {name.Family} {name.Type}\n");
        if (name.Unit.Length > 0)
        {
            output.Write($"# UNIT {name.Family} {name.Unit}\n");
        }

        string sample = name.Sample + labels;
        foreach (var block in reader.ReadRows(RecordingLog.Samples, [series.Name], from, to))
        {
            for (int row = 0; row < block.Last[0].Length; row++)
            {
                if (block.Last[0][row] != RowBlock.Missing && block.TimesUnixMs[row] >= from && block.TimesUnixMs[row] <= to)
                {
                    output.Write(string.Create(CultureInfo.InvariantCulture, $"{sample} {block.Last[0][row] * name.Factor} {block.TimesUnixMs[row] / 1000d:0.000}\n"));
                }
            }
        }
    }
}
