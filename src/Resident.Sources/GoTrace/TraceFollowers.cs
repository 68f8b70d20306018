using Resident.Sources.GoTrace.Grammar;

namespace Resident.Sources.GoTrace;

/// <summary>Lines that are trace only because of the line before: the traceback of allocfreetrace, and the scheduler's P, M and G lines.</summary>
internal sealed class TraceFollowers(TracePassThrough stream, TraceLedger ledger, TraceSplitterOptions options)
{
    private long _tracesBegun;
    private bool _inTraceback;

    /// <summary>Gets a value indicating whether the next line may be one.</summary>
    public bool AreExpected => ledger.SchedDetail || _inTraceback || ledger.CountOf(TraceKind.AllocFree) > _tracesBegun;

    /// <summary>Tells whether held bytes are the beginning of a trace line beyond doubt.</summary>
    public bool IsCertain(ReadOnlySpan<byte> held)
    {
        var anchors = default(TraceAnchors);
        if (stream.IsMidLine && ledger.Sources.Pending > 0)
        {
            return false;
        }

        if (!anchors.Find(held, 0))
        {
            return false;
        }

        int after = anchors.At + (anchors.Index == 0 ? 2 : 1);
        var kind = TraceAnchors.KindOf(anchors.Index, after < held.Length ? held[after] : (byte)0);
        if (kind is TraceKind.None or TraceKind.AllocFree)
        {
            return false;
        }

        var match = TraceMatcher.Begin(kind);
        return TraceMatcher.Match(held[anchors.At..], final: false, ref match) == MatchStatus.NeedMore && TraceMatcher.IsCommitted(in match);
    }

    public TraceVerdict Decide(TraceWindow window, int end)
    {
        var line = window.Data[window.Start..end];
        bool ended = line[^1] == '\n';
        if (!ended && !window.Final)
        {
            return MayFollow(line) && line.Length < options.Limits.TraceLineBytes ? TraceVerdict.Undecided(window.Start) : TraceVerdict.Rejected;
        }

        var text = line.TrimEnd("\r\n"u8);
        long begun = ledger.CountOf(TraceKind.AllocFree);
        _inTraceback |= begun > _tracesBegun;
        _tracesBegun = begun;
        if (ledger.SchedDetail && IsSchedDetail(text))
        {
            ledger.Count(TraceKind.Sched);
            stream.Take(line);
            return TraceVerdict.Taken(end);
        }

        if (!_inTraceback || !(text.IsEmpty || IsTraceback(text)))
        {
            _inTraceback = false;
            return TraceVerdict.Rejected;
        }

        _inTraceback = !text.IsEmpty;
        stream.Take(line);
        return TraceVerdict.Taken(end);
    }

    private static bool IsTraceback(ReadOnlySpan<byte> text) =>
        text[0] == '\t' || text.StartsWith("goroutine "u8) || text.StartsWith("created by "u8) || (text[^1] == ')' && text.Contains((byte)'('));

    /// <summary><c>  P0: status=0 schedtick=0 ...</c>: two spaces, a letter, a number, and names with values.</summary>
    private static bool IsSchedDetail(ReadOnlySpan<byte> text)
    {
        if (text.Length < 8 || !text.StartsWith("  "u8) || text[2] is not ((byte)'P' or (byte)'M' or (byte)'G'))
        {
            return false;
        }

        int digits = text[3..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits > 0 && text[(3 + digits)..].StartsWith(": "u8)
            && (text[(5 + digits)..].StartsWith("status="u8) || text[(5 + digits)..].StartsWith("p="u8));
    }

    private bool MayFollow(ReadOnlySpan<byte> line) => _inTraceback || ledger.CountOf(TraceKind.AllocFree) > _tracesBegun
        || "  P"u8.StartsWith(line) || "  M"u8.StartsWith(line) || "  G"u8.StartsWith(line)
        || (line.Length >= 3 && line.StartsWith("  "u8) && line[2] is (byte)'P' or (byte)'M' or (byte)'G');
}
