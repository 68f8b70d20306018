using System.Buffers;
using Resident.Sources.GoTrace.Grammar;
using Resident.Sources.GoTrace.Torn;

namespace Resident.Sources.GoTrace;

/// <summary>Takes what the Go runtime traces out of a stream of bytes, and passes everything else on, byte for byte and in order.</summary>
/// <remarks>
/// <para>Bytes that cannot be trace are passed on within the same <see cref="Push"/>. Held are only those that may still become
/// a trace line at a place where one is legal; <see cref="FlushHeld"/> lets them go when the stream falls quiet.</para>
/// <para>However the input is cut into pushes, the lines and the bytes that come out are the same. Memory is bounded by
/// <see cref="Model.InputLimits.TraceLineBytes"/>. Not for use by several threads at once.</para>
/// </remarks>
public sealed class TraceSplitter
{
    private const int MostAppended = 4096;
    private const int MostSearched = 64 * 1024;

    private readonly TraceSplitterOptions _options;
    private readonly TracePassThrough _stream;
    private readonly TraceLedger _ledger;
    private readonly TraceCandidates _candidates;
    private readonly TraceTearing _tearing;
    private readonly TraceFollowers _followers;
    private readonly TornSearch _search;
    private byte[] _held = [];
    private int _heldCount;

    /// <summary>Initializes a new instance of the <see cref="TraceSplitter"/> class.</summary>
    /// <param name="handler">Takes each trace line when it is whole; null: lines are counted only.</param>
    /// <param name="passThrough">Takes all other bytes; null: they are dropped. The caller owns it, and empties it after each call.</param>
    /// <param name="options">How to read; null: with prefixes and default limits.</param>
    public TraceSplitter(TraceLineHandler? handler, IBufferWriter<byte>? passThrough = null, TraceSplitterOptions? options = null)
    {
        _options = options ?? new TraceSplitterOptions();
        _stream = new TracePassThrough(passThrough, _options.Taken);
        var budget = new TornBudget();
        _ledger = new TraceLedger(handler, _stream, _options);
        _search = new TornSearch(_options.Limits.TraceLineBytes, budget);
        _tearing = new TraceTearing(_stream, _ledger, _search, budget, _options);
        _candidates = new TraceCandidates(_stream, _ledger, _tearing, budget, _options);
        _followers = new TraceFollowers(_stream, _ledger, _options);
    }

    /// <summary>Gets how many bytes are held back. Where it is not 0, call <see cref="FlushHeld"/> after 50 to 100 ms of quiet.</summary>
    public int HeldBytes => _heldCount;

    /// <summary>Gets a value indicating whether a quiet stream should be told with <see cref="FlushHeld"/>: bytes are held, or a
    /// line lacks only its newline.</summary>
    public bool HasHeld => _heldCount > 0 || _ledger.Sources.Pending > 0;

    /// <summary>Gets what was seen so far.</summary>
    public TraceCounts Counts => new()
    {
        Lines = _stream.Line - (_stream.LastByte == '\n' ? 1 : 0),
        PassedBytes = _stream.PassedBytes,
        TraceBytes = _stream.TakenBytes,
        GcCycles = _ledger.CountOf(TraceKind.Gc) + _ledger.CountOf(TraceKind.GcOld),
        ScavengerLines = _ledger.CountOf(TraceKind.Scav) + _ledger.CountOf(TraceKind.Scvg),
        RepairedLines = _ledger.Repaired,
        IncompleteLines = _ledger.Incomplete,
        UnreadLines = _ledger.Unread,
    };

    /// <summary>Gets how many lines of a kind came.</summary>
    public long CountOf(TraceKind kind) => _ledger.CountOf(kind);

    /// <summary>Takes the next bytes of the stream, cut anywhere.</summary>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        while (_heldCount > 0 && !bytes.IsEmpty)
        {
            int newline = _search.IsActive ? -1 : bytes.IndexOf((byte)'\n');
            int taken = Math.Min(_search.IsActive ? MostSearched : MostAppended, newline < 0 ? bytes.Length : newline + 1);
            Hold(bytes[..taken]);
            bytes = bytes[taken..];
            if (!_search.IsActive)
            {
                Release(Process(_held.AsSpan(0, _heldCount), final: false));
            }

            Search(final: false);
        }

        if (!bytes.IsEmpty)
        {
            Hold(bytes[Process(bytes, final: false)..]);
            Search(final: false);
        }
    }

    /// <summary>Passes on what is held, because nothing came for a while. The beginning of a trace line that is certain to be
    /// one stays; a line that lacks only its newline is handed on.</summary>
    public void FlushHeld()
    {
        foreach (var source in _ledger.Sources.All)
        {
            if (source.IsPending && TraceMatcher.IsAccepting(in source.Pending))
            {
                _ledger.Finish(source);
            }
        }

        if (_search.IsActive)
        {
            Settle(_search.GiveUp(_held.AsSpan(0, _heldCount)), wait: true);
            Release(Process(_held.AsSpan(0, _heldCount), final: false));
            _search.Cancel();
        }

        if (_heldCount > 0 && !_candidates.IsCertain && !_followers.IsCertain(_held.AsSpan(0, _heldCount)))
        {
            _stream.Pass(_held.AsSpan(0, _heldCount));
            _heldCount = 0;
        }
    }

    /// <summary>Says that the stream has ended: what is held is decided, and lines that never ended are counted.</summary>
    public void Complete()
    {
        if (_heldCount > 0)
        {
            if (!_search.IsActive)
            {
                Release(Process(_held.AsSpan(0, _heldCount), final: true));
            }

            Search(final: true);
        }

        foreach (var source in _ledger.Sources.All)
        {
            if (source.IsPending)
            {
                _ledger.Finish(source);
            }
        }
    }

    /// <summary>Goes on with a search, and with what follows once it has come to an end.</summary>
    private void Search(bool final)
    {
        while (_search.IsActive)
        {
            var outcome = _search.Advance(_held.AsSpan(0, _heldCount), final);
            if (outcome == TornOutcome.Undecided)
            {
                return;
            }

            Settle(outcome, wait: false);
            Release(Process(_held.AsSpan(0, _heldCount), final));
        }
    }

    private void Settle(TornOutcome outcome, bool wait)
    {
        _heldCount = _tearing.Settle(_held.AsSpan(0, _heldCount), outcome, wait, out int passed);
        Release(passed);
    }

    private int Process(ReadOnlySpan<byte> data, bool final)
    {
        var anchors = default(TraceAnchors);
        int start = 0;
        int search = 0;
        int tried = -1;
        while (start < data.Length)
        {
            var window = new TraceWindow(data, start, final);
            int end = data.Length;
            var verdict = TraceVerdict.Rejected;
            if (_ledger.Sources.Pending > 0 || _followers.AreExpected)
            {
                int newline = data[start..].IndexOf((byte)'\n');
                end = newline < 0 ? data.Length : start + newline + 1;
                verdict = tried == start || _stream.IsMidLine ? verdict : LineBegins(window, end);
                tried = start;
            }

            search = Math.Max(search, start);
            if (verdict.Outcome == TraceOutcome.Rejected)
            {
                verdict = anchors.Find(data, search) && anchors.At < end
                    ? _candidates.Decide(window, anchors.At, in anchors)
                    : PassOn(window, end);
                search = verdict.Outcome == TraceOutcome.Rejected ? anchors.At + 1 : search;
            }

            if (verdict.Outcome == TraceOutcome.Undecided)
            {
                if (_search.IsActive)
                {
                    return verdict.Position;
                }

                int held = Math.Min(verdict.Position, data.Length - TraceTail.HeldAtEnd(data[start..], _stream.IsMidLine, _options));
                _stream.Pass(data[start..held]);
                return held;
            }

            start = verdict.Outcome == TraceOutcome.Taken ? verdict.Position : start;
        }

        return start;
    }

    private TraceVerdict LineBegins(TraceWindow window, int end)
    {
        var verdict = _followers.AreExpected ? _followers.Decide(window, end) : TraceVerdict.Rejected;
        return verdict.Outcome == TraceOutcome.Rejected && _ledger.Sources.Pending > 0 ? _tearing.Continue(window, end) : verdict;
    }

    /// <summary>Passes on bytes without a trace line in them, but for the last, where the beginning of one may stand.</summary>
    private TraceVerdict PassOn(TraceWindow window, int end)
    {
        var bytes = window.Data[window.Start..end];
        int held = end < window.Data.Length || window.Final ? 0 : TraceTail.HeldAtEnd(bytes, _stream.IsMidLine, _options);
        if (held > 0)
        {
            return TraceVerdict.Undecided(end - held);
        }

        _stream.Pass(bytes);
        return TraceVerdict.Taken(end);
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        if (_heldCount + bytes.Length > _held.Length)
        {
            Array.Resize(ref _held, Math.Max(MostAppended, (_heldCount + bytes.Length) * 2));
        }

        bytes.CopyTo(_held.AsSpan(_heldCount));
        _heldCount += bytes.Length;
    }

    private void Release(int count)
    {
        if (count == 0)
        {
            return;
        }

        _held.AsSpan(count, _heldCount - count).CopyTo(_held);
        _heldCount -= count;
    }
}
