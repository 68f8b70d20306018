using Resident.Sources.GoTrace.Prefixes;

namespace Resident.Sources.GoTrace;

/// <summary>Where a candidate stands.</summary>
/// <param name="lineStart">The first byte that goes with the line: of the prefix, if one is known, else of the trace's own text.</param>
/// <param name="body">The first byte of the trace's own text.</param>
/// <param name="known">Whether nothing but a known prefix stands before it on its line.</param>
/// <param name="kind">The kind of line.</param>
/// <param name="prefix">The prefix.</param>
/// <param name="recordStart">The first byte of the container's line that it stands in; -1 where it is none.</param>
internal readonly ref struct TracePlace(int lineStart, int body, bool known, TraceKind kind, LinePrefix prefix, int recordStart)
{
    public readonly LinePrefix Prefix = prefix;

    public int LineStart { get; } = lineStart;

    public int Body { get; } = body;

    public bool Known { get; } = known;

    public TraceKind Kind { get; } = kind;

    public int RecordStart { get; } = recordStart;
}
