using Resident.Analysis.Diagnosis;
using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Analysis.Accounting;

/// <summary>Splits RES into terms that add up to it, to the byte: the ledger of one moment.</summary>
/// <remarks>
/// <para>RES = executable + files + shared + native-heap + thread-stacks + outside + arenas. Arenas = live + garbage + fragmentation + stacks + idle.
/// Outside = metadata + anonymous. Arena terms: resident pages by kind (spans joined with pagemap); where pagemap is missing, the runtime's
/// levels, corrected by what of the arenas is resident.</para>
/// <para>live is the share of the resident objects that the last mark reached (heapMarked / objects). metadata is what the runtime has
/// obtained less what it typically never touches (<see cref="UntouchedMetadata"/>), and at most what is resident outside: an estimate, off
/// by about a mebibyte; its growth is better known than its level.</para>
/// <para>VmRSS is read right before and right after smaps. Where the sum of smaps lies between the two, or within a mebibyte of them, the terms
/// are made to add up to the nearer of the two: what is missing is unattributed, what is too much is taken from the terms that change fastest. Where it does not, smaps
/// is trusted, as Documentation/filesystems/proc.rst advises.</para>
/// </remarks>
public static class LedgerBuilder
{
    private const long ToleranceBytes = 1 << 20;

    private static readonly TimeSpan MostSkew = TimeSpan.FromMilliseconds(10);

    /// <summary>Makes the ledger.</summary>
    public static Ledger Build(LedgerInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var draft = new LedgerDraft();
        if (input.Mappings is { } mappings)
        {
            AddMappings(draft, mappings);
            AddOutside(draft, input, mappings);
            AddArena(draft, input, mappings);
        }
        else
        {
            AddStatus(draft, input);
        }

        var res = Reconcile(draft, input);
        return draft.ToLedger((input.After ?? input.Before).TakenAt, res, SkewOf(draft, input), FiguresOf(draft, input), input.Mappings?.Largest ?? []);
    }

    private static void AddMappings(LedgerDraft draft, MappingTotals mappings)
    {
        draft.Sources.Add("smaps");
        draft.Set(LedgerTermId.Executable, mappings.Executable.Bytes, LedgerHow.Exact);
        draft.Set(LedgerTermId.Files, mappings.Files.Bytes, LedgerHow.Exact);
        draft.Set(LedgerTermId.Shared, mappings.Shared.Bytes, LedgerHow.Exact);
        draft.Set(LedgerTermId.NativeHeap, mappings.NativeHeap.Bytes, LedgerHow.Derived);
        draft.Set(LedgerTermId.ThreadStacks, mappings.ThreadStacks.Bytes, LedgerHow.Derived);
    }

    private static void AddOutside(LedgerDraft draft, LedgerInput input, MappingTotals mappings)
    {
        long outside = mappings.Outside.Bytes;
        if (MetadataMapped(input.Go) is { } mapped)
        {
            long named = mappings.NamedMetadata.Bytes;
            long estimate = Math.Clamp(mapped - UntouchedMetadata.Of(input.Go!) - named, 0, outside);
            // With names, what is left outside is nearly all of the program's own making.
            estimate = named > 0 ? 0 : estimate;
            draft.Set(LedgerTermId.Metadata, named + estimate, named > 0 ? LedgerHow.Exact : LedgerHow.Estimated);
            draft.Set(LedgerTermId.Anonymous, outside - estimate, named > 0 ? LedgerHow.Exact : LedgerHow.Estimated);
            return;
        }

        if (mappings.NamedMetadata.Bytes > 0)
        {
            draft.Set(LedgerTermId.Metadata, mappings.NamedMetadata.Bytes, LedgerHow.Exact);
        }
        else if (input.IsGo)
        {
            draft.Warnings.Add("ledger-metadata-in-anonymous");
        }

        draft.Set(LedgerTermId.Anonymous, outside, LedgerHow.Derived);
    }

    private static void AddArena(LedgerDraft draft, LedgerInput input, MappingTotals mappings)
    {
        if (!input.IsGo)
        {
            return;
        }

        long arena = mappings.Arena.Bytes;
        if (input.Pages is { } pages && input.Go is { } go && ArenaSplit.Of(pages) is { } split)
        {
            draft.Sources.AddRange(["runtime", "pagemap"]);
            ArenaTerms.FromPages(draft, split, go, arena);
        }
        else if (input.Go is { HeapInuse: not null, HeapAlloc: not null } levels)
        {
            draft.Sources.Add(string.Equals(levels.Source, "memory", StringComparison.Ordinal) ? "runtime" : "endpoint");
            ArenaTerms.FromLevels(draft, levels, arena);
        }
        else
        {
            bool isKnown = mappings.ArenaSource is "names" or "runtime";
            draft.Set(LedgerTermId.GoHeap, arena, isKnown ? LedgerHow.Exact : LedgerHow.Estimated);
        }
    }

    // Without smaps nothing tells the Go heap from the rest of anonymous memory, nor the program from its data files.
    private static void AddStatus(LedgerDraft draft, LedgerInput input)
    {
        var process = input.After ?? input.Before;
        bool hasLevels = input is { IsGo: true, Go: { HeapInuse: not null, HeapAlloc: not null } };
        long? live = input is { IsGo: true, IsRecorded: true, Go: { } go } ? LiveHeap.Of(go) : null;
        draft.Sources.Add("status");
        draft.Warnings.Add(!input.IsRecorded ? "ledger-status-only" : hasLevels ? "ledger-from-sums" : live is null ? "ledger-res-only" : "ledger-live-only");
        if (live is not null && LiveHeap.IsOfAssumedGogc(input.Go!))
        {
            draft.Warnings.Add("ledger-gogc-assumed");
        }

        if (!process.IsPartial)
        {
            draft.Set(LedgerTermId.Shared, process.RssShmem.Bytes, LedgerHow.Exact);
        }

        if (input is { IsGo: false, IsRecorded: false })
        {
            draft.Set(LedgerTermId.Anonymous, process.RssAnon.Bytes, LedgerHow.Exact);
        }

        if (hasLevels)
        {
            AddLevels(draft, input.Go!, process);
        }
        else if (live is { } marked)
        {
            draft.Sources.Add("endpoint");
            draft.Set(LedgerTermId.Live, Math.Min(marked, process.Res.Bytes), LedgerHow.Estimated);
        }
    }

    private static void AddLevels(LedgerDraft draft, GoMemory levels, ProcessMemory process)
    {
        draft.Sources.Add(string.Equals(levels.Source, "memory", StringComparison.Ordinal) ? "runtime" : "endpoint");
        long held = levels.HeapInuse!.Value.Bytes + (levels.StackInuse?.Bytes ?? 0)
            + Math.Max(0, (levels.HeapIdle?.Bytes ?? 0) - (levels.HeapReleased?.Bytes ?? 0));
        // Of a source that does not tell what is anonymous, all of RES may be.
        long anonymous = process.IsPartial ? process.Res.Bytes : process.RssAnon.Bytes;
        long arena = Math.Min(held, anonymous);
        ArenaTerms.FromLevels(draft, levels, arena);
        if (MetadataMapped(levels) is { } mapped)
        {
            draft.Set(LedgerTermId.Metadata, Math.Clamp(mapped - UntouchedMetadata.Of(levels), 0, anonymous - arena), LedgerHow.Estimated);
        }

        // Sums do not tell what of the released pages is resident, nor what was never touched.
        draft.Figures = draft.Figures with { ReleasedResident = null, Untouched = null };
        draft.MakeEstimated();
    }

    // Makes the terms add up to RES.
    private static ByteSize Reconcile(LedgerDraft draft, LedgerInput input)
    {
        var last = input.After ?? input.Before;
        long before = Math.Min(input.Before.Res.Bytes, last.Res.Bytes);
        long after = Math.Max(input.Before.Res.Bytes, last.Res.Bytes);
        long sum = draft.Sum();
        bool isPlausible = input.Mappings is null || (sum >= before - ToleranceBytes && sum <= after + ToleranceBytes);
        if (!isPlausible)
        {
            draft.Warnings.Add("ledger-vmrss-off");
            draft.Set(LedgerTermId.Unattributed, 0, LedgerHow.Derived);
            return new(sum);
        }

        // Of the two readings around smaps, the one that is nearer to what smaps added up.
        var nearest = Math.Abs(input.Before.Res.Bytes - sum) < Math.Abs(last.Res.Bytes - sum) ? input.Before : last;
        long missing = nearest.Res.Bytes - sum;
        draft.Set(LedgerTermId.Unattributed, Math.Max(missing, 0), LedgerHow.Derived);
        if (missing < 0)
        {
            draft.Take(-missing);
        }

        return nearest.Res;
    }

    private static TimeSpan SkewOf(LedgerDraft draft, LedgerInput input)
    {
        DateTimeOffset?[] times = [input.Mappings?.TakenAt, input.Go?.TakenAt, input.Pages?.TakenAt];
        var known = times.OfType<DateTimeOffset>().ToList();
        var skew = known.Count < 2 ? TimeSpan.Zero : known.Max() - known.Min();
        if (skew > MostSkew)
        {
            draft.Warnings.Add("ledger-skew");
        }

        return skew;
    }

    private static LedgerFigures FiguresOf(LedgerDraft draft, LedgerInput input)
    {
        var runtime = draft.Figures with
        {
            LargeObjects = input.Pages?.Spans.SizeClasses.FirstOrDefault(static use => use.SizeClass == 0)?.ObjectTotal,
            MetadataMapped = MetadataMapped(input.Go) is { } mapped ? new ByteSize(mapped) : null,
            Swap = input.Before.Swap,
        };
        return input.Mappings is { } mappings ? WithMappings(runtime, mappings) : runtime;
    }

    private static LedgerFigures WithMappings(LedgerFigures figures, MappingTotals mappings)
    {
        bool hasArena = mappings.ArenaSource is not null;
        return figures with
        {
            ArenaResident = hasArena ? mappings.Arena : null,
            ArenaHugePages = hasArena ? mappings.ArenaHugePages : null,
            ArenaLazyFree = hasArena ? mappings.ArenaLazyFree : null,
            OutsideAnonymous = mappings.Outside + mappings.NamedMetadata,
            OutsideMapped = mappings.OutsideMapped,
            NativeArenas = mappings.NativeArenas,
            ThreadStacks = mappings.ThreadStackCount,
            HugePages = mappings.HugePages,
            LazyFree = mappings.LazyFree,
            Swap = mappings.Swap,
            Pss = mappings.Pss,
            FileClean = mappings.FileClean,
        };
    }

    private static long? MetadataMapped(GoMemory? go) =>
        go is { Sys: { } sys, HeapSys: { } heap, StackInuse: { } stacks } ? Amount.Of((double)sys.Bytes - heap.Bytes - stacks.Bytes).Bytes : null;
}
