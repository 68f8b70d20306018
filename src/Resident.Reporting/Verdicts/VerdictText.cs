using System.Globalization;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>Writes a verdict for a terminal: the headline, the ledger with a bar, why, what was ruled out, what to do.</summary>
public sealed class VerdictText
{
    private const int MostWidth = 110;
    private const int BarWidth = 24;
    private const int MostSites = 6;

    // The palette's colours, in the order of the terms: 256-colour codes that read on dark and on light.
    private static readonly int[] Colors = [33, 43, 99, 245, 33, 169, 133, 138, 107, 107, 71, 240, 172, 68];

    private readonly Verdict _verdict;
    private readonly VerdictWords _words;
    private readonly TextWriter _output;
    private readonly int _width;
    private readonly bool _color;

    private VerdictText(Verdict verdict, VerdictWords words, TextWriter output, int width, bool color)
    {
        _verdict = verdict;
        _words = words;
        _output = output;
        _width = Math.Clamp(width, 60, MostWidth);
        _color = color;
    }

    // Two times of two days are told with their dates.
    private bool IsOfDays => _verdict.Window.From.ToLocalTime().Date != _verdict.Window.To.ToLocalTime().Date;

    /// <summary>Writes the report.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="words">The language.</param>
    /// <param name="output">Receives the text.</param>
    /// <param name="width">The columns of the terminal; used from 60 to 110.</param>
    /// <param name="color">Whether the terminal shows colours.</param>
    public static void Write(Verdict verdict, VerdictWords words, TextWriter output, int width, bool color)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(output);
        new VerdictText(verdict, words, output, width, color).WriteAll();
    }

    private void WriteAll()
    {
        WriteHeadline();
        WriteLedger();
        WriteCauses();
        WriteSuspects();
        WriteSites();
        WriteGoroutines();
        WriteActions();
        WriteRuledOut();
        foreach (string warning in VerdictJson.WarningsOf(_verdict, _words))
        {
            Fold("! ", warning, "33");
        }
    }

    private void WriteHeadline()
    {
        var window = _verdict.Window;
        _output.WriteLine();
        foreach (string line in TextColumns.Fold(VerdictWords.WithoutMarks(VerdictHeadline.Make(_verdict, _words)), _width - 2))
        {
            _output.WriteLine(" " + Paint(line, "1"));
        }

        _output.WriteLine();
        string mark = VerdictIds.IsLeak(_verdict.Id) ? "31;1" : VerdictIds.IsHealthy(_verdict.Id) ? "32;1" : "33;1";
        string confidence = _words["confidence:" + VerdictJson.NameOf(_verdict.Confidence)];
        Fold(" ", $"{_verdict.Id} · {confidence}: {_words.Say(_verdict.ConfidenceReason)}", mark);
        string version = _verdict.Target.Runtime?.Version is { } known ? ", " + known : "";
        string to = window.To.ToLocalTime().ToString(IsOfDays ? "yyyy-MM-dd HH:mm:ss" : "HH:mm:ss", CultureInfo.InvariantCulture);
        string times = string.Create(CultureInfo.InvariantCulture, $"{window.From.ToLocalTime():yyyy-MM-dd HH:mm:ss} – {to}");
        string counts = _words.Say(
            window.GcCycles is null ? "window-line-without-cycles" : "window-line",
            VerdictFigure.Count("samples", window.Samples),
            VerdictFigure.Count("ledgers", window.Ledgers),
            VerdictFigure.Count("cycles", window.GcCycles ?? 0));
        string pid = _verdict.Target.Pid is { } number ? string.Create(CultureInfo.InvariantCulture, $"pid {number}") : "";
        string about = (pid.Length > 0 ? pid + version : version.TrimStart(',', ' ')) is { Length: > 0 } facts ? $" ({facts})" : "";
        Fold(" ", $"{_verdict.Target.Name}{about} · {times} · {counts}", "2");
        if (_verdict.History is { } history)
        {
            string since = history.From.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            Fold(" ", _words.Say("history:" + history.Source, VerdictFigure.Word("since", since)), "2");
        }

        WriteForecast();
    }

    private void WriteForecast()
    {
        var forecast = _verdict.Forecast;
        if (forecast is { At: { } at, LimitSource: { } source })
        {
            var time = VerdictFigure.Seconds("time", (at - _verdict.Window.To).TotalSeconds);
            Fold(" ", _words.Say("forecast:" + source, VerdictFigure.Bytes("limit", forecast.Limit?.Bytes ?? 0), time), "");
        }
        else if (forecast is { Ceiling: { } ceiling } && !_verdict.Id.StartsWith("healthy-steady", StringComparison.Ordinal))
        {
            Fold(" ", _words.Say("forecast-ceiling", VerdictFigure.Bytes("ceiling", ceiling.Bytes)), "");
        }

        if (SuspectText.Sensitivity(_verdict, _words) is { Length: > 0 } sensitivity)
        {
            Fold(" ", sensitivity, "");
        }
    }

    private void WriteLedger()
    {
        if (_verdict.Ledger.Count == 0)
        {
            return;
        }

        Heading(_words["heading-ledger"]);
        int names = _verdict.Ledger.Max(term => TextColumns.WidthOf(_words.NameOf(term.Id))) + 2;
        WriteRow(
            "  " + new string(' ', names - 2), "", At(_verdict.Window.From), At(_verdict.Window.To), _words["column-change"],
            _words["column-share"], _words["column-how"], "2");
        double most = Math.Max(1, _verdict.Ledger.Max(static term => term.To.Bytes));
        foreach (var term in _verdict.Ledger)
        {
            if (term.To.Bytes == 0 && term.From.Bytes == 0)
            {
                continue;
            }

            string name = TextColumns.PadRight(_words.NameOf(term.Id), names);
            WriteRow(
                name, Bar(term, most), term.From.ToString(), term.To.ToString(), VerdictWords.WriteChange(term.Change.Bytes),
                (term.Share * 100).ToString("0", CultureInfo.InvariantCulture) + " %",
                _words["how:" + LedgerTermNames.NameOf(term.How)], IsCause(term.Id) ? "1" : "");
        }

        WriteRow(
            TextColumns.PadRight("RES", names), new string(' ', BarWidth), _verdict.ResFrom.ToString(), _verdict.ResTo.ToString(),
            VerdictWords.WriteChange(_verdict.ResTo.Bytes - _verdict.ResFrom.Bytes), "", _words["adds-up"], "1");
        WriteGroup();
    }

    private void WriteGroup()
    {
        if (_verdict.Cgroup is not { Usage: { } usage } group)
        {
            return;
        }

        var from = _verdict.CgroupFrom;
        VerdictFigure[] figures =
        [
            .. Both("usage", usage.Bytes, from?.Usage?.Bytes),
            .. BothOf("cache", group, from, "file", "cache"),
            .. BothOf("shmem", group, from, "shmem", "shmem"),
            .. BothOf("kernel", group, from, "kernel", "slab"),
        ];
        Fold(" ", _words["heading-cgroup"] + ": " + _words.Say("cgroup-line", figures), "2");
    }

    private static VerdictFigure[] BothOf(string name, CgroupMemory to, CgroupMemory? from, string v2, string v1) =>
        Both(name, VerdictPlacesJson.StatOf(to, v2, v1) ?? 0, from is null ? null : VerdictPlacesJson.StatOf(from, v2, v1) ?? 0);

    private static VerdictFigure[] Both(string name, long to, long? from) =>
        [VerdictFigure.Bytes(name, to), VerdictFigure.Change(name + "Change", from is { } before ? to - before : double.NaN)];

    private void WriteCauses()
    {
        Heading(_words["heading-causes"]);
        for (int i = 0; i < _verdict.Causes.Count; i++)
        {
            var cause = _verdict.Causes[i];
            string share = cause.Share is > 0 and <= 1.5
                ? _words["comma"] + _words.Say(cause.IsLevel ? "of-res" : "of-growth", VerdictFigure.Share("share", Math.Min(1, cause.Share)))
                : "";
            string masked = cause.Fall is { } fall ? _words["comma"] + _words.Say("is-masked", VerdictJson.FiguresOf(fall)) : "";
            string number = (i + 1).ToString(CultureInfo.InvariantCulture);
            _output.WriteLine(" " + Paint($"{number}. {cause.Verdict}", i == 0 ? "1" : "") + $"  {cause.Change}{share}{masked}");
            foreach (var fact in cause.Evidence)
            {
                Fold("    · ", VerdictWords.WithoutMarks(_words.Say(fact)), "");
            }
        }

        if (RestText.Make(_verdict, _words) is { Length: > 0 } rest)
        {
            Fold("    ", rest, "2");
        }
    }

    private void WriteSuspects()
    {
        if (_verdict.Suspects.Count == 0)
        {
            return;
        }

        Heading(_words["heading-suspects"]);
        foreach (var suspect in _verdict.Suspects.Take(MostSites))
        {
            Fold(" · ", VerdictWords.WithoutMarks(SuspectText.Line(suspect, _words)), "");
        }

        Fold("   ", _words["suspect-remark"], "2");
    }

    private void WriteSites()
    {
        var sites = _verdict.Sites.Where(static site => site.Change.Bytes > 0).Take(MostSites).ToList();
        if (sites.Count == 0)
        {
            return;
        }

        Heading(_words["heading-sites"]);
        foreach (var site in sites)
        {
            string place = site.Line > 0 ? $"  {Path.GetFileName(site.File)}:{site.Line.ToString(CultureInfo.InvariantCulture)}" : "";
            string via = site.Via.Count > 0 ? _words["comma"] + _words.Say("via", VerdictFigure.Word("function", string.Join(" → ", site.Via))) : "";
            _output.WriteLine($" {TextColumns.PadLeft(VerdictWords.WriteChange(site.Change.Bytes), 11)}  {site.Function}{Paint(place + via, "2")}");
        }
    }

    private void WriteGoroutines()
    {
        if (_verdict.Goroutines.Count == 0)
        {
            return;
        }

        Heading(_words["heading-goroutines"]);
        foreach (var group in _verdict.Goroutines.Take(MostSites))
        {
            string waits = group.WaitReason is { } reason ? _words["comma"] + _words.Say("waits", VerdictFigure.Word("reason", reason)) : _words["comma"] + group.State;
            string created = group.CreatedBy is { } frame ? _words["comma"] + _words.Say("created-by", VerdictFigure.Word("function", frame.Function)) : "";
            string change = "+" + group.Change.ToString("#,0", CultureInfo.InvariantCulture);
            _output.WriteLine($" {change,11}  {group.Site?.Function ?? "?"}{Paint(waits + created, "2")}");
        }
    }

    private void WriteActions()
    {
        if (_verdict.Actions.Count == 0)
        {
            return;
        }

        Heading(_words["heading-actions"]);
        foreach (var action in _verdict.Actions)
        {
            string effect = action.Effect is { } bytes ? " (" + _words.Say("effect", VerdictFigure.Bytes("bytes", bytes.Bytes)) + ")" : "";
            Fold(" → ", VerdictWords.WithoutMarks(_words.Say(action.Text)) + effect, "");
            if (action.Command is { } command)
            {
                _output.WriteLine("     " + Paint(command, "36"));
            }
        }
    }

    private void WriteRuledOut()
    {
        if (_verdict.RuledOut.Count == 0)
        {
            return;
        }

        Heading(_words["heading-ruled-out"]);
        foreach (var each in _verdict.RuledOut)
        {
            Fold(" ✓ ", TextColumns.PadRight(each.Verdict, 28) + VerdictWords.WithoutMarks(_words.Say(each.Reason)), "2");
        }

        _output.WriteLine();
    }

    private void WriteRow(string name, string bar, string from, string to, string change, string share, string how, string style)
    {
        const int WidestHow = 10;
        string figures = TextColumns.PadLeft(from, 12) + TextColumns.PadLeft(to, 12) + TextColumns.PadLeft(change, 12) + TextColumns.PadLeft(share, 6);
        int used = 1 + TextColumns.WidthOf(name) + figures.Length + 2;

        // Where it is narrow the bar goes first: it says what the figures say.
        bool hasBar = used + BarWidth + WidestHow <= _width;
        string drawn = !hasBar ? "" : bar.Length == 0 ? new string(' ', BarWidth) : TextColumns.PadRight(bar, _color ? 0 : BarWidth);
        bool isTold = used + (hasBar ? BarWidth : 0) + TextColumns.WidthOf(how) <= _width;
        _output.WriteLine(" " + Paint(name, style) + drawn + Paint(figures, style) + (isTold ? "  " + Paint(how, "2") : ""));
    }

    private string Bar(VerdictTerm term, double most)
    {
        const string Eighths = " ▏▎▍▌▋▊▉";
        double cells = term.To.Bytes / most * (BarWidth - 1);
        int whole = (int)cells;
        string bar = new string('█', whole) + Eighths[(int)((cells - whole) * 8)];
        return Paint(bar, "38;5;" + Colors[(int)term.Id].ToString(CultureInfo.InvariantCulture)) + new string(' ', Math.Max(0, BarWidth - whole - 1));
    }

    private bool IsCause(LedgerTermId term) => _verdict.Causes[0].Term == term;

    private string At(DateTimeOffset time) => time.ToLocalTime().ToString(IsOfDays ? "MM-dd HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);

    private void Heading(string text)
    {
        _output.WriteLine();
        _output.WriteLine(" " + Paint(text, "4"));
    }

    private void Fold(string prefix, string text, string style)
    {
        int indent = TextColumns.WidthOf(prefix);
        var lines = TextColumns.Fold(text, _width - indent - 1);
        for (int i = 0; i < lines.Count; i++)
        {
            _output.WriteLine((i == 0 ? prefix : new string(' ', indent)) + Paint(lines[i], style));
        }
    }

    private string Paint(string text, string style) => _color && style.Length > 0 && text.Length > 0 ? $"\e[{style}m{text}\e[0m" : text;
}
