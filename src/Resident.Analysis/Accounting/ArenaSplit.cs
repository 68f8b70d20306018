using Resident.Model;

namespace Resident.Analysis.Accounting;

/// <summary>What of the Go arenas is in RAM, by what lies there: the join of spans, page bitmaps and pagemap.</summary>
/// <remarks>
/// In a span with free slots, the pages that were never touched are taken for free slots first: a span is filled from its start. In a span
/// of one large object, what is not resident is the object's.
/// </remarks>
internal readonly record struct ArenaSplit
{
    /// <summary>Gets resident bytes of objects, dead ones that were not swept yet included.</summary>
    public long Objects { get; init; }

    /// <summary>Gets resident bytes of free slots in spans in use.</summary>
    public long FreeSlots { get; init; }

    /// <summary>Gets resident bytes of spans for stacks and the collector's work lists.</summary>
    public long Manual { get; init; }

    /// <summary>Gets resident bytes of free pages.</summary>
    public long Idle { get; init; }

    /// <summary>Gets resident bytes of free pages that were given back.</summary>
    public long Released { get; init; }

    /// <summary>Gets resident bytes of pages that are taken, and in no span that was seen.</summary>
    public long Other { get; init; }

    /// <summary>Gets the bytes of all objects, resident or not.</summary>
    public long ObjectBytes { get; init; }

    /// <summary>Gets bytes of spans in use that are not resident.</summary>
    public long Untouched { get; init; }

    /// <summary>Gets the part of <see cref="Untouched"/> that lies in objects above 32 KiB of which less than half is resident.</summary>
    public long UntouchedLarge { get; init; }

    /// <summary>Gets all resident bytes.</summary>
    public long Total => Objects + FreeSlots + Manual + Idle + Released + Other;

    /// <summary>Makes the split.</summary>
    /// <returns>Null where the kernel did not tell which pages are resident.</returns>
    public static ArenaSplit? Of(GoPageMap map)
    {
        var split = default(ArenaSplit);
        foreach (var region in map.Regions)
        {
            if (!region.IsResidencyKnown)
            {
                return null;
            }

            split = AddFree(split, region, map.PageBytes);
        }

        return AddObjects(split, map);
    }

    private static ArenaSplit AddFree(ArenaSplit split, GoPageRegion region, int pageBytes)
    {
        Span<long> resident = stackalloc long[5];
        foreach (var run in region.Runs.Span)
        {
            resident[(int)run.Kind] += ResidentOf(run, pageBytes);
        }

        return split with
        {
            Idle = split.Idle + resident[(int)GoPageKind.Idle],
            Released = split.Released + resident[(int)GoPageKind.Released],
            Manual = split.Manual + resident[(int)GoPageKind.Stacks],
            Other = split.Other + resident[(int)GoPageKind.Other],
        };
    }

    private static ArenaSplit AddObjects(ArenaSplit split, GoPageMap map)
    {
        long objects = 0;
        long free = 0;
        long total = 0;
        long untouched = 0;
        long large = 0;
        int region = 0;
        var walk = map.Regions.Count == 0 ? default : new GoPageWalk(map.Regions[0]);
        foreach (var span in map.Spans.Spans)
        {
            while (region < map.Regions.Count && EndOf(map.Regions[region], map.PageBytes) <= span.Address)
            {
                region++;
                walk = region < map.Regions.Count ? new(map.Regions[region]) : default;
            }

            if (span.State != GoSpanState.InUse || region == map.Regions.Count || span.Address < map.Regions[region].Address)
            {
                continue;
            }

            var (resident, pages) = ResidentOf(ref walk, map.Regions[region].Address, span, map.PageBytes);
            long held = Math.Min(span.Objects * span.ObjectBytes, pages);
            objects += Math.Min(held, resident);
            free += resident - Math.Min(held, resident);
            total += held;
            untouched += pages - resident;
            large += span.SizeClass == 0 && resident < pages / 2 ? pages - resident : 0;
        }

        return split with { Objects = objects, FreeSlots = free, ObjectBytes = total, Untouched = untouched, UntouchedLarge = large };
    }

    private static ulong EndOf(GoPageRegion region, int pageBytes) => region.Address + ((ulong)region.Pages * (ulong)pageBytes);

    // The resident bytes of a span, and the bytes of its pages that still belong to it.
    private static (long Resident, long Bytes) ResidentOf(ref GoPageWalk walk, ulong start, GoSpan span, int pageBytes)
    {
        int first = (int)((span.Address - start) / (ulong)pageBytes);
        int end = (int)Math.Min(first + (span.Bytes / pageBytes), int.MaxValue);
        long resident = 0;
        long bytes = 0;
        walk.SkipTo(first);
        while (walk.TryTake(end, out var part))
        {
            if (part.Kind == GoPageKind.Objects)
            {
                resident += ResidentOf(part, pageBytes);
                bytes += (long)part.Pages * pageBytes;
            }
        }

        return (resident, bytes);
    }

    private static long ResidentOf(GoPageRun run, int pageBytes) => (long)run.Resident * pageBytes / 100 * run.Pages;
}
