namespace Resident.Model;

/// <summary>What a GC trace tells of the live heap over its cycles. It tells neither RES nor the place in the
/// program.</summary>
/// <param name="Id">"trace-live-rises", "trace-live-settled", "trace-live-level", "trace-live-fell" or
/// "not-sure-yet".</param>
/// <param name="Cycles">The cycles that print live.</param>
/// <param name="Seconds">The time from the first of them to the last.</param>
/// <param name="Live">What the last one found live.</param>
/// <param name="Change">By how much the level of live changed, noise left out.</param>
/// <param name="BytesPerHour">The slope at the end, bytes an hour; of a level that the largest rise that would not have
/// shown. NaN where there is none.</param>
public sealed record GcTraceVerdict(string Id, int Cycles, double Seconds, ByteSize Live, ByteSize Change, double BytesPerHour);
