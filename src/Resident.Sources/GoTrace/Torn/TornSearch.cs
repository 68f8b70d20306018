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
internal sealed class TornSearch(int mostLineBytes, TornBudget budget)
{
    /// <summary>What it costs to take the program's text for one that begins as none of its other lines does.</summary>
    public const int OddHead = 4;

    /// <summary>What it costs to take some of the digits of a number for the program's.</summary>
    public const int DigitHead = 6;

    private const int MostBytes = 1024 * 1024;
    private const int MostFailures = 8;
    private const int MostPieces = 256 * 1024;
    private const int MostForeign = 2;
    private const int Never = TornTokens.Never;

    // In steps of the budget.
    private const int BeginSteps = 200;
    private const int TokenSteps = 8;
    private const int KnowsSteps = 16;
    private const int ChooseSteps = 60;
    private const int PathsPerStep = 8;
    private const int BytesPerStep = 8;

    private readonly TornHeads _heads = new();
    private readonly TornPieces _pieces = new();
    private readonly List<TornPath> _done = [];
    private readonly byte[] _key = new byte[LinePrefixParser.MostBytes];
    private TornPaths _paths = new();
    private TornPaths _next = new();
    private TraceMatch _initial;
    private int _keyLength;
    private bool _prefixed;
    private bool _known;
    private TornHint _hint;
    private long _position;
    private int _at;
    private int _body;
    private int _foreign;
    private int _failures;

    /// <summary>1 where the line at hand begins as the program's lines do, so that a piece before it is less likely.</summary>
    private int _knownLine;

    public bool IsActive { get; private set; }

    /// <summary>Gets a value indicating whether what was read cannot be a program's own text.</summary>
    public bool IsCertain
    {
        get
        {
            var states = TraceGrammar.States;
            for (int index = 0; IsActive && index < _paths.Count; index++)
            {
                if (_paths[index].Piece >= 0 && states[_paths[index].State].Committed)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Gets the source that the line belongs to.</summary>
    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyLength);

    /// <summary>Gets the first byte of the trace's own text, counted from where the line begins.</summary>
    public int Body => _body;

    public DateTimeOffset? Time { get; private set; }

    /// <summary>Gets the source whose pending line goes on; null where the line begins here.</summary>
    public TraceSource? Continues { get; private set; }

    public TraceMatch Initial => _initial;

    /// <summary>Gets the pieces of the reading that was chosen, in their order.</summary>
    public List<(int Start, int End)> Chosen => _pieces.Chosen;

    /// <summary>Begins a search. The bytes are counted from the first of the line, its prefix included.</summary>
    public void Begin(ref readonly TraceMatch initial, in TornStart start, DateTimeOffset? time, TraceSource? continues, ReadOnlySpan<byte> before)
    {
        var prefix = start.Prefix;
        _position = start.Position;
        budget.Spend(BeginSteps + (before.Length / BytesPerStep));
        (IsActive, _initial, _body, _known, _hint) = (true, initial, start.Body, start.Known, start.Hint);
        (_at, _foreign) = (0, 0);
        _prefixed = prefix.Length > 0;
        _keyLength = Math.Min(prefix.Source.Length, _key.Length);
        prefix.Source[.._keyLength].CopyTo(_key);
        (Time, Continues) = (time, continues);
        _pieces.Clear();
        _paths.Clear();
        var path = new TornPath { State = initial.State, Piece = -1 };
        _ = _paths.Add(in path);
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
            if (end - _at > mostLineBytes || end > window || _foreign >= MostForeign || _pieces.Count > MostPieces || !budget.Reach(_position + end) || (final && _at == data.Length))
            {
                return End(data);
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

        return Accept(data, best.Piece, states[best.State].Accepting && HasEnd(_initial.Kind) ? TornOutcome.Whole : TornOutcome.Broken);
    }

    /// <summary>The trace's bytes, put together.</summary>
    public byte[] Text(ReadOnlySpan<byte> data) => _pieces.Text(data);

    private static int Rank(ref readonly TornPath path) => path.Cost - (2 * path.Tokens);

    /// <summary>Ends the search, because no more can come. What is no whole line is a broken one only if its first line shows it: pieces of
    /// later lines may as well be the program's.</summary>
    private TornOutcome End(ReadOnlySpan<byte> data)
    {
        var outcome = GiveUp(data);
        if (outcome == TornOutcome.Broken && Continues is null)
        {
            var match = _initial;
            _ = TraceMatcher.Match(data[_body..Chosen[0].End], final: true, ref match);
            if (!TraceMatcher.IsCommitted(in match))
            {
                return TornOutcome.Failed;
            }

            Chosen.RemoveRange(1, Chosen.Count - 1);
        }

        return outcome;
    }

    /// <summary>Tells whether a kind's line is known to be whole by its last word. The others go on as long as they please.</summary>
    private static bool HasEnd(TraceKind kind) => kind is not (TraceKind.GcOld or TraceKind.Sched or TraceKind.Scan or TraceKind.Pacer);

    private void ReadLine(ReadOnlySpan<byte> data, int end)
    {
        _done.Clear();
        _next.Clear();
        bool first = _at == 0;
        var line = data[_at..end];
        budget.Spend(KnowsSteps + (2L * TokenSteps * _paths.Count) + (line.Length / BytesPerStep));
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

        _foreign += !first && IsForeign(data[body..end]) ? 1 : 0;

        if (_done.Count == 0)
        {
            TornInLine.Find(data, new TornLineBounds(_at, first ? _body + 1 : _at, end), in _initial, _next, _pieces, _done, budget);
        }

        (_paths, _next) = (_next, _paths);
    }

    /// <summary>Tells whether a line is a whole GC line, of another process or of a later cycle.</summary>
    private bool IsForeign(ReadOnlySpan<byte> line) => line.StartsWith("gc "u8) && _initial.Kind == TraceKind.Gc && TornTokens.IsWhole(line);

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
                _done.Add(path with { Piece = _pieces.Add(path.Piece, pieceStart, at) });
                return;
            }

            var rest = data[at..end];
            int length = 0;
            budget.Spend(TokenSteps);
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
        budget.Spend(KnowsSteps + (_next.Count / PathsPerStep));
        int cost = costUnknown > 0 && _heads.Knows(data[at..end]) ? _heads.Rarity(data[at..end]) : costUnknown;
        if (cost < Never)
        {
            var stopped = path with { Piece = _pieces.Count, Cost = path.Cost + cost + _knownLine, AppFrom = at };
            if (_next.Add(in stopped))
            {
                _ = _pieces.Add(path.Piece, pieceStart, at);
            }
        }
    }

    private TornOutcome Choose(ReadOnlySpan<byte> data)
    {
        IsActive = false;
        byte[] best = [];
        int chosen = -1;
        int lowest = Never;
        bool ambiguous = false;
        budget.Spend(ChooseSteps * _done.Count);
        foreach (var path in _done)
        {
            _pieces.Choose(path.Piece);
            byte[] text = _pieces.Text(data);
            int cost = path.Cost + TornTokens.Oddness(text, in _initial, _hint);
            bool same = text.AsSpan().SequenceEqual(best);
            if (cost < lowest)
            {
                ambiguous = !same && chosen >= 0 && cost >= lowest - 1;
                (best, chosen, lowest) = (text, path.Piece, cost);
            }
            else
            {
                ambiguous |= !same && chosen >= 0 && cost <= lowest + 1;
            }
        }

        return Accept(data, chosen, ambiguous ? TornOutcome.Ambiguous : TornOutcome.Whole);
    }

    /// <summary>Takes a reading by its last piece, unless there is none (-1) or it is a line of the program's own.</summary>
    private TornOutcome Accept(ReadOnlySpan<byte> data, int piece, TornOutcome outcome)
    {
        if (piece >= 0)
        {
            _pieces.Choose(piece);
            if (!TornOwnText.Is(data, _body, Chosen[0].End, in _initial, _heads, _known))
            {
                return outcome;
            }
        }

        _failures++;
        return TornOutcome.Failed;
    }
}
