namespace Resident.Sources.GoTrace;

/// <summary>What became of bytes that looked like a trace line.</summary>
/// <param name="Outcome">What was decided.</param>
/// <param name="Position">Taken: the first byte not dealt with. Undecided: the first byte that must be held.</param>
internal readonly record struct TraceVerdict(TraceOutcome Outcome, int Position)
{
    public static TraceVerdict Rejected { get; } = new(TraceOutcome.Rejected, 0);

    public static TraceVerdict Taken(int position) => new(TraceOutcome.Taken, position);

    public static TraceVerdict Undecided(int position) => new(TraceOutcome.Undecided, position);
}
