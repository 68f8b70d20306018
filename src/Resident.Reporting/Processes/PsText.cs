using System.Globalization;
using Resident.Model;
using Resident.Reporting.Verdicts;

namespace Resident.Reporting.Processes;

/// <summary>Writes processes as an aligned table: PID RUNTIME VIRT RES SHR DATA HEAP GCS GOROUTINES COMMAND, and WHY before
/// the last where there is a verdict.</summary>
public static class PsText
{
    private const int WhyColumn = 9;
    private const int RuntimeColumn = 1;
    private const int LongestRuntime = 18;
    private const int ShortestCommand = 8;

    private static readonly string[] Headings = ["PID", "RUNTIME", "VIRT", "RES", "SHR", "DATA", "HEAP", "GCS", "GOROUTINES", "COMMAND"];

    /// <summary>Writes the headings and a line a process.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="rows">The processes, in the order of the lines.</param>
    /// <param name="width">The columns of the terminal: commands are cut to fit, at 8 characters at the least; 0 cuts nothing.</param>
    public static void Write(TextWriter output, IReadOnlyList<ProcessRow> rows, int width)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(rows);
        bool withWhy = rows.Any(static row => row.Why is not null);
        List<string[]> lines = withWhy
            ? [[.. Headings[..WhyColumn], "WHY", Headings[^1]], .. rows.Select(static row => (string[])[.. Cells(row)[..WhyColumn], WhyOf(row), PrintableText.OneLine(row.Command)])]
            : [Headings, .. rows.Select(Cells)];
        int commandColumn = lines[0].Length - 1;
        int[] widths = [.. Enumerable.Range(0, commandColumn).Select(column => lines.Max(line => line[column].Length))];
        int room = width == 0 ? int.MaxValue : Math.Max(ShortestCommand, width - widths.Sum() - commandColumn);
        foreach (string[] line in lines)
        {
            for (int column = 0; column < commandColumn; column++)
            {
                output.Write(column is RuntimeColumn or WhyColumn ? line[column].PadRight(widths[column]) : line[column].PadLeft(widths[column]));
                output.Write(' ');
            }

            output.WriteLine(Cut(line[commandColumn], room));
        }
    }

    private static string[] Cells(ProcessRow row) =>
    [
        row.Process.Pid.ToString(CultureInfo.InvariantCulture),
        Cut(RuntimeOf(row), LongestRuntime),
        ShortSize.Format(row.Process.Virt),
        ShortSize.Format(row.Process.Res),
        ShortSize.Format(row.Process.Shr),
        ShortSize.Format(row.Process.Data),
        ShortSize.Format(row.Go?.HeapAlloc),
        Count(row.Go?.NumGC),
        Count(row.Go?.Goroutines),
        PrintableText.OneLine(row.Command),
    ];

    private static string WhyOf(ProcessRow row) => row.Why switch
    {
        null => "-",
        { History: { } history } verdict => $"{VerdictMark.Of(verdict.Id)} {verdict.Id} since {VerdictHistoryText.Since(history, verdict.Window.To)}",
        var verdict => $"{VerdictMark.Of(verdict.Id)} {verdict.Id}",
    };

    private static string RuntimeOf(ProcessRow row)
    {
        string? version = row.Go?.Version ?? row.Runtime.Version;
        return row.Runtime.Kind switch
        {
            "go" when version is not null => version,
            "go" => row.Runtime.Era is { } era ? "go" + era.Replace(" or later", "+", StringComparison.Ordinal) : "go",
            _ => version is null ? row.Runtime.Kind : $"{row.Runtime.Kind} {version}",
        };
    }

    private static string Count(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
