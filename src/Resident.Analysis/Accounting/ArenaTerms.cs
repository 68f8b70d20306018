using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Analysis.Accounting;

/// <summary>Splits what is resident of the Go arenas.</summary>
internal static class ArenaTerms
{
    /// <summary>By pages: what lies on each resident page.</summary>
    public static void FromPages(LedgerDraft draft, ArenaSplit split, GoMemory go, long arena)
    {
        // Before the first cycle nothing has been marked, and heapMarked is a guess of the pacer's.
        long live = LiveOf(split, LiveHeap.Of(go) ?? 0);
        long stacks = Math.Min(split.Manual, go.StackInuse?.Bytes ?? split.Manual);
        draft.Set(LedgerTermId.Live, live, LedgerHow.Derived);
        draft.Set(LedgerTermId.Garbage, split.Objects - live + split.Other, LedgerHow.Derived);
        draft.Set(LedgerTermId.Fragmentation, split.FreeSlots, LedgerHow.Derived);
        draft.Set(LedgerTermId.Stacks, stacks, LedgerHow.Exact);
        draft.Set(LedgerTermId.Idle, split.Idle + split.Released, LedgerHow.Exact);
        // What is not stacks of these spans are the collector's work lists.
        draft.Add(LedgerTermId.Metadata, split.Manual - stacks);
        Correct(draft, arena - split.Total);
        draft.Figures = draft.Figures with
        {
            ReleasedResident = new ByteSize(split.Released),
            Untouched = new ByteSize(split.Untouched),
            UntouchedObjects = new ByteSize(Math.Max(0, split.ObjectBytes - split.Objects)),
        };
    }

    /// <summary>By levels: what the runtime says, corrected by what is resident.</summary>
    public static void FromLevels(LedgerDraft draft, GoMemory go, long arena)
    {
        long inUse = go.HeapInuse!.Value.Bytes;
        long allocated = Math.Min(go.HeapAlloc!.Value.Bytes, inUse);
        // Of a runtime that tells what it marked, before the first mark: nothing is known to live.
        long live = Math.Min(LiveHeap.Of(go) ?? (go.HeapMarked is null ? allocated : 0), allocated);
        long stacks = go.StackInuse?.Bytes ?? 0;
        long idle = Math.Max(0, (go.HeapIdle?.Bytes ?? 0) - (go.HeapReleased?.Bytes ?? 0));
        long excess = arena - (inUse + stacks + idle);
        long free = inUse - allocated;
        if (excess < 0)
        {
            // Pages that were never touched: free slots and large objects alike.
            double scale = inUse == 0 ? 0 : Math.Clamp((double)(inUse + excess) / inUse, 0, 1);
            long before = inUse;
            (live, allocated, free) = ((long)(live * scale), (long)(allocated * scale), (long)(free * scale));
            draft.Figures = draft.Figures with { Untouched = new ByteSize(Math.Max(0, before - allocated - free)) };
        }

        draft.Set(LedgerTermId.Live, live, LedgerHow.Derived);
        draft.Set(LedgerTermId.Garbage, allocated - live, LedgerHow.Derived);
        draft.Set(LedgerTermId.Fragmentation, free, LedgerHow.Derived);
        draft.Set(LedgerTermId.Stacks, stacks, LedgerHow.Derived);
        draft.Set(LedgerTermId.Idle, idle + Math.Max(0, excess), LedgerHow.Derived);
        draft.Figures = draft.Figures with { ReleasedResident = new ByteSize(Math.Max(0, excess)) };
        Correct(draft, arena - (allocated + free + stacks + idle + Math.Max(0, excess)));
    }

    // A large object that is mostly untouched is a ballast or a ring that fills, and so live; other untouched bytes are shared alike.
    private static long LiveOf(ArenaSplit split, long marked)
    {
        long objects = split.ObjectBytes - split.UntouchedLarge;
        long touched = marked - split.UntouchedLarge;
        if (touched < 0 || objects <= 0)
        {
            (touched, objects) = (marked, split.ObjectBytes);
        }

        double share = objects <= 0 ? 0 : Math.Clamp((double)touched / objects, 0, 1);
        return (long)(split.Objects * share);
    }

    // The milliseconds between smaps and the pages: objects came or went.
    private static void Correct(LedgerDraft draft, long missing)
    {
        if (missing >= 0)
        {
            draft.Add(LedgerTermId.Garbage, missing);
        }
        else
        {
            draft.Take(-missing);
        }
    }
}
