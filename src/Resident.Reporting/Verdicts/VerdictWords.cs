using System.Globalization;
using System.Text;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>Says facts in words, in one language.</summary>
public sealed class VerdictWords
{
    private const string TermPrefix = "term:";

    // An exbibyte and more is no memory: such a figure comes of a slope over a millisecond.
    private const double MostBytes = 1L << 62;

    private readonly IReadOnlyDictionary<string, string>[] _tables;

    private VerdictWords(string language, params IReadOnlyDictionary<string, string>[] tables)
    {
        Language = language;
        _tables = tables;
    }

    /// <summary>Gets English.</summary>
    public static VerdictWords English { get; } = new("en", EnglishWords.Sentences, EnglishHeadlines.Sentences, EnglishRemedies.Sentences, EnglishMemoryWords.Sentences, EnglishLabels.Sentences);

    /// <summary>Gets Simplified Chinese.</summary>
    public static VerdictWords Chinese { get; } = new("zh", ChineseWords.Sentences, ChineseHeadlines.Sentences, ChineseRemedies.Sentences, ChineseMemoryWords.Sentences, ChineseLabels.Sentences);

    /// <summary>Gets the language's code: "en" or "zh".</summary>
    public string Language { get; }

    /// <summary>Gets the ids of all sentences.</summary>
    public IEnumerable<string> Ids => _tables.SelectMany(static table => table.Keys);

    /// <summary>Gets the language of a code.</summary>
    /// <returns>Null for a code that is not known.</returns>
    public static VerdictWords? Of(string code) => code switch
    {
        "en" => English,
        "zh" => Chinese,
        _ => null,
    };

    /// <summary>Gets a sentence as it stands, with its braces; the id itself where there is none.</summary>
    public string this[string id]
    {
        get
        {
            foreach (var table in _tables)
            {
                if (table.TryGetValue(id, out string? sentence))
                {
                    return sentence;
                }
            }

            return id;
        }
    }

    /// <summary>Tells whether there is a sentence of an id.</summary>
    public bool Has(string id) => _tables.Any(table => table.ContainsKey(id));

    /// <summary>Gets a term's name.</summary>
    public string NameOf(LedgerTermId term) => this[TermPrefix + LedgerTermNames.NameOf(term)];

    /// <summary>Says a fact.</summary>
    public string Say(VerdictFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return Fill(this[fact.Id], fact.Figures);
    }

    /// <summary>Says a sentence with figures.</summary>
    public string Say(string id, params IReadOnlyList<VerdictFigure> figures) => Fill(this[id], figures);

    /// <summary>Writes a figure as a person reads it.</summary>
    public string Write(VerdictFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (figure.Unit is not (FigureUnit.Text or FigureUnit.Label) && !double.IsFinite(figure.Value))
        {
            // Too few points for a slope, nothing to divide by: the sentence stands, the figure is not known.
            return this["not-known"];
        }

        return figure.Unit switch
        {
            FigureUnit.Bytes => Size(figure.Value),
            FigureUnit.Change => WriteChange(figure.Value),
            FigureUnit.BytesPerHour => Rate(figure.Value),
            FigureUnit.Share => (figure.Value * 100).ToString("0", CultureInfo.InvariantCulture) + (Language is "zh" ? "%" : " %"),
            FigureUnit.Ratio => figure.Value.ToString("0.0", CultureInfo.InvariantCulture) + "×",
            FigureUnit.Seconds => Time(figure.Value),
            FigureUnit.Count => figure.Value.ToString(figure.Value == Math.Floor(figure.Value) ? "#,0" : "#,0.0", CultureInfo.InvariantCulture),
            FigureUnit.Text => figure.Text is { } text ? (text.StartsWith(TermPrefix, StringComparison.Ordinal) ? this[text] : text.Replace('`', '\'')) : "",
            FigureUnit.Label => this[figure.Text ?? ""],
            _ => throw new ArgumentOutOfRangeException(nameof(figure), figure.Unit, "Expected a unit."),
        };
    }

    /// <summary>Writes a name in code: what stands between backticks in a sentence is shown as code where that can
    /// be.</summary>
    /// <param name="function">The function.</param>
    /// <param name="file">Its source file's path, or "".</param>
    /// <param name="line">The line; 0 where it is not known.</param>
    public static string Place(string function, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(function);
        string where = line > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({Path.GetFileName(file)}:{line})") : "";
        return $"`{function.Replace('`', '\'')}`{where}";
    }

    /// <summary>Takes the backticks away that stand around names in code.</summary>
    public static string WithoutMarks(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return sentence.Replace("`", "", StringComparison.Ordinal);
    }

    /// <summary>Writes bytes with their sign, as in "+12.3 MiB", "−4.00 MiB", "±0". What is not finite is "?".</summary>
    public static string WriteChange(double bytes)
    {
        if (!double.IsFinite(bytes))
        {
            return "?";
        }

        long rounded = Rounded(bytes);
        return Math.Abs(rounded) < 1024 ? "±0" : (rounded > 0 ? "+" : "−") + new ByteSize(Math.Abs(rounded));
    }

    /// <summary>Writes a time, as in "25 s", "6 h 20 min", "3 d".</summary>
    public string Time(double seconds)
    {
        string[] units = Language is "zh" ? ["秒", "分钟", "小时", "天"] : ["s", "min", "h", "d"];
        var (large, largeUnit, small, smallUnit) = seconds switch
        {
            < 99.5 => (Math.Round(seconds), units[0], 0, ""),
            < 90 * 60 => (Math.Round(seconds / 60), units[1], 0, ""),
            < 47.5 * 3600 => (Math.Floor(seconds / 3600), units[2], Math.Floor(seconds % 3600 / 60), units[1]),
            _ => (Math.Floor(seconds / 86_400), units[3], Math.Floor(seconds % 86_400 / 3600), units[2]),
        };
        string text = large.ToString("0", CultureInfo.InvariantCulture) + " " + largeUnit;
        return small > 0 ? $"{text} {small.ToString("0", CultureInfo.InvariantCulture)} {smallUnit}" : text;
    }

    /// <summary>Writes a slope, as in "40.0 MiB/h", "−2.00 MiB/h".</summary>
    public string Rate(double bytesPerHour) => WriteChange(bytesPerHour).TrimStart('+', '±') + (Language is "zh" ? "/小时" : "/h");

    private static string Size(double bytes) => new ByteSize(Rounded(bytes)).ToString();

    private static long Rounded(double bytes) => (long)Math.Round(Math.Clamp(bytes, -MostBytes, MostBytes));

    private string Fill(string sentence, IReadOnlyList<VerdictFigure> figures)
    {
        var text = new StringBuilder(sentence);
        foreach (var figure in figures)
        {
            _ = text.Replace("{" + figure.Name + "}", Write(figure));
            if (sentence.Contains("{abs:" + figure.Name + "}", StringComparison.Ordinal))
            {
                _ = text.Replace("{abs:" + figure.Name + "}", Write(figure).TrimStart('+', '−', '±'));
            }
        }

        return text.ToString();
    }
}
