using System.Buffers.Text;
using System.Text;
using Resident.Model;
using Resident.Sources.MemStats;

namespace Resident.Sources.OpenMetrics;

/// <summary>Parses the Go runtime's figures in the Prometheus text format and OpenMetrics, as served at /metrics.</summary>
/// <remarks><c>go_memstats_heap_inuse_bytes 4.273766e+07</c>, <c>go_info{version="go1.26.5"} 1</c>. Sources: Prometheus text format 0.0.4,
/// OpenMetrics 1.0, the collectors of client_golang. Since its version 1.12 with Go 1.17 serving it does not stop the world.</remarks>
public static class OpenMetricsParser
{
    private const int LongestName = 200;
    private const int MostValues = 100;

    /// <summary>Parses the text.</summary>
    /// <param name="text">Its bytes.</param>
    /// <param name="source">The address that messages use.</param>
    /// <param name="takenAt">When it was read.</param>
    /// <exception cref="MalformedInputException">It has none of the Go runtime's heap figures.</exception>
    public static GoMemory Parse(ReadOnlySpan<byte> text, string source, DateTimeOffset takenAt)
    {
        var builder = new MemStatsBuilder();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd((byte)'\r');
            if (line.StartsWith("go_"u8))
            {
                ReadLine(line, builder);
            }
        }

        return builder["HeapSys"] is null && builder["HeapAlloc"] is null
            ? throw new MalformedInputException(
                $"{source}: Expected metrics of a Go program with go_memstats_heap_alloc_bytes, found {builder.FigureCount} figures of the Go runtime.")
            : builder.Build("metrics", source, takenAt);
    }

    /// <summary>Reads what the collector of the process tells: the metrics process_* and go_threads, without
    /// labels.</summary>
    /// <param name="text">The text's bytes.</param>
    /// <returns>The finite values that are not negative, by name.</returns>
    public static IReadOnlyDictionary<string, double> ReadProcess(ReadOnlySpan<byte> text)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd((byte)'\r');
            bool isProcess = line.StartsWith("process_"u8) || line.StartsWith("go_threads"u8);
            int nameEnd = isProcess ? line.IndexOfAny((byte)' ', (byte)'\t', (byte)'{') : -1;
            if (nameEnd > 0 && nameEnd <= LongestName && line[nameEnd] != '{' && values.Count < MostValues && TryReadValue(line[nameEnd..], out double number))
            {
                values[Encoding.UTF8.GetString(line[..nameEnd])] = number;
            }
        }

        return values;
    }

    private static void ReadLine(ReadOnlySpan<byte> line, MemStatsBuilder builder)
    {
        int nameEnd = line.IndexOfAny((byte)' ', (byte)'\t', (byte)'{');
        if (nameEnd < 0)
        {
            return;
        }

        if (line[nameEnd] == '{')
        {
            if (line.StartsWith("go_info{"u8))
            {
                builder.Version = Label(line, "version=\""u8) ?? builder.Version;
            }

            return;
        }

        if (TryReadValue(line[nameEnd..], out double number))
        {
            GoMetricNames.Store(Encoding.UTF8.GetString(line[..nameEnd]), number, builder);
        }
    }

    // What stands behind the name: the value, and perhaps a time.
    private static bool TryReadValue(ReadOnlySpan<byte> rest, out double number)
    {
        var value = rest.Trim(" \t"u8);
        int valueEnd = value.IndexOfAny((byte)' ', (byte)'\t');
        value = valueEnd < 0 ? value : value[..valueEnd];
        return Utf8Parser.TryParse(value, out number, out int used) && used == value.Length && double.IsFinite(number) && number >= 0;
    }

    private static string? Label(ReadOnlySpan<byte> line, ReadOnlySpan<byte> start)
    {
        int at = line.IndexOf(start);
        var rest = at < 0 ? default : line[(at + start.Length)..];
        int end = rest.IndexOf((byte)'"');
        return end is > 0 and <= 200 ? Encoding.UTF8.GetString(rest[..end]) : null;
    }
}
