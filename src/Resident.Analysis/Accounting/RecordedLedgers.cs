using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Analysis.Accounting;

/// <summary>Derives ledgers from samples that came without: imported ones, and those of a metrics server.</summary>
/// <remarks>RES = live + garbage + fragmentation + stacks + idle + metadata (all from the runtime's levels) + shared
/// (where it is told) + what nobody claims: the program's text, C memory, thread stacks. Where the runtime's levels are
/// missing, all of RES is unattributed.</remarks>
public static class RecordedLedgers
{
    private const long MostBytes = 1L << 52;

    /// <summary>Derives one ledger a sample, all of them with the same terms.</summary>
    /// <param name="samples">The samples by time. Those without RES give no ledger; where most tell the runtime's
    /// levels, the others give none either.</param>
    public static IReadOnlyList<Ledger> Derive(IReadOnlyList<Sample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        List<Sample> known = [.. samples.Where(static sample => sample.Process is { Res.Bytes: > 0 and <= MostBytes } process && IsPossible(process.RssAnon) && IsPossible(process.RssShmem))];
        Func<Sample, bool>[] kinds = [HasLevels, HasLive];
        // Ledgers are compared term by term: all of them have what most samples tell.
        var kind = Array.Find(kinds, tells => known.Count(tells) > known.Count / 2);
        bool isPartial = known.Exists(static sample => sample.Process!.IsPartial);
        return [.. known.Where(sample => kind is null || kind(sample)).Select(sample => LedgerOf(sample, kind is null ? null : ReferenceEquals(kind, kinds[0]) ? sample.Go : sample.Go! with { HeapInuse = null }, isPartial))];
    }

    private static bool HasLevels(Sample sample) => sample.Go is { HeapInuse: not null, HeapAlloc: not null } go
        && new[] { go.HeapInuse, go.HeapAlloc, go.HeapIdle, go.HeapReleased, go.HeapSys, go.StackInuse, go.Sys, go.HeapMarked }.All(IsPossible) && IsGoal(go.NextGC);

    private static bool HasLive(Sample sample) => sample.Go is { } go && IsGoal(go.NextGC) && IsPossible(go.HeapMarked) && IsPossible(go.StackInuse) && LiveHeap.Of(go) is not null;

    // What comes from outside may be anything: no machine has 4 PiB.
    private static bool IsPossible(ByteSize? size) => size is null or { Bytes: >= 0 and <= MostBytes };

    // Without a goal (GOGC=off) the runtime tells an absurd one.
    private static bool IsGoal(ByteSize? size) => IsPossible(size) || size is { Bytes: >= long.MaxValue / 4 };

    private static Ledger LedgerOf(Sample sample, GoMemory? go, bool isPartial) => LedgerBuilder.Build(new()
    {
        Before = sample.Process! with { IsPartial = isPartial },
        Go = go,
        IsGo = go is not null,
        IsRecorded = true,
    }) with
    { TakenAt = sample.Time };
}
