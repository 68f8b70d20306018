using Resident.Sources.GoTrace.Grammar;
using Resident.Sources.GoTrace.Prefixes;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>Puts torn lines of a container's log together. Docker makes an object of each line of the container's output, and CRI's log a line
/// of each piece of it, so that the pieces stand in the texts of several lines; those of the other stream may lie between.</summary>
/// <remarks>
/// The texts of one stream, one after the other, are what the container wrote: they are searched like a plain log. What is taken out goes out of
/// the lines; one that had nothing else goes as a whole, all others stay as they were written.
/// </remarks>
internal sealed class TraceRecordTearing(TracePassThrough stream, TraceLedger ledger, TornBudget budget, TraceSplitterOptions options)
{
    private const int MostRawBytes = 1024 * 1024;

    private readonly TornSearch _search = new(options.Limits.TraceLineBytes, budget);
    private readonly List<TraceRecord> _records = [];
    private byte[] _text = [];
    private int _textCount;
    private int _raw;
    private int _body;
    private long _position = -1;
    private byte[] _stream = [];

    /// <summary>Gets a value indicating whether the beginning of a trace line beyond doubt waits for its pieces.</summary>
    public bool IsCertain => _position >= 0 && _search.IsCertain;

    /// <summary>Goes on with the search for the pieces of the line that begins at a place, or begins it.</summary>
    /// <param name="window">The bytes at hand. The container's line that it begins in is whole.</param>
    /// <param name="place">Where it begins.</param>
    public TraceVerdict Search(TraceWindow window, in TracePlace place)
    {
        long position = stream.PassedBytes + stream.TakenBytes + place.Body - window.Start;
        if (position != _position)
        {
            if (!budget.Reach(position))
            {
                return TraceVerdict.Rejected;
            }

            Begin(window, place, position);
            _position = position;
        }

        var raw = window.Data[place.RecordStart..];
        var outcome = TornOutcome.Undecided;
        while (outcome == TornOutcome.Undecided)
        {
            // One line at a time: a search that gives up early must not have cost more.
            bool appended = TryAppend(raw, out bool ends);
            if (!appended && !ends && !window.Final)
            {
                break;
            }

            outcome = _search.Advance(_text.AsSpan(0, _textCount), !appended);
        }

        if (outcome == TornOutcome.Undecided)
        {
            return TraceVerdict.Undecided(place.RecordStart);
        }

        _position = -1;
        if (outcome is TornOutcome.Failed or TornOutcome.Broken)
        {
            if (outcome == TornOutcome.Broken && place.Known)
            {
                ledger.Miss(pending: null);
            }

            return TraceVerdict.Rejected;
        }

        stream.Pass(window.Data[window.Start..place.RecordStart]);
        Report(outcome, stream.Line);
        return TraceVerdict.Taken(place.RecordStart + CutOut(raw));
    }

    private void Begin(TraceWindow window, in TracePlace place, long position)
    {
        var line = window.Data[place.RecordStart..];
        line = line[..(line.IndexOf((byte)'\n') + 1)];
        _records.Clear();
        (_textCount, _raw) = (0, 0);
        _body = place.Body - place.RecordStart;
        var record = TraceRecordLine.Read(line);
        _stream = record.Stream.ToArray();
        var fresh = TraceMatcher.Begin(place.Kind);
        byte[] before = Texts(stream.TailBefore(window.Data[window.Start..place.RecordStart]));
        var start = new TornStart(body: 0, place.Known, default, ledger.HintOf([]), position);
        _search.Begin(in fresh, in start, LineTime.Parse(record.Time, year: null), continues: null, before);
    }

    /// <summary>The texts of this stream's lines: they show how the program's lines begin.</summary>
    private byte[] Texts(ReadOnlySpan<byte> lines)
    {
        byte[] texts = new byte[lines.Length + 1];
        int count = 0;
        while (lines.IndexOf((byte)'\n') is >= 0 and int newline)
        {
            var line = lines[..(newline + 1)];
            var record = TraceRecordLine.Read(line);
            if (record.Body > 0 && record.Stream.SequenceEqual(_stream))
            {
                count += record.Decode(line, record.Body, texts.AsSpan(count), out _);
            }

            lines = lines[(newline + 1)..];
        }

        return texts[..count];
    }

    /// <summary>Adds the next line, if it has come whole.</summary>
    /// <param name="raw">The bytes from the place on.</param>
    /// <param name="ends">Whether none can come any more: something else stands there, or enough came already.</param>
    private bool TryAppend(ReadOnlySpan<byte> raw, out bool ends)
    {
        int newline = raw[_raw..].IndexOf((byte)'\n');
        if (newline < 0 || _raw >= MostRawBytes)
        {
            ends = newline >= 0 || raw.Length - _raw >= options.Limits.TraceLineBytes;
            return false;
        }

        var line = raw.Slice(_raw, newline + 1);
        var record = TraceRecordLine.Read(line);
        ends = record.Body == 0;
        if (ends)
        {
            return false;
        }

        int body = _raw == 0 ? _body : record.Body;
        int length = 0;
        int textStart = _textCount;
        if (record.Stream.SequenceEqual(_stream))
        {
            if (_text.Length < _textCount + line.Length + 1)
            {
                Array.Resize(ref _text, Math.Max(4096, (_textCount + line.Length) * 2));
            }

            _textCount += record.Decode(line, body, _text.AsSpan(_textCount), out length);
        }

        _records.Add(new TraceRecord(_raw, _raw + body, _raw + body + length, _raw + line.Length, textStart, _textCount, body > record.Body));
        _raw += line.Length;
        return true;
    }

    private void Report(TornOutcome outcome, long line)
    {
        byte[] text = _search.Text(_text);
        var match = _search.Initial;
        _ = TraceMatcher.Match(text, final: true, ref match);
        var source = ledger.Sources.Get([]);
        ledger.Begin(source, in match, line, _search.Time, torn: _search.Chosen.Count > 1);
        if (outcome == TornOutcome.Whole)
        {
            ledger.ReportPending(source, in match);
        }
        else
        {
            ledger.Drop(source);
        }
    }

    /// <summary>Takes the pieces out of their lines, and passes the rest of them on.</summary>
    /// <param name="raw">The bytes from the place on.</param>
    /// <returns>How many bytes that were.</returns>
    private int CutOut(ReadOnlySpan<byte> raw)
    {
        int textEnd = _search.Chosen[^1].End;
        int end = 0;
        foreach (var found in _records)
        {
            if (found.TextStart >= textEnd)
            {
                break;
            }

            end = found.End;
            int at = found.Start;
            int taken = _search.Chosen.Sum(piece => found.Overlap(piece).Length);
            if (taken > 0 && taken == found.TextEnd - found.TextStart && !found.IsBehindText)
            {
                stream.Take(raw[at..end]);
                continue;
            }

            if (taken == 0 && TryWhole(raw[at..end]))
            {
                continue;
            }

            var record = TraceRecordLine.Read(raw[at..end]);
            foreach (var piece in _search.Chosen)
            {
                (int offset, int length) = found.Overlap(piece);
                if (length > 0)
                {
                    var body = raw[found.Body..found.BodyEnd];
                    int from = found.Body + record.EncodedLength(body, offset);
                    int to = found.Body + record.EncodedLength(body, offset + length);
                    stream.Pass(raw[at..from]);
                    stream.Take(raw[from..to]);
                    at = to;
                }
            }

            stream.Pass(raw[at..end]);
        }

        return end;
    }

    /// <summary>A line between the pieces may hold a whole trace line: another process's, or the scavenger's.</summary>
    private bool TryWhole(ReadOnlySpan<byte> line)
    {
        var record = TraceRecordLine.Read(line);
        var anchors = default(TraceAnchors);
        if (!anchors.Find(line, 0) || anchors.At != record.Body)
        {
            return false;
        }

        byte[] text = new byte[line.Length + 1];
        int length = record.Decode(line, record.Body, text, out _);
        int after = anchors.Index == 0 ? 2 : 1;
        var kind = TraceAnchors.KindOf(anchors.Index, after < length ? text[after] : (byte)0);
        var match = TraceMatcher.Begin(kind);
        if (kind is TraceKind.None or TraceKind.AllocFree
            || TraceMatcher.Match(text.AsSpan(0, length), final: true, ref match) != MatchStatus.Done || match.Consumed != length)
        {
            return false;
        }

        long number = stream.Line;
        stream.Take(line);
        ledger.Report(ledger.Sources.Get([]), in match, number, LineTime.Parse(record.Time, year: null), repaired: false);
        return true;
    }
}
