using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Globals;

/// <summary>Confirms places that were not found by a search: from a symbol table, or kept from another process.</summary>
internal static class GoGlobalCheck
{
    /// <summary>Drops each place that is not confirmed.</summary>
    /// <returns>The rest, or null where the heap or its statistics are not confirmed.</returns>
    public static GoGlobals? Confirm(GoTarget target, GoGlobals proposed)
    {
        var confirmation = new GoConfirmation(target);
        var scheduler = new GoSchedulerConfirmation(target);
        if (proposed.Mheap == 0 || !confirmation.IsMheap(proposed.Mheap)
            || confirmation.MemstatsOf(proposed.Mheap) is var memstats && memstats != proposed.Memstats)
        {
            return null;
        }

        ulong lastGc = target.Memory.TryReadU64(proposed.Memstats + (ulong)target.Layout[GoField.MemstatsLastGcNanotime], out ulong value) ? value : 0;
        return proposed with
        {
            GcController = If(proposed.GcController, place => confirmation.IsGcController(place, proposed.Memstats)),
            Allgs = If(proposed.Allgs, place => scheduler.IsAllgs(place, out _)),
            Allp = If(proposed.Allp, scheduler.IsAllp),
            Sched = If(proposed.Sched, place => scheduler.IsSched(place, proposed)),
            Work = If(proposed.Work, place => confirmation.IsWork(place, lastGc)),
            MemoryBuckets = HeadOrNone(target, confirmation, proposed.MemoryBuckets, 1),
            BlockBuckets = HeadOrNone(target, confirmation, proposed.BlockBuckets, 2),
            MutexBuckets = HeadOrNone(target, confirmation, proposed.MutexBuckets, 3),
        };
    }

    private static ulong If(ulong place, Predicate<ulong> isConfirmed) => place != 0 && isConfirmed(place) ? place : 0;

    private static ulong HeadOrNone(GoTarget target, GoConfirmation confirmation, ulong place, int type) =>
        place != 0 && target.Memory.TryReadU64(place, out ulong pointer)
        && confirmation.IsBucket(pointer, out int found) && found == type
            ? place
            : 0;
}
