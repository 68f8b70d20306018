using Resident.Sources.GoTrace.Grammar;
using Resident.Sources.GoTrace.Prefixes;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>Puts torn lines of docker's json-file logs together. Docker makes an object of each line of the container's output, so that the pieces
/// stand in the texts of several objects; those of the other stream may lie between.</summary>
/// <remarks>
/// The texts of one stream, one after the other, are what the container wrote: they are searched like a plain log. What is taken out goes out of
/// the objects; an object that had nothing else goes as a whole, all others stay as docker wrote them.
/// </remarks>
internal sealed class TraceJsonTearing(TracePassThrough stream, TraceLedger ledger, TraceSplitterOptions options)
{
    private const int MostRawBytes = 1024 * 1024;

    private readonly TornSearch _search = new(options.Limits.TraceLineBytes);
    private readonly List<TraceJsonObject> _objects = [];
    private byte[] _text = [];
    private int _textCount;
    private int _raw;
    private int _body;
    private long _position = -1;
    private byte[] _stream = [];

    /// <summary>Goes on with the search for the pieces of the line that begins at a place, or begins it.</summary>
    /// <param name="window">The bytes at hand. The object that the line begins in is whole.</param>
    /// <param name="place">Where it begins.</param>
    public TraceVerdict Search(TraceWindow window, in TracePlace place)
    {
        long position = stream.PassedBytes + stream.TakenBytes + place.LineStart - window.Start;
        if (position != _position)
        {
            Begin(window, place);
            _position = position;
        }

        var raw = window.Data[place.LineStart..];
        var outcome = TornOutcome.Undecided;
        while (outcome == TornOutcome.Undecided)
        {
            // One object at a time: a search that gives up early must not have cost more.
            bool appended = TryAppend(raw, out bool ends);
            if (!appended && !ends && !window.Final)
            {
                break;
            }

            outcome = _search.Advance(_text.AsSpan(0, _textCount), !appended);
        }

        if (outcome == TornOutcome.Undecided)
        {
            return TraceVerdict.Undecided(place.LineStart);
        }

        _position = -1;
        if (outcome == TornOutcome.Failed)
        {
            return TraceVerdict.Rejected;
        }

        stream.Pass(window.Data[window.Start..place.LineStart]);
        Report(outcome, stream.Line);
        return TraceVerdict.Taken(place.LineStart + CutOut(raw));
    }

    private void Begin(TraceWindow window, in TracePlace place)
    {
        var line = window.Data[place.LineStart..];
        line = line[..(line.IndexOf((byte)'\n') + 1)];
        _objects.Clear();
        (_textCount, _raw) = (0, 0);
        _body = place.Body - place.LineStart;
        _stream = TraceJsonLine.Stream(line).ToArray();
        var fresh = TraceMatcher.Begin(place.Kind);
        byte[] before = Texts(stream.TailBefore(window.Data[window.Start..place.LineStart]));
        _search.Begin(in fresh, body: 0, default, LineTime.Parse(TraceJsonLine.Time(line), year: null), continues: null, before);
    }

    /// <summary>The texts of this stream's objects in whole lines: they show how the program's lines begin.</summary>
    private byte[] Texts(ReadOnlySpan<byte> lines)
    {
        byte[] texts = new byte[lines.Length];
        int count = 0;
        while (lines.IndexOf((byte)'\n') is >= 0 and int newline)
        {
            var line = lines[..newline];
            if (line.StartsWith(TraceJsonLine.Beginning) && TraceJsonLine.Stream(line).SequenceEqual(_stream))
            {
                count += TraceJsonLine.Decode(line[TraceJsonLine.Beginning.Length..], texts.AsSpan(count), out _);
            }

            lines = lines[(newline + 1)..];
        }

        return texts[..count];
    }

    /// <summary>Adds the next object, if it has come whole.</summary>
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
        ends = _raw > 0 && !line.StartsWith(TraceJsonLine.Beginning);
        if (ends)
        {
            return false;
        }

        int body = _raw == 0 ? _body : TraceJsonLine.Beginning.Length;
        int length = 0;
        int textStart = _textCount;
        if (TraceJsonLine.Stream(line).SequenceEqual(_stream))
        {
            if (_text.Length < _textCount + line.Length)
            {
                Array.Resize(ref _text, Math.Max(4096, (_textCount + line.Length) * 2));
            }

            _textCount += TraceJsonLine.Decode(line[body..], _text.AsSpan(_textCount), out length);
        }

        _objects.Add(new TraceJsonObject(_raw, _raw + body, _raw + body + length, _raw + line.Length, textStart, _textCount));
        _raw += line.Length;
        return true;
    }

    private void Report(TornOutcome outcome, long line)
    {
        byte[] text = new byte[_search.Chosen.Sum(static piece => piece.End - piece.Start)];
        _ = _search.Text(_text, text);
        var match = _search.Initial;
        _ = TraceMatcher.Match(text, final: true, ref match);
        var source = ledger.Sources.Get([]);
        ledger.Begin(source, in match, line, _search.Time, torn: true);
        if (outcome == TornOutcome.Whole)
        {
            ledger.ReportPending(source, in match);
        }
        else
        {
            ledger.Drop(source);
        }
    }

    /// <summary>Takes the pieces out of their objects, and passes the rest of them on.</summary>
    /// <param name="raw">The bytes from the place on.</param>
    /// <returns>How many bytes that were.</returns>
    private int CutOut(ReadOnlySpan<byte> raw)
    {
        int textEnd = _search.Chosen[^1].End;
        int end = 0;
        foreach (var found in _objects)
        {
            if (found.TextStart >= textEnd)
            {
                break;
            }

            end = found.End;
            int at = found.Start;
            int taken = _search.Chosen.Sum(piece => found.Overlap(piece).Length);
            if (taken > 0 && taken == found.TextEnd - found.TextStart)
            {
                stream.Take(raw[at..end]);
                continue;
            }

            foreach (var piece in _search.Chosen)
            {
                (int offset, int length) = found.Overlap(piece);
                if (length > 0)
                {
                    var body = raw[found.Body..found.BodyEnd];
                    int from = found.Body + TraceJsonLine.EncodedLength(body, offset);
                    int to = found.Body + TraceJsonLine.EncodedLength(body, offset + length);
                    stream.Pass(raw[at..from]);
                    stream.Take(raw[from..to]);
                    at = to;
                }
            }

            stream.Pass(raw[at..end]);
        }

        return end;
    }
}
