using Resident.Sources.GoTrace.Prefixes;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>Where a torn line begins.</summary>
/// <param name="body">The first byte of the trace's own text, counted from where the line begins.</param>
/// <param name="known">Whether nothing but a prefix stands before it.</param>
/// <param name="prefix">The prefix.</param>
/// <param name="hint">What came before from the same source.</param>
/// <param name="position">How many bytes of the stream stand before the line.</param>
internal readonly ref struct TornStart(int body, bool known, LinePrefix prefix, TornHint hint, long position)
{
    public readonly LinePrefix Prefix = prefix;

    public int Body { get; } = body;

    public bool Known { get; } = known;

    public TornHint Hint { get; } = hint;

    public long Position { get; } = position;
}
