using Resident.Sources.GoTrace.Grammar;
using Resident.Sources.GoTrace.Prefixes;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>Searches the pieces of a torn trace line in the lines that follow its beginning.</summary>
/// <remarks>
/// <para>The program's output may stand between any two of the runtime's writes. Each physical line begins with tokens of the
/// trace, or with none, and goes on as the program's text. All ways to read the lines are followed at once; one that comes to
/// the end of the grammar is the trace line. Where several do, the likeliest is: the program's lines begin as its lines do, and
/// numbers are printed as the runtime prints them.</para>
/// <para>What cannot be told: a whole number before a digit of a program's line like none before; which of two empty lines was
/// the trace's newline; two processes that tear each other's lines at once.</para>
/// </remarks>
internal sealed class TornSearch(int mostLineBytes)
{
    private const int MostBytes = 1024 * 1024;
    private const int MostFailures = 8;
    private const int MostPieces = 256 * 1024;
    private const int MostForeign = 2;
    private const int MostMidLineBytes = 1024;
    private const int OddHead = 4;
    private const int DigitHead = 6;
    private const int Never = TornTokens.Never;

    private readonly TornHeads _heads = new();
    private readonly List<(int Before, int Start, int End)> _pieces = [];
    private readonly List<TornPath> _done = [];
    private readonly byte[] _key = new byte[LinePrefixParser.MostBytes];
    private TornPaths _paths = new();
    private TornPaths _next = new();
    private TraceMatch _initial;
    private int _keyLength;
    private bool _prefixed;
    private int _at;
    private int _body;
    private int _foreign;
    private int _failures;

    /// <summary>1 where the line at hand begins as the program's lines do, so that a piece before it is less likely.</summary>
    private int _knownLine;

    public bool IsActive { get; private set; }

    /// <summary>Gets the source that the line belongs to.</summary>
    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyLength);

    /// <summary>Gets the first byte of the trace's own text, counted from where the line begins.</summary>
    public int Body => _body;

    public DateTimeOffset? Time { get; private set; }

    /// <summary>Gets the source whose pending line goes on; null where the line begins here.</summary>
    public TraceSource? Continues { get; private set; }

    public TraceMatch Initial => _initial;

    /// <summary>Gets the pieces of the reading that was chosen, in their order.</summary>
    public List<(int Start, int End)> Chosen { get; } = [];

    /// <summary>Begins a search. The bytes are counted from the first of the line, its prefix included.</summary>
    public void Begin(ref readonly TraceMatch initial, int body, LinePrefix prefix, DateTimeOffset? time, TraceSource? continues, ReadOnlySpan<byte> before)
    {
        (IsActive, _initial, _body) = (true, initial, body);
        (_at, _foreign) = (0, 0);
        _prefixed = prefix.Length > 0;
        _keyLength = Math.Min(prefix.Source.Length, _key.Length);
        prefix.Source[.._keyLength].CopyTo(_key);
        (Time, Continues) = (time, continues);
        _pieces.Clear();
        _paths.Clear();
        var start = new TornPath { State = initial.State, Piece = -1 };
        _ = _paths.Add(in start);
        _heads.Clear();
        while (!before.IsEmpty)
        {
            int newline = before.IndexOf((byte)'\n');
            int end = newline < 0 ? before.Length : newline + 1;
            _heads.Add(before[BodyOf(before[..end])..end]);
            before = before[end..];
        }
    }

    /// <summary>Tells whether nothing but a prefix stands there.</summary>
    public bool IsPrefix(ReadOnlySpan<byte> text) => _prefixed && BodyOf(text) == text.Length;

    public void Cancel() => IsActive = false;

    /// <summary>Reads the lines that have come whole.</summary>
    public TornOutcome Advance(ReadOnlySpan<byte> data, bool final)
    {
        int window = MostBytes >> Math.Min(_failures, MostFailures);
        while (true)
        {
            int newline = data[_at..].IndexOf((byte)'\n');
            int end = newline < 0 ? data.Length : _at + newline + 1;
            if (end - _at > mostLineBytes || end > window || _foreign >= MostForeign || _pieces.Count > MostPieces || (final && _at == data.Length))
            {
                return GiveUp(data);
            }

            if (newline < 0 && !final)
            {
                return TornOutcome.Undecided;
            }

            ReadLine(data, end);
            if (_done.Count > 0)
            {
                _failures = 0;
                return Choose(data);
            }

            _at = end;
        }
    }

    /// <summary>Ends the search with what there is.</summary>
    public TornOutcome GiveUp(ReadOnlySpan<byte> data)
    {
        IsActive = false;
        var best = new TornPath { Piece = -1 };
        var states = TraceGrammar.States;
        for (int index = 0; index < _paths.Count; index++)
        {
            ref var path = ref _paths[index];
            if (path.Piece >= 0 && states[path.State].Committed && (best.Piece < 0 || Rank(in path) < Rank(in best)))
            {
                best = path;
            }
        }

        return Accept(data, best.Piece, states[best.State].Accepting ? TornOutcome.Whole : TornOutcome.Broken);
    }

    /// <summary>The trace's bytes, put together.</summary>
    public int Text(ReadOnlySpan<byte> data, Span<byte> text)
    {
        int count = 0;
        foreach ((int start, int end) in Chosen)
        {
            data[start..end].CopyTo(text[count..]);
            count += end - start;
        }

        return count;
    }

    private static int Rank(ref readonly TornPath path) => path.Cost - (2 * path.Tokens);

    private void ReadLine(ReadOnlySpan<byte> data, int end)
    {
        _done.Clear();
        _next.Clear();
        bool first = _at == 0;
        var line = data[_at..end];
        int body = first ? _body : _at + BodyOf(line);
        if (_prefixed && !first && !LinePrefixParser.Parse(line, whole: false, final: true).Source.SequenceEqual(Key))
        {
            return;
        }

        bool taken = Skip(data[body..end], body, first && Continues is null) && (first || !TornHeads.IsDated(data[body..end]));
        for (int index = 0; taken && index < _paths.Count; index++)
        {
            if (TornTokens.TokenAt(data[body..end], _paths[index].State) > 0)
            {
                Walk(data, _paths[index], body, body, end);
            }
        }

        if (!first && data[body..end].StartsWith("gc "u8) && _initial.Kind == TraceKind.Gc && TornTokens.IsWhole(data[body..end]))
        {
            _foreign++;
        }

        ResumeInLine(data, end);
        (_paths, _next) = (_next, _paths);
    }

    /// <summary>The whole line may be the program's: likely where no token stands at its beginning.</summary>
    /// <returns>Whether a token stands there for some path.</returns>
    private bool Skip(ReadOnlySpan<byte> line, int body, bool first)
    {
        bool known = _heads.Knows(line);
        _knownLine = known ? 1 : 0;
        bool taken = false;
        if (!first)
        {
            _next.CopyFrom(_paths);
        }

        for (int index = 0; index < _paths.Count; index++)
        {
            int next = TornTokens.TokenAt(line, _paths[index].State);
            taken |= next > 0;
            if (!first)
            {
                _next[index].AppFrom = body;
                _next[index].Cost += next <= 0 || known ? 0 : OddHead;
            }
        }

        if (!taken)
        {
            _heads.Add(line);
        }

        return taken;
    }

    private int BodyOf(ReadOnlySpan<byte> line) => _prefixed ? LinePrefixParser.Parse(line, whole: false, final: true).Length : 0;

    /// <summary>Takes tokens as far as they go; behind each the program's text may begin.</summary>
    private void Walk(ReadOnlySpan<byte> data, TornPath path, int pieceStart, int at, int end)
    {
        var fields = default(TraceFields);
        while (true)
        {
            var edges = TraceGrammar.States[path.State].Edges;
            if (edges.Length == 0)
            {
                _done.Add(path with { Piece = AddPiece(path.Piece, pieceStart, at) });
                return;
            }

            var rest = data[at..end];
            int length = 0;
            foreach (var edge in edges)
            {
                if (rest.IsEmpty)
                {
                    break;
                }

                length = edge.Token == TraceToken.Number ? TornTokens.LongestPrinted(rest, edge.Field) : TraceMatcher.TokenLength(edge, rest, final: true, ref fields);
                if (length > 0)
                {
                    StopBefore(data, in path, pieceStart, at, end, edge.Token == TraceToken.Number ? 1 : length);
                    var before = path;
                    path.State = edge.Next;
                    path.Tokens++;
                    for (int shorter = length - 1; edge.Token == TraceToken.Number && shorter > 0; shorter--)
                    {
                        if (TornNumbers.IsPrinted(rest[..shorter], edge.Field))
                        {
                            Stop(data, before with { State = edge.Next, Tokens = path.Tokens }, pieceStart, at + shorter, end, DigitHead);
                        }
                    }

                    break;
                }
            }

            if (length <= 0)
            {
                Stop(data, path, pieceStart, at, end, TornTokens.CostOfUnknown(rest));
                return;
            }

            at += length;
        }
    }

    private void StopBefore(ReadOnlySpan<byte> data, ref readonly TornPath path, int pieceStart, int at, int end, int next)
    {
        if (at > pieceStart)
        {
            Stop(data, path, pieceStart, at, end, TornTokens.CostOfToken(data[at], next));
        }
    }

    private void Stop(ReadOnlySpan<byte> data, TornPath path, int pieceStart, int at, int end, int costUnknown)
    {
        int cost = costUnknown > 0 && _heads.Knows(data[at..end]) ? 0 : costUnknown;
        if (cost < Never)
        {
            var stopped = path with { Piece = _pieces.Count, Cost = path.Cost + cost + _knownLine, AppFrom = at };
            if (_next.Add(in stopped))
            {
                _ = AddPiece(path.Piece, pieceStart, at);
            }
        }
    }

    private int AddPiece(int before, int start, int end)
    {
        _pieces.Add((before, start, end));
        return _pieces.Count - 1;
    }

    /// <summary>The program's text may end without a newline: the rest of the trace then stands at the end of the line.</summary>
    private void ResumeInLine(ReadOnlySpan<byte> data, int end)
    {
        var last = data[_at..end].TrimEnd("\r\n"u8);
        var anchor = _initial.Kind == TraceKind.Gc ? "gc "u8 : "scav "u8;
        if (_initial.Kind is not (TraceKind.Gc or TraceKind.Scav) || (_at > 0 ? data[_at..end] : data[(_body + 1)..end]).IndexOf(anchor) >= 0)
        {
            return;
        }

        if (_done.Count > 0 || end - _at > MostMidLineBytes || last.IsEmpty || !")]Plbs"u8.Contains(last[^1]))
        {
            return;
        }

        for (int index = 0; index < _next.Count; index++)
        {
            var path = _next[index];
            for (int at = path.AppFrom + 1; path.Tokens > 0 && at < end - 2; at++)
            {
                var match = new TraceMatch { Kind = _initial.Kind, State = path.State };
                if (TraceMatcher.Match(data[at..end], final: true, ref match) == MatchStatus.Done && at + match.Consumed == end)
                {
                    _done.Add(path with { Cost = path.Cost + OddHead, Piece = AddPiece(path.Piece, at, end) });
                    break;
                }
            }
        }
    }

    private TornOutcome Choose(ReadOnlySpan<byte> data)
    {
        IsActive = false;
        Span<byte> text = stackalloc byte[2048];
        Span<byte> other = stackalloc byte[2048];
        int best = -1;
        int bestCost = int.MaxValue;
        int length = 0;
        bool ambiguous = false;
        for (int index = 0; index < _done.Count; index++)
        {
            Collect(_done[index].Piece);
            if (Chosen.Sum(static piece => piece.End - piece.Start) > other.Length)
            {
                continue;
            }

            int count = Text(data, other);
            int cost = _done[index].Cost + TornTokens.Oddness(other[..count], in _initial, _heads);
            bool same = best >= 0 && other[..count].SequenceEqual(text[..length]);
            if (cost < bestCost)
            {
                ambiguous = !same && best >= 0 && cost >= bestCost - 1;
                (best, bestCost, length) = (index, cost, count);
                other[..count].CopyTo(text);
            }
            else
            {
                ambiguous |= !same && cost <= bestCost + 1;
            }
        }

        return Accept(data, best < 0 || bestCost >= Never ? -1 : _done[best].Piece, ambiguous ? TornOutcome.Ambiguous : TornOutcome.Whole);
    }

    /// <summary>Takes a reading by its last piece, unless there is none (-1) or it is a line of the program's own.</summary>
    private TornOutcome Accept(ReadOnlySpan<byte> data, int piece, TornOutcome outcome)
    {
        if (piece >= 0)
        {
            Collect(piece);
            if (!IsOwnLine(data))
            {
                return outcome;
            }
        }

        _failures++;
        return TornOutcome.Failed;
    }

    /// <summary>Tells whether the first line is one of the program's own, as its other lines show: <c>gc worker 10 is done</c>.</summary>
    private bool IsOwnLine(ReadOnlySpan<byte> data)
    {
        int seam = Chosen[0].End;
        var match = _initial;
        _ = TraceMatcher.Match(data[_body..seam], final: true, ref match);
        return !TraceMatcher.IsCommitted(in match) && _heads.Knows(data[_body..]) && !_heads.Knows(data[seam..]);
    }

    private void Collect(int piece)
    {
        Chosen.Clear();
        while (piece >= 0)
        {
            (piece, int start, int end) = _pieces[piece];
            Chosen.Add((start, end));
        }

        Chosen.Reverse();
    }
}
