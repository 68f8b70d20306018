using Resident.Sources.GoTrace.Grammar;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>Tells lines of the program's own, which only look like the beginning of a torn trace line, by its other lines.</summary>
internal static class TornOwnText
{
    /// <summary>Tells whether the first line is one.</summary>
    /// <param name="data">The bytes of the search.</param>
    /// <param name="body">Where the trace seems to begin.</param>
    /// <param name="seam">Where the text behind it begins.</param>
    /// <param name="initial">The trace line at its beginning.</param>
    /// <param name="heads">How the program's lines begin.</param>
    /// <param name="known">Whether nothing but a prefix stands before it.</param>
    public static bool Is(ReadOnlySpan<byte> data, int body, int seam, ref readonly TraceMatch initial, TornHeads heads, bool known)
    {
        var match = initial;
        _ = TraceMatcher.Match(data[body..seam], final: false, ref match);
        bool torn = heads.Knows(data[seam..]);
        bool own = !TraceMatcher.IsCommitted(in match) && initial.Kind != TraceKind.GcForced && heads.Knows(data[body..]);

        // Behind other text, a line that lacks nothing is more often quoted than torn: a line as gc 7 @0.404s ... 2 P in a log.
        bool quoted = TraceMatcher.IsAccepting(in match) && (!known || initial.Kind == TraceKind.GcForced);
        return !torn && (own || quoted);
    }
}
