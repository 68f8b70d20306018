using System.Globalization;
using System.Text;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;
using Resident.Reporting.Verdicts;

namespace Resident.Reporting.Reports;

/// <summary>Writes a verdict as Markdown, for a ticket: the headline, the ledger as a table, causes, places, what to do, what was ruled out.</summary>
public sealed class VerdictMarkdown
{
    private const int MostSites = 20;

    private readonly Verdict _verdict;
    private readonly VerdictWords _words;
    private readonly TextWriter _output;

    private VerdictMarkdown(Verdict verdict, VerdictWords words, TextWriter output)
    {
        _verdict = verdict;
        _words = words;
        _output = output;
    }

    /// <summary>Writes the report. Lines end in a line feed.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="words">The language.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(Verdict verdict, VerdictWords words, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(output);
        new VerdictMarkdown(verdict, words, output).WriteAll();
    }

    /// <summary>Writes a text so that Markdown takes none of its letters for a mark. What stands between backticks stays code.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        bool isCode = false;
        foreach (char letter in text)
        {
            isCode ^= letter == '`';
            if (letter is '\n' or '\r')
            {
                _ = escaped.Append(' ');
            }
            else if (letter == '|' || (!isCode && letter is '*' or '_' or '<' or '[' or ']' or '#' or '\\'))
            {
                _ = escaped.Append('\\').Append(letter);
            }
            else
            {
                _ = escaped.Append(letter);
            }
        }

        return escaped.ToString();
    }

    private void WriteAll()
    {
        var window = _verdict.Window;
        Line("# " + Escape(VerdictHeadline.Make(_verdict, _words)));
        string confidence = _words["confidence:" + VerdictJson.NameOf(_verdict.Confidence)];
        Line($"`{_verdict.Id}` · {Escape(confidence)}: {Escape(_words.Say(_verdict.ConfidenceReason))}");
        string version = _verdict.Target.Runtime?.Version is { } known ? ", " + known : "";
        string pid = _verdict.Target.Pid is { } number ? string.Create(CultureInfo.InvariantCulture, $" (pid {number}{version})") : "";
        if (SuspectText.Sensitivity(_verdict, _words) is { Length: > 0 } sensitivity)
        {
            Line(Escape(sensitivity));
        }

        Line(string.Create(CultureInfo.InvariantCulture, $"**{Escape(_verdict.Target.Name)}**{pid}, {window.From.UtcDateTime:u} – {window.To.UtcDateTime:u}"));
        if (VerdictHistoryText.Make(_verdict, _words) is { } history)
        {
            Line(Escape(history));
        }

        WriteLedger();
        WriteCauses();
        WriteSuspects();
        WriteSites();
        WriteActions();
        WriteRuledOut();
        foreach (string warning in VerdictJson.WarningsOf(_verdict, _words))
        {
            Line("> " + Escape(warning));
        }
    }

    private void WriteLedger()
    {
        if (_verdict.Ledger.Count == 0)
        {
            return;
        }

        Line("## " + _words["heading-ledger"]);
        _output.Write($"| | {At(_verdict.Window.From)} | {At(_verdict.Window.To)} | {_words["column-change"]} | {_words["column-how"]} |\n|---|--:|--:|--:|---|\n");
        foreach (var term in _verdict.Ledger.Where(static term => term.To.Bytes != 0 || term.From.Bytes != 0))
        {
            Row(_words.NameOf(term.Id), term.From.ToString(), term.To.ToString(), VerdictWords.WriteChange(term.Change.Bytes), _words["how:" + LedgerTermNames.NameOf(term.How)]);
        }

        long change = _verdict.ResTo.Bytes - _verdict.ResFrom.Bytes;
        Row("**RES**", _verdict.ResFrom.ToString(), _verdict.ResTo.ToString(), VerdictWords.WriteChange(change), _words["adds-up"]);
        _output.Write('\n');
    }

    private void WriteCauses()
    {
        Line("## " + _words["heading-causes"]);
        foreach (var cause in _verdict.Causes)
        {
            _output.Write($"1. `{cause.Verdict}` {cause.Change}\n");
            foreach (var fact in cause.Evidence)
            {
                _output.Write($"   - {Escape(_words.Say(fact))}\n");
            }
        }

        _output.Write('\n');
        if (RestText.Make(_verdict, _words) is { Length: > 0 } rest)
        {
            Line(Escape(rest));
        }
    }

    private void WriteSuspects()
    {
        if (_verdict.Suspects.Count == 0)
        {
            return;
        }

        Line("## " + _words["heading-suspects"]);
        foreach (var suspect in _verdict.Suspects.Take(MostSites))
        {
            _output.Write($"- {Escape(SuspectText.Line(suspect, _words))}\n");
        }

        _output.Write('\n');
        Line(Escape(_words["suspect-remark"]));
    }

    private void WriteSites()
    {
        var sites = _verdict.Sites.Where(static site => site.Change.Bytes != 0).Take(MostSites).ToList();
        if (sites.Count > 0)
        {
            Line("## " + _words["heading-sites"]);
            foreach (var site in sites)
            {
                string place = site.Line > 0 ? $" `{site.File}:{site.Line.ToString(CultureInfo.InvariantCulture)}`" : "";
                _output.Write($"- {VerdictWords.WriteChange(site.Change.Bytes)} `{site.Function}`{place}\n");
            }

            _output.Write('\n');
        }

        if (_verdict.Goroutines.Count > 0)
        {
            Line("## " + _words["heading-goroutines"]);
            foreach (var group in _verdict.Goroutines.Take(MostSites))
            {
                string created = group.CreatedBy is { } frame ? _words["comma"] + _words.Say("created-by", VerdictFigure.Word("function", frame.Function)) : "";
                _output.Write(string.Create(CultureInfo.InvariantCulture, $"- {group.Change:+0;-0;0} `{group.Site?.Function ?? "?"}` {Escape(group.WaitReason ?? group.State)}{Escape(created)}\n"));
            }

            _output.Write('\n');
        }
    }

    private void WriteActions()
    {
        if (_verdict.Actions.Count == 0)
        {
            return;
        }

        Line("## " + _words["heading-actions"]);
        foreach (var action in _verdict.Actions)
        {
            string effect = action.Effect is { } bytes ? " (" + _words.Say("effect", VerdictFigure.Bytes("bytes", bytes.Bytes)) + ")" : "";
            string command = action.Command is { } line ? $" `{line}`" : "";
            _output.Write($"- {Escape(_words.Say(action.Text) + effect)}{command}\n");
        }

        _output.Write('\n');
    }

    private void WriteRuledOut()
    {
        if (_verdict.RuledOut.Count == 0)
        {
            return;
        }

        Line("## " + _words["heading-ruled-out"]);
        foreach (var each in _verdict.RuledOut)
        {
            _output.Write($"- `{each.Verdict}` {Escape(_words.Say(each.Reason))}\n");
        }

        _output.Write('\n');
    }

    // Two times of two days are told with their dates.
    private string At(DateTimeOffset time) => time.UtcDateTime.ToString(
        _verdict.Window.From.UtcDateTime.Date == _verdict.Window.To.UtcDateTime.Date ? "HH:mm:ss'Z'" : "yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private void Row(params ReadOnlySpan<string> cells)
    {
        foreach (string cell in cells)
        {
            _output.Write("| ");
            _output.Write(cell.Replace("|", "\\|", StringComparison.Ordinal));
            _output.Write(' ');
        }

        _output.Write("|\n");
    }

    private void Line(string text)
    {
        _output.Write(text);
        _output.Write("\n\n");
    }
}
