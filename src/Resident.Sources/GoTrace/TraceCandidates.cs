using Resident.Sources.GoTrace.Grammar;
using Resident.Sources.GoTrace.Prefixes;
using Resident.Sources.GoTrace.Torn;

namespace Resident.Sources.GoTrace;

/// <summary>Decides about a place where a trace line may begin.</summary>
internal sealed class TraceCandidates(TracePassThrough stream, TraceLedger ledger, TraceTearing tearing, TornBudget budget, TraceSplitterOptions options)
{
    private readonly TraceJsonLine _json = new(options.Limits.TraceLineBytes);
    private readonly TraceRecordTearing _records = new(stream, ledger, budget, options);

    /// <summary>Gets a value indicating whether the beginning of a trace line in a container's log is held, beyond doubt, for its pieces.</summary>
    public bool IsCertain => _records.IsCertain;

    /// <summary>Decides about one place.</summary>
    /// <param name="window">The bytes at hand.</param>
    /// <param name="at">The first byte of the anchor.</param>
    /// <param name="anchors">The anchor that was found there.</param>
    public TraceVerdict Decide(TraceWindow window, int at, ref readonly TraceAnchors anchors)
    {
        var data = window.Data;
        int lineStart = LineStart(window, at);
        bool known = IsAfterPrefix(data, lineStart, at, out var prefix);
        int record = RecordBody(data, lineStart, at, known, in prefix);
        known |= record > 0 && lineStart + record == at;
        if (!known && (!anchors.MayFollowText || IsQuote(at > 0 ? data[at - 1] : stream.LastByte)))
        {
            return options.Prefixes ? Wrapped(window, at, in anchors) : TraceVerdict.Rejected;
        }

        bool json = record > 0 && data[lineStart + record - 1] == '"';
        int start = known || json ? lineStart : at;
        int afterAnchor = at + (anchors.Index == 0 ? 2 : 1);
        if (afterAnchor >= data.Length && !window.Final)
        {
            return TraceVerdict.Undecided(start);
        }

        var kind = TraceAnchors.KindOf(anchors.Index, afterAnchor < data.Length ? data[afterAnchor] : (byte)0);
        return Line(window, new TracePlace(start, at, known, kind, prefix, record > 0 ? lineStart : -1), json);
    }

    // A field of a record that a collector made: it is passed on as it came, and the cycle told.
    private TraceVerdict Wrapped(TraceWindow window, int at, ref readonly TraceAnchors anchors)
    {
        var text = window.Data[at..];
        int afterAnchor = anchors.Index == 0 ? 2 : 1;
        var kind = TraceAnchors.KindOf(anchors.Index, afterAnchor < text.Length ? text[afterAnchor] : (byte)0);
        if (kind is TraceKind.None or TraceKind.AllocFree)
        {
            return afterAnchor >= text.Length && !window.Final ? TraceVerdict.Undecided(at) : TraceVerdict.Rejected;
        }

        var match = TraceMatcher.Begin(kind);
        var status = TraceWrapped.ReadQuoted(stream.LineBefore(window.Data[window.Start..at]), text, window.Final, ref match);
        if (status == MatchStatus.NeedMore)
        {
            return TraceVerdict.Undecided(at);
        }

        if (status == MatchStatus.Mismatch)
        {
            ledger.CountUnread(in match);
            return TraceVerdict.Rejected;
        }

        stream.Pass(window.Data[window.Start..at]);
        long line = stream.Line;
        stream.Pass(text[..match.Consumed]);
        ledger.Report(ledger.Sources.Get([]), in match, line, time: null, repaired: false);
        return TraceVerdict.Taken(at + match.Consumed);
    }

    private TraceVerdict Line(TraceWindow window, in TracePlace place, bool json) => place.Kind switch
    {
        TraceKind.None => TraceVerdict.Rejected,
        TraceKind.AllocFree => AllocFree(window, place),
        _ when json && !place.Known && IsOwnText(window.Data[place.Body..], place.Kind) => TraceVerdict.Rejected,
        _ => json ? Json(window, place) : Plain(window, place),
    };

    /// <summary>Tells whether nothing stands before the anchor on its line but a prefix that is known, or none.</summary>
    private bool IsAfterPrefix(ReadOnlySpan<byte> data, int lineStart, int at, out LinePrefix prefix)
    {
        prefix = default;
        if (lineStart < 0 || lineStart == at)
        {
            return lineStart == at;
        }

        if (!options.Prefixes || at - lineStart > LinePrefixParser.MostBytes)
        {
            return false;
        }

        var found = LinePrefixParser.Parse(data[lineStart..at], whole: true, final: true);
        prefix = found.Length == at - lineStart ? found : default;
        return prefix.Length > 0;
    }

    /// <summary>Finds where the text begins of the container's line that the anchor stands in; 0 where it is none.</summary>
    private int RecordBody(ReadOnlySpan<byte> data, int lineStart, int at, bool known, ref readonly LinePrefix prefix) =>
        known ? Math.Max(prefix.Record, prefix.Json ? prefix.Length : 0) : lineStart < 0 || !options.Prefixes || at - lineStart >= Math.Min(options.Limits.TraceLineBytes, TraceRecordLine.MostTextBefore) ? 0 : TraceRecordLine.BodyOf(data[lineStart..at]);

    private int LineStart(TraceWindow window, int at)
    {
        int newline = window.Data[window.Start..at].LastIndexOf((byte)'\n');
        return newline >= 0 ? window.Start + newline + 1 : stream.IsMidLine ? -1 : window.Start;
    }

    private static bool IsQuote(byte value) => value is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'\\';

    private TraceVerdict Plain(TraceWindow window, in TracePlace place)
    {
        var body = Body(window, place, out bool cut, out bool lineEnds);
        var match = TraceMatcher.Begin(place.Kind);
        if (place.Kind == TraceKind.Gc && TraceIntactLine.TryRead(body, ref match))
        {
            return Whole(window, place, in match);
        }

        match = TraceMatcher.Begin(place.Kind);
        var status = TraceMatcher.Match(body, window.Final && !cut, ref match);
        bool goesOn = status == MatchStatus.NeedMore && !lineEnds;
        if (goesOn)
        {
            return cut || window.Final ? TraceVerdict.Rejected : TraceVerdict.Undecided(place.LineStart);
        }

        if (status != MatchStatus.Done)
        {
            return match.Consumed == 0 ? TraceVerdict.Rejected : place.RecordStart < 0 ? tearing.Begin(window, place, in match) : Torn(window, place, in match, body);
        }

        return Whole(window, place, in match);
    }

    /// <summary>Searches the pieces of a line in a container's log.</summary>
    private TraceVerdict Torn(TraceWindow window, in TracePlace place, ref readonly TraceMatch match, ReadOnlySpan<byte> text)
    {
        var rest = text[match.Consumed..];
        bool quoted = !rest.IsEmpty && rest[0] is (byte)'"' or (byte)'\\';
        bool mayBe = place.Known || (TraceMatcher.IsCommitted(in match) && !quoted);
        return mayBe && window.Data[place.RecordStart..].Contains((byte)'\n') ? _records.Search(window, place)
            : mayBe && !window.Final ? TraceVerdict.Undecided(place.RecordStart) : TraceVerdict.Rejected;
    }

    private TraceVerdict Whole(TraceWindow window, in TracePlace place, ref readonly TraceMatch match)
    {
        Leave(window, place, place.Body + match.Consumed, out long line);
        ledger.Report(ledger.Sources.Get(place.Prefix.Source), in match, line, ledger.TimeOf(in place.Prefix), repaired: false);
        return TraceVerdict.Taken(place.Body + match.Consumed);
    }

    /// <summary>The bytes from the anchor on, bounded; without the newline where the container cut the line.</summary>
    private ReadOnlySpan<byte> Body(TraceWindow window, in TracePlace place, out bool cut, out bool lineEnds)
    {
        var body = window.Data[place.Body..];
        cut = body.Length >= options.Limits.TraceLineBytes;
        body = cut ? body[..options.Limits.TraceLineBytes] : body;
        int newline = place.Prefix.Partial ? body.IndexOf((byte)'\n') : -1;
        lineEnds = newline >= 0;
        return lineEnds ? body[..newline] : body;
    }

    /// <summary>Tells a program's text from trace by its first bytes, before more is decoded.</summary>
    private static bool IsOwnText(ReadOnlySpan<byte> text, TraceKind kind)
    {
        var match = TraceMatcher.Begin(kind);
        return TraceMatcher.Match(text, final: false, ref match) == MatchStatus.Mismatch && !TraceMatcher.IsCommitted(in match);
    }

    private TraceVerdict Json(TraceWindow window, in TracePlace place)
    {
        var line = window.Data[place.LineStart..];
        int newline = line.IndexOf((byte)'\n');
        if (newline < 0 || newline >= options.Limits.TraceLineBytes)
        {
            bool wait = newline < 0 && !window.Final && line.Length < options.Limits.TraceLineBytes;
            return wait ? TraceVerdict.Undecided(place.LineStart) : TraceVerdict.Rejected;
        }

        if (place.Prefix.Length == 0 && TraceJsonLine.Stream(line[..newline]).IsEmpty)
        {
            return TraceVerdict.Rejected;
        }

        var text = _json.Decode(line[(place.Body - place.LineStart)..newline]);
        var match = TraceMatcher.Begin(place.Kind);
        bool done = TraceMatcher.Match(text, final: true, ref match) == MatchStatus.Done;
        if (!done || match.Consumed != text.Length)
        {
            return match.Consumed > 0 && !done ? Torn(window, place, in match, text) : TraceVerdict.Rejected;
        }

        int next = place.LineStart + newline + 1;
        int end = place.Known ? next : place.Body + TraceJsonLine.EncodedLength(line[(place.Body - place.LineStart)..newline], text.Length);
        stream.Pass(window.Data[window.Start..(place.Known ? place.LineStart : place.Body)]);
        long number = stream.Line;
        stream.Take(window.Data[(place.Known ? place.LineStart : place.Body)..end]);
        stream.Pass(window.Data[end..next]);
        ledger.Report(ledger.Sources.Get([]), in match, number, LineTime.Parse(TraceJsonLine.Time(line[..newline]), year: null), repaired: false);
        return TraceVerdict.Taken(next);
    }

    private TraceVerdict AllocFree(TraceWindow window, in TracePlace place)
    {
        var line = window.Data[place.Body..];
        line = line[..Math.Min(line.Length, options.Limits.TraceLineBytes)];
        int newline = line.IndexOf((byte)'\n');
        if (newline < 0)
        {
            return window.Final || line.Length >= options.Limits.TraceLineBytes ? TraceVerdict.Rejected : TraceVerdict.Undecided(place.LineStart);
        }

        if (!line[..newline].TrimEnd((byte)'\r').EndsWith(")"u8))
        {
            return TraceVerdict.Rejected;
        }

        Leave(window, place, place.Body + newline + 1, out long number);
        var match = TraceMatcher.Begin(TraceKind.AllocFree);
        ledger.Report(ledger.Sources.Get(place.Prefix.Source), in match, number, ledger.TimeOf(in place.Prefix), repaired: false);
        return TraceVerdict.Taken(place.Body + newline + 1);
    }

    /// <summary>Passes on what stands before the line, and takes the line out.</summary>
    private void Leave(TraceWindow window, in TracePlace place, int end, out long line)
    {
        stream.Pass(window.Data[window.Start..place.LineStart]);
        line = stream.Line;
        stream.Take(window.Data[place.LineStart..end]);
    }
}
