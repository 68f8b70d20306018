using System.Globalization;
using System.Text.Json;
using Resident.Analysis.Comparison;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Reporting.Verdicts;

namespace Resident.Cli.Sessions;

/// <summary>Prints what differs between two recordings.</summary>
internal static class DiffReport
{
    private const int MostSites = 20;
    private const string LedgerPrefix = "ledger.";
    private const string GoPrefix = "go.";

    /// <summary>Prints a table of the series, and one of the functions whose bytes in use changed.</summary>
    public static void Write(TextWriter output, RecordingWindow one, RecordingWindow other, IReadOnlyList<LevelChange> rows, IReadOnlyList<SiteChange> sites)
    {
        output.WriteLine($"A  {one.Description}");
        output.WriteLine($"B  {other.Description}");
        output.WriteLine($"{"",-26}{"A",12}{"B",12}{"change",13}");
        foreach (var (name, unit, level) in rows)
        {
            string mark = double.IsNaN(level.Error) ? "  too few values to know" : level.IsSignificant ? "  differs" : "";
            output.WriteLine($"{NameOf(name),-26}{Format(level.From, unit),12}{Format(level.To, unit),12}{Signed(level.Change, unit),13}{mark}");
        }

        var changed = sites.Where(static site => site.Change != 0).Take(MostSites).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("Bytes in use by the function that allocated them, in the last heap profile of A and of B");
        foreach (var site in changed)
        {
            string mark = site.IsSignificant ? "  differs " : "          ";
            string place = site.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"  {Path.GetFileName(site.File)}:{site.Line}") : "";
            output.WriteLine($"{"",-26}{Format(site.From, "bytes"),12}{Format(site.To, "bytes"),12}{Signed(site.Change, "bytes"),13}{mark}{site.Function}{place}");
        }
    }

    /// <summary>Prints one document, schema resident.diff/1.</summary>
    public static void WriteJson(RecordingWindow one, RecordingWindow other, IReadOnlyList<LevelChange> rows, IReadOnlyList<SiteChange> sites)
    {
        using var lines = new JsonLines();
        lines.SendDocument(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("schema"u8, "resident.diff/1");
            writer.WriteString("a"u8, one.Text);
            writer.WriteString("b"u8, other.Text);
            writer.WriteStartArray("series"u8);
            foreach (var (name, unit, level) in rows)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, name);
                writer.WriteString("unit"u8, unit);
                WriteChange(writer, level.From, level.To, level.Error, level.IsSignificant);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("sites"u8);
            foreach (var site in sites)
            {
                writer.WriteStartObject();
                writer.WriteString("function"u8, site.Function);
                writer.WriteString("file"u8, site.File);
                writer.WriteNumber("line"u8, site.Line);
                WriteChange(writer, site.From, site.To, site.Error, site.IsSignificant);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void WriteChange(Utf8JsonWriter writer, double from, double to, double error, bool isSignificant)
    {
        writer.WriteNumber("from"u8, Math.Round(from, 1));
        writer.WriteNumber("to"u8, Math.Round(to, 1));
        writer.WriteNumber("change"u8, Math.Round(to - from, 1));
        if (double.IsNaN(error))
        {
            writer.WriteNull("error"u8);
            writer.WriteNull("significant"u8);
        }
        else
        {
            writer.WriteNumber("error"u8, Math.Round(error, 1));
            writer.WriteBoolean("significant"u8, isSignificant);
        }

        writer.WriteEndObject();
    }

    private static string Signed(double value, string unit) => value == 0 ? "±0" : (value > 0 ? "+" : "−") + Format(Math.Abs(value), unit);

    // The names of the fields, and of the ledger's categories, as everywhere else; the ids stand in the JSON.
    private static string NameOf(string id) => id switch
    {
        "process.res" => "RES",
        "process.rssAnon" => "RssAnon",
        "process.rssFile" => "RssFile",
        "process.swap" => "SWAP",
        "process.threads" => "Threads",
        "process.openFiles" => "Open files",
        "cgroup.usage" => "Container usage",
        "go.heapMarked" => "Live heap at the last GC",
        "go.goroutines" => "Goroutines",
        _ when id.StartsWith(LedgerPrefix, StringComparison.Ordinal) && LedgerTermNames.Find(id[LedgerPrefix.Length..]) is { } term => VerdictWords.English.NameOf(term),
        _ when id.StartsWith(GoPrefix, StringComparison.Ordinal) => char.ToUpperInvariant(id[GoPrefix.Length]) + id[(GoPrefix.Length + 1)..],
        _ => id,
    };

    private static string Format(double value, string unit) =>
        unit is "bytes" ? new ByteSize((long)value).ToString() : value.ToString("0.#", CultureInfo.InvariantCulture);
}
