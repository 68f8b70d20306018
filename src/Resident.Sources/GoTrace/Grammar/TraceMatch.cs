namespace Resident.Sources.GoTrace.Grammar;

/// <summary>A trace line that is being read: its kind, the place in its grammar, and its figures so far.</summary>
internal struct TraceMatch
{
    public TraceKind Kind;
    public int State;

    /// <summary>Bytes taken by the last call, up to the end of the last whole token.</summary>
    public int Consumed;
    public TraceFields Fields;
}
