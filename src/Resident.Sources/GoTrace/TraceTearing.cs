namespace Resident.Sources.GoTrace;

/// <summary>Puts torn lines together: the program's output fell between two of the runtime's writes, so that the pieces of a
/// trace line stand at the beginnings of several lines.</summary>
internal sealed class TraceTearing(TracePassThrough stream, TraceLedger ledger, TraceSplitterOptions options)
{
    private const int MostLinesAhead = 64;
    private const int MostIdleAhead = 4;
    private const int MostPieces = 32;
    private const int MostIdleLines = 1000;

    /// <summary>Decides about a line that began as trace and went on as something else.</summary>
    public TraceVerdict Begin(TraceWindow window, in TracePlace place, ReadOnlySpan<byte> body, ref readonly TraceMatch broken)
    {
        var fresh = TraceMatcher.Begin(place.Kind);
        if (!IsSeamVisible(body[broken.Consumed..], window.Final))
        {
            return body.Length >= options.Limits.TraceLineBytes ? TraceVerdict.Rejected : TraceVerdict.Undecided(place.LineStart);
        }

        int seam = AppText.FindSeam(body, in fresh, broken.Consumed, stream.Head, out bool certain);
        var match = AppText.Take(body[..seam], in fresh);
        if (!TraceMatcher.IsCommitted(in match))
        {
            return place.Known && certain && seam > 0 ? LookAhead(window, place, seam, match) : TraceVerdict.Rejected;
        }

        if (!place.Known && seam < body.Length && body[seam] is (byte)'"' or (byte)'\\')
        {
            return TraceVerdict.Rejected;
        }

        long line = PassTo(window, place, out bool wholeLine, seam);
        ledger.Begin(ledger.Sources.Get(place.Prefix.Source), in match, line, ledger.TimeOf(in place.Prefix), torn: true);
        return TraceVerdict.Taken(wholeLine ? EndOfLine(window.Data, place.Body + seam) : place.Body + seam);
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

    private static bool IsSeamVisible(ReadOnlySpan<byte> rest, bool final) =>
        final || rest.Length >= TraceCandidates.SeamBytes || rest.Contains((byte)'\n');

    private static int EndOfLine(ReadOnlySpan<byte> data, int from)
    {
        int newline = data[from..].IndexOf((byte)'\n');
        return newline < 0 ? data.Length : from + newline + 1;
    }

    private static bool IsLineEnd(ReadOnlySpan<byte> rest) => rest.IsEmpty || rest[0] == '\n' || rest.StartsWith("\r\n"u8);

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
        var body = line[prefix.Length..];
        bool lineEnds = prefix.Partial && body.EndsWith("\n"u8);
        var text = lineEnds ? body[..^1] : body;
        int tail = source.Tail.Length;
        text = tail > 0 ? (byte[])[.. source.Tail, .. text[..Math.Min(text.Length, options.Limits.TraceLineBytes)]] : text;
        var match = source.Pending;
        var status = TraceMatcher.Match(text, window.Final, ref match);
        if (status == MatchStatus.Done)
        {
            int next = bodyStart + match.Consumed - tail;
            stream.Take(window.Data[window.Start..next]);
            ledger.ReportPending(source, in match);
            return TraceVerdict.Taken(next);
        }

        if (status == MatchStatus.NeedMore && !lineEnds)
        {
            return line.Length >= options.Limits.TraceLineBytes ? TraceVerdict.Rejected : TraceVerdict.Undecided(window.Start);
        }

        if (status == MatchStatus.NeedMore)
        {
            source.Pending = match;
            source.Tail = text[match.Consumed..].ToArray();
            stream.Take(line);
            return TraceVerdict.Taken(window.Start + line.Length);
        }

        return Seam(window, line, in prefix, source, text, match.Consumed);
    }

    private TraceVerdict Seam(
        TraceWindow window, ReadOnlySpan<byte> line, ref readonly LinePrefix prefix, TraceSource source, ReadOnlySpan<byte> text, int boundary)
    {
        if (!IsSeamVisible(text[boundary..], window.Final))
        {
            return TraceVerdict.Undecided(window.Start);
        }

        int seam = AppText.FindSeam(text, in source.Pending, boundary, stream.Head, out bool _);
        if (seam <= source.Tail.Length)
        {
            return TraceVerdict.Rejected;
        }

        int bodyStart = window.Start + prefix.Length;
        int next = bodyStart + seam - source.Tail.Length;
        source.Pending = AppText.Take(text[..seam], in source.Pending);
        source.Tail = [];
        source.Torn = true;
        source.IdleLines = 0;
        if (prefix.Length > 0 && IsLineEnd(text[seam..]))
        {
            stream.Take(line);
            return TraceVerdict.Taken(window.Start + line.Length);
        }

        stream.Pass(window.Data[window.Start..bodyStart]);
        stream.Take(window.Data[bodyStart..next]);
        return TraceVerdict.Taken(next);
    }

    /// <summary>Too little stands before the first seam to be sure. The lines that follow tell: with more pieces at their
    /// beginnings it was a trace line, else it was the program's own text, and nothing is lost.</summary>
    private TraceVerdict LookAhead(TraceWindow window, in TracePlace place, int seam, TraceMatch match)
    {
        var data = window.Data;
        Span<(int Start, int End)> pieces = stackalloc (int, int)[MostPieces];
        pieces[0] = (place.Body, place.Body + seam);
        int count = 1;
        int idle = 0;
        var head = data[(place.Body + seam)..];
        head = head[..Math.Min(head.Length, AppText.HeadBytes)];
        int at = EndOfLine(data, place.Body + seam);
        for (int lines = 0; lines < MostLinesAhead && idle <= MostIdleAhead && count < MostPieces; lines++)
        {
            if (at - place.LineStart >= options.Limits.TraceLineBytes || (window.Final && at >= data.Length))
            {
                return TraceVerdict.Rejected;
            }

            int end = EndOfLine(data, at);
            var found = NextPiece(data[at..end], window.Final, in place, head, ref match);
            if (found.Length == -1 || (end == data.Length && data[^1] != '\n' && !window.Final))
            {
                return data.Length - place.LineStart >= options.Limits.TraceLineBytes ? TraceVerdict.Rejected : TraceVerdict.Undecided(place.LineStart);
            }

            idle = found.Length > 0 ? 0 : idle + 1;
            if (found.Length > 0)
            {
                pieces[count++] = (at + found.Start, at + found.Start + found.Length);
            }

            if (TraceMatcher.IsCommitted(in match))
            {
                return Take(window, in place, pieces[..count], in match);
            }

            at = end;
        }

        return TraceVerdict.Rejected;
    }

    private (int Start, int Length) NextPiece(
        ReadOnlySpan<byte> line, bool final, in TracePlace place, ReadOnlySpan<byte> head, ref TraceMatch match)
    {
        var prefix = options.Prefixes && place.Prefix.Length > 0 ? LinePrefixParser.Parse(line, whole: false, final) : default;
        if (line.IsEmpty || !prefix.Source.SequenceEqual(place.Prefix.Source))
        {
            return (0, line.IsEmpty ? -1 : 0);
        }

        var body = line[prefix.Length..];
        var next = match;
        var status = TraceMatcher.Match(body, final, ref next);
        if (status == MatchStatus.NeedMore)
        {
            return (0, -1);
        }

        int seam = status == MatchStatus.Done ? 0 : AppText.FindSeam(body, in match, next.Consumed, head, out bool _);
        match = AppText.Take(body[..seam], in match);
        return (prefix.Length, seam);
    }

    private TraceVerdict Take(TraceWindow window, in TracePlace place, ReadOnlySpan<(int Start, int End)> pieces, ref readonly TraceMatch match)
    {
        int at = window.Start;
        long line = 0;
        foreach ((int start, int end) in pieces)
        {
            stream.Pass(window.Data[at..start]);
            line = line == 0 ? stream.Line : line;
            stream.Take(window.Data[start..end]);
            at = end;
        }

        ledger.Begin(ledger.Sources.Get(place.Prefix.Source), in match, line, ledger.TimeOf(in place.Prefix), torn: true);
        return TraceVerdict.Taken(at);
    }

    /// <summary>Takes out a line's first piece; with a known prefix and nothing behind it, the whole line goes.</summary>
    private long PassTo(TraceWindow window, in TracePlace place, out bool wholeLine, int seam)
    {
        var data = window.Data;
        int pieceEnd = place.Body + seam;
        wholeLine = place.Prefix.Length > 0 && IsLineEnd(data[pieceEnd..]);
        int from = wholeLine ? place.LineStart : place.Body;
        stream.Pass(data[window.Start..from]);
        long line = stream.Line;
        stream.Take(data[from..(wholeLine ? EndOfLine(data, pieceEnd) : pieceEnd)]);
        return line;
    }
}
