using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>Puts the headline together: what happened to RES, what that is and where it comes from, and what the rest
/// is.</summary>
public sealed class VerdictHeadline
{
    // Less than this share of RES is no change that a headline speaks of.
    private const double FlatShare = 0.04;
    private const double FlatBytes = 2 << 20;

    // A rest that is smaller stands beside the causes alone.
    private const double RestWorthAWord = 0.1;
    private const double NearlyAll = 0.9;
    private const double Most = 0.5;

    // Figures of a fit are a little off those of the ledger's two ends: no reason to say that another part fell.
    private const double NoMoreThanAll = 1.03;

    private readonly Verdict _verdict;
    private readonly VerdictWords _words;
    private readonly VerdictCause _first;
    private readonly long _change;
    private readonly double _little;
    private readonly string _gap;

    private VerdictHeadline(Verdict verdict, VerdictWords words)
    {
        _verdict = verdict;
        _words = words;
        _first = verdict.Causes[0];
        _change = verdict.ResTo.Bytes - verdict.ResFrom.Bytes;
        _little = Math.Max(FlatBytes, FlatShare * verdict.ResTo.Bytes);
        _gap = words.Language is "zh" ? "" : " ";
    }

    private bool IsFlat => Math.Abs(_change) < _little;

    private IEnumerable<VerdictFigure> FoundFirst => _first.Evidence.Take(1).SelectMany(static fact => fact.Figures);

    private VerdictFigure Window => VerdictFigure.Seconds("window", _verdict.Window.Length.TotalSeconds);

    private VerdictFigure Res => VerdictFigure.Bytes("res", _verdict.ResTo.Bytes);

    /// <summary>Makes the headline: one to four sentences. Names in code stand between backticks.</summary>
    public static string Make(Verdict verdict, VerdictWords words)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(words);
        var headline = new VerdictHeadline(verdict, words);
        return string.Join(headline._gap, headline.Sentences().Where(static sentence => sentence.Length > 0));
    }

    private IEnumerable<string> Sentences() => _verdict.Id switch
    {
        VerdictIds.NotSureYet => UnsureHeadline.Sentences(_verdict, _words, IsFlat),
        VerdictIds.HealthyPeriodic => [Moved(), Because()],
        VerdictIds.ResLevel when _first.Evidence is [{ Id: "swapped-out" } swapped, ..] => [Lead(), _words.Say(swapped)],
        VerdictIds.HealthySteady or VerdictIds.ResLevel => Composition(),
        VerdictIds.HealthyGcHeadroom when IsFlat => Composition(),
        VerdictIds.ResFell => [Lead(), Fall(), Giver()],
        _ when _words.Has("because:" + _verdict.Id) => [Lead(), Because()],
        _ when _first.IsLevel => [Lead(), Say("of-res-now", What(), Place(), Bytes("bytes", _first.Change.Bytes)), Unwritten()],
        _ => [Lead(), .. Cause()],
    };

    private string Lead() => _words.Say(
        IsFlat ? "lead-flat" : _first.IsLevel ? "lead-level" : _change > 0 ? "lead-grew" : "lead-fell",
        _first.IsLevel ? VerdictFigure.Change("change", _change) : Bytes("change", Math.Abs(_change)), Window, Res);

    // What RES is made of, and whether any of it is out of the ordinary: each cause of a high level has a rule, and
    // none spoke.
    private IEnumerable<string> Composition()
    {
        string parts = HeadlineParts.OfRes(_verdict, _words);
        return !IsFlat || parts.Length == 0 || Range() is not null
            ? [Moved(), parts.Length == 0 ? "" : _words.Say("made-now", Res, VerdictFigure.Word("parts", parts)), Usual()]
            : [_words.Say("lead-flat-of", Res, Window, VerdictFigure.Word("parts", parts)), Usual()];
    }

    private string Usual() => _verdict.Causes.Any(static cause => cause.IsLevel) || _verdict.RuledOut.Count == 0 ? "" : _words["usual"];

    private string Moved() => Range() is { } range
        ? _words.Say("lead-moved", Bytes("low", range.Low), Bytes("high", range.High), Window)
        : _words.Say(IsFlat ? "lead-flat" : _change > 0 ? "lead-grew" : "lead-fell", Bytes("change", Math.Abs(_change)), Window, Res);

    private (double Low, double High)? Range()
    {
        if (_verdict.Ledgers.Count <= 2)
        {
            return null;
        }

        double low = _verdict.Ledgers.Min(static ledger => ledger.Res.Bytes);
        double high = _verdict.Ledgers.Max(static ledger => ledger.Res.Bytes);
        return high - low >= _little ? (low, high) : null;
    }

    private string Because()
    {
        string id = _first.Evidence is [{ Id: { } found }, ..] && _words.Has("because:" + found) ? found : _verdict.Id;
        return _words.Say("because:" + id, [Bytes("bytes", _first.Change.Bytes), .. FoundFirst]);
    }

    // Who gave it back, where the evidence tells.
    private string Giver() => _first.Evidence is [{ Id: var id }, ..] && _words.Has("giver:" + id) ? _words["giver:" + id] : "";

    private string Fall()
    {
        string parts = HeadlineParts.OfTerms(
            _words, _verdict.Ledger.Where(static term => term.Change.Bytes < 0).Select(static term => (term.Id, -term.Change.Bytes)), -_change);
        return parts.Length == 0 ? "" : _words.Say("of-fall", VerdictFigure.Word("parts", parts));
    }

    // A part of the growth where it is one; else its own growth, and what fell meanwhile.
    private List<string> Cause()
    {
        var rest = ChangeBreakdown.Of(_verdict);
        var (bytes, headroom) = WithoutHeadroom();
        string suffix = headroom > 0 ? "-and-headroom" : "";
        bool isFreed = _change < 0 && _verdict.Id is VerdictIds.GoGarbageLateGc;
        bool isPart = !IsFlat && (isFreed || (_change > 0 && _first.Change.Bytes <= NoMoreThanAll * _change));
        string sentence = Say(
            (isPart ? "of-change" : "part-grew") + suffix, What(), Place(), Bytes("bytes", bytes), Bytes("headroom", headroom));
        return [HeadlineParts.Capital(sentence), Unwritten(), isFreed ? "" : Rest(rest, isPart)];
    }

    // What grows with the live heap is explained by it, and does not survive a GC.
    private (long Bytes, long Headroom) WithoutHeadroom()
    {
        long whole = _first.Change.Bytes;
        if (_first.Term != LedgerTermId.Live || !_first.Terms.Contains(LedgerTermId.Garbage) || !ChangeBreakdown.ExplainsMoreThanItsTerm(_verdict, _first))
        {
            return (whole, 0);
        }

        long others = _first.Terms.Where(static term => term != LedgerTermId.Live).Sum(id => Math.Max(0, ChangeOf(id)));
        long headroom = Math.Clamp(others, 0, Math.Max(0, whole - Math.Max(0, ChangeOf(LedgerTermId.Live))));
        return headroom < RestWorthAWord * whole || headroom == whole ? (whole, 0) : (ChangeBreakdown.Residual(whole, headroom), headroom);
    }

    private long ChangeOf(LedgerTermId id) => _verdict.Ledger.FirstOrDefault(term => term.Id == id)?.Change.Bytes ?? 0;

    private string Rest(ChangeBreakdown rest, bool isPart)
    {
        if (!rest.HasRest || Math.Abs(rest.Rest) < Math.Max(RestWorthAWord * Math.Abs(_change), FlatBytes / 4))
        {
            return "";
        }

        var largest = rest.RestTerms.Count > 0 ? rest.RestTerms[0] : null;
        double share = largest is null ? 0 : Math.Abs((double)largest.Change.Bytes) / Math.Abs(rest.Rest);
        if (rest.Rest < 0 || !isPart)
        {
            return largest is { Change.Bytes: < 0 } && share >= Most
                ? _words.Say("term-fell", VerdictFigure.Word("term", _words.NameOf(largest.Id)), Bytes("bytes", -largest.Change.Bytes))
                : "";
        }

        string id = share is >= NearlyAll and <= 1 / NearlyAll ? "rest-one" : share >= Most ? "rest-mostly" : "rest-spread";
        return _words.Say(id, Bytes("rest", rest.Rest), VerdictFigure.Word("part", largest is null ? "" : HeadlineParts.NameOf(_words, largest.Id)));
    }

    private string Unwritten() => _first.Evidence.Any(static fact => fact.Id is VerdictFactIds.Unwritten) ? _words["unwritten"] : "";

    private VerdictFigure What()
    {
        string id = _first.Evidence switch
        {
            [_, { Id: "trace-buffers" or "profile-buckets" } kind, ..] => kind.Id,
            [{ Id: "unread-heap-rises" or "unread-heap-rises-with-malloc" }, ..] => "unread-heap",
            _ => _verdict.Id,
        };
        return VerdictFigure.Word("what", _words.Say("what:" + id, [.. FoundFirst]));
    }

    private VerdictFigure Place()
    {
        if (_verdict.Sites is not [{ Change.Bytes: > 0 } site, ..])
        {
            return VerdictFigure.Word("place", "");
        }

        string id = _verdict.Id switch
        {
            VerdictIds.GoGoroutineLeak or VerdictIds.ThreadLeak => "place-goroutines",
            VerdictIds.GoLiveHeapLeak or VerdictIds.GoLiveHeapPlateau or VerdictIds.GoFinalizerBacklog or VerdictIds.HealthySaturating
                or VerdictIds.HealthyStep or VerdictIds.HealthyWarmup or VerdictIds.GoGoroutineHighwater
                => site.Change.Bytes >= Most * _first.Change.Bytes ? "place-most" : "place-largest",
            _ => "",
        };
        return VerdictFigure.Word("place", id.Length == 0 ? "" : HeadlineParts.Fill(_words[id], "site", VerdictWords.Place(site.Function, site.File, site.Line)));
    }

    private string Say(string id, VerdictFigure what, VerdictFigure place, params VerdictFigure[] figures) =>
        HeadlineParts.Fill(HeadlineParts.Fill(_words.Say(id, figures), "what", what.Text!), "place", place.Text!);

    private static VerdictFigure Bytes(string name, double value) => VerdictFigure.Bytes(name, value);
}
