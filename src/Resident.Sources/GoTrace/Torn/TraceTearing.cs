using Resident.Sources.GoTrace.Grammar;
using Resident.Sources.GoTrace.Prefixes;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>Puts torn lines together: the program's output fell between two of the runtime's writes, so that the pieces of a
/// trace line stand at the beginnings of several lines.</summary>
internal sealed class TraceTearing(TracePassThrough stream, TraceLedger ledger, TornSearch search, TornBudget budget, TraceSplitterOptions options)
{
    private const int MostIdleLines = 1000;
    private const int BytesPerStep = 64;

    /// <summary>Whether nothing but a prefix stands before the line. What does not end behind a program's text is its own.</summary>
    private bool _known;

    /// <summary>Decides about a line that began as trace and went on as something else: its pieces are searched for.</summary>
    public TraceVerdict Begin(TraceWindow window, in TracePlace place, ref readonly TraceMatch broken)
    {
        var rest = window.Data[(place.Body + broken.Consumed)..];
        long position = stream.PassedBytes + stream.TakenBytes + place.LineStart - window.Start;
        if (!budget.Reach(position))
        {
            return WithText(window, place);
        }

        if (!place.Known && (!TraceMatcher.IsCommitted(in broken) || (!rest.IsEmpty && rest[0] is (byte)'"' or (byte)'\\')))
        {
            return TraceVerdict.Rejected;
        }

        stream.Pass(window.Data[window.Start..place.LineStart]);
        var fresh = TraceMatcher.Begin(place.Kind);
        _known = place.Known;
        var start = new TornStart(place.Body - place.LineStart, place.Known, place.Prefix, ledger.HintOf(place.Prefix.Source), position);
        search.Begin(in fresh, in start, ledger.TimeOf(in place.Prefix), continues: null, stream.Tail);
        return TraceVerdict.Undecided(place.LineStart);
    }

    /// <summary>Deals with what a search came to.</summary>
    /// <param name="held">The bytes from the beginning of the line on. The pieces are taken out, and the others move together.</param>
    /// <param name="outcome">What it came to.</param>
    /// <param name="wait">Whether a broken line may still go on.</param>
    /// <param name="passed">How many of the first bytes were passed on.</param>
    /// <returns>How many bytes are left, those passed on included.</returns>
    public int Settle(Span<byte> held, TornOutcome outcome, bool wait, out int passed)
    {
        passed = 0;
        budget.Spend(held.Length / BytesPerStep);
        if (outcome != TornOutcome.Whole && search.Continues is null && TakeWithText(held, out passed))
        {
            return held.Length;
        }

        if (outcome == TornOutcome.Failed || (outcome == TornOutcome.Broken && !(wait && _known)))
        {
            passed = PassAsText(held, isMissed: outcome == TornOutcome.Broken && _known);
            return held.Length;
        }

        byte[] text = search.Text(held);
        var match = search.Initial;
        _ = TraceMatcher.Match(text, final: outcome != TornOutcome.Broken, ref match);
        var source = search.Continues ?? ledger.Sources.Get(search.Key);
        if (!source.IsPending || search.Continues is null)
        {
            ledger.Begin(source, in match, stream.Line, search.Time, torn: true);
        }

        source.Pending = match;
        source.Torn = true;
        source.IdleLines = 0;
        stream.Take(text);
        source.TakenText.AddRange(text);
        int left = CutOut(held);
        if (outcome == TornOutcome.Whole)
        {
            ledger.ReportPending(source, in match);
        }
        else if (outcome == TornOutcome.Ambiguous)
        {
            ledger.Drop(source);
        }

        return left;
    }

    // What never ended may as well be the program's own text: it passes as it came.
    private int PassAsText(ReadOnlySpan<byte> held, bool isMissed)
    {
        if (isMissed)
        {
            ledger.Miss(search.Continues);
        }
        else
        {
            CountUnread(held);
        }

        int passed = Math.Min(held.Length, search.Body + 1);
        stream.Pass(held[..passed]);
        if (search.Continues is { IsPending: true } idle && ++idle.IdleLines > MostIdleLines)
        {
            ledger.Finish(idle);
        }

        return passed;
    }

    private void CountUnread(ReadOnlySpan<byte> held)
    {
        var match = search.Initial;
        _ = TraceMatcher.Match(held[Math.Min(search.Body, held.Length)..], final: true, ref match);
        ledger.CountUnread(in match);
    }

    // No piece of the line came later: it was whole, and a collector put text behind it. The line is passed on as it
    // came.
    private bool TakeWithText(ReadOnlySpan<byte> held, out int passed)
    {
        var match = search.Initial;
        passed = 0;
        if (!IsWithText(held, search.Body, _known, ref match))
        {
            return false;
        }

        passed = search.Body + match.Consumed;
        long line = stream.Line;
        stream.Pass(held[..passed]);
        ledger.Report(ledger.Sources.Get(search.Key), in match, line, search.Time, repaired: false);
        return true;
    }

    // The same where nothing may be searched for any more.
    private TraceVerdict WithText(TraceWindow window, in TracePlace place)
    {
        var match = TraceMatcher.Begin(place.Kind);
        if (!IsWithText(window.Data, place.Body, place.Known, ref match))
        {
            return TraceVerdict.Rejected;
        }

        stream.Pass(window.Data[window.Start..place.Body]);
        long line = stream.Line;
        stream.Pass(window.Data[place.Body..(place.Body + match.Consumed)]);
        ledger.Report(ledger.Sources.Get(place.Prefix.Source), in match, line, ledger.TimeOf(in place.Prefix), repaired: false);
        return TraceVerdict.Taken(place.Body + match.Consumed);
    }

    // In a sentence a line that is quoted stands behind a word; in a record, behind what separates fields.
    private bool IsWithText(ReadOnlySpan<byte> data, int body, bool known, ref TraceMatch match)
    {
        byte before = body > 0 ? data[body - 1] : stream.LastByte;
        return options.Prefixes && match.Kind == TraceKind.Gc && (known || ",;\t"u8.Contains(before)) && TraceWrapped.ReadBeforeText(data[body..], ref match);
    }

    /// <summary>Looks at a line's beginning for the next piece of a pending line.</summary>
    /// <param name="window">The bytes at hand; the line starts at its start.</param>
    /// <param name="end">The line's end, behind its newline, or the end of the bytes.</param>
    public TraceVerdict Continue(TraceWindow window, int end)
    {
        var line = window.Data[window.Start..end];
        bool ended = line[^1] == '\n' || window.Final;
        var source = Owner(line, ended, out var prefix);
        if (prefix.NeedMore && !ended)
        {
            return TraceVerdict.Undecided(window.Start);
        }

        if (source is null)
        {
            return TraceVerdict.Rejected;
        }

        var verdict = Piece(window, line, in prefix, source);
        if (verdict.Outcome == TraceOutcome.Rejected && ++source.IdleLines > MostIdleLines)
        {
            ledger.Finish(source);
        }

        return verdict;
    }

    /// <summary>Finds whose line this is, by its prefix.</summary>
    private TraceSource? Owner(ReadOnlySpan<byte> line, bool ended, out LinePrefix prefix)
    {
        prefix = default;
        if (options.Prefixes)
        {
            prefix = LinePrefixParser.Parse(line, whole: false, ended);
            foreach (var source in ledger.Sources.All)
            {
                if (source.IsPending && source.Key.Length > 0 && line.Length > source.Key.Length
                    && line.StartsWith(source.Key) && line[source.Key.Length] == ' ' && prefix.Length == 0)
                {
                    prefix.Length = source.Key.Length + 1;
                    return source;
                }
            }
        }

        var owner = prefix.Json ? null : ledger.Sources.Find(prefix.Source);
        return owner is { IsPending: true } ? owner : null;
    }

    private TraceVerdict Piece(TraceWindow window, ReadOnlySpan<byte> line, ref readonly LinePrefix prefix, TraceSource source)
    {
        int bodyStart = window.Start + prefix.Length;
        var match = source.Pending;
        var status = TraceMatcher.Match(line[prefix.Length..], window.Final, ref match);
        if (status == MatchStatus.Done)
        {
            int next = bodyStart + match.Consumed;
            stream.Take(window.Data[window.Start..next]);
            ledger.ReportPending(source, in match);
            return TraceVerdict.Taken(next);
        }

        if (status == MatchStatus.NeedMore)
        {
            return line.Length >= options.Limits.TraceLineBytes ? TraceVerdict.Rejected : TraceVerdict.Undecided(window.Start);
        }

        long position = stream.PassedBytes + stream.TakenBytes;
        if (match.Consumed == 0 || !budget.Reach(position))
        {
            return TraceVerdict.Rejected;
        }

        _known = true;
        var start = new TornStart(prefix.Length, known: true, prefix, ledger.HintOf(prefix.Source), position);
        search.Begin(in source.Pending, in start, time: null, source, stream.Tail);
        return TraceVerdict.Undecided(window.Start);
    }

    /// <summary>Moves the bytes that are not the trace's together. A prefix before a piece that is all of its line goes too.</summary>
    private int CutOut(Span<byte> held)
    {
        int to = 0;
        int from = 0;
        foreach ((int start, int end) in search.Chosen)
        {
            int cut = start;
            int lineStart = held[..start].LastIndexOf((byte)'\n') + 1;
            if (held[end - 1] == '\n' && lineStart >= from && lineStart < start && search.IsPrefix(held[lineStart..start]))
            {
                cut = lineStart;
                stream.Drop(start - cut);
            }

            held[from..cut].CopyTo(held[to..]);
            to += cut - from;
            from = end;
        }

        held[from..].CopyTo(held[to..]);
        return to + held.Length - from;
    }
}
