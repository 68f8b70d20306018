using System.Globalization;
using Resident.Model;
using Resident.Model.Giving;

namespace Resident.Analysis.Giving;

/// <summary>Tells what of RES can be given back for good, and what would make it unnecessary to ask.</summary>
public static class GivingRules
{
    private const long Mebibyte = 1024 * 1024;
    private const double WorthwhileShare = 0.04;
    private const double LimitFactor = 1.3;
    private const int FirstMinorWithLimit = 19;
    private const int FirstMinorWithThpSwitch = 21;

    private static readonly ByteSize SmallestWorthwhile = new(2 * Mebibyte);

    /// <summary>The least amount that is worth a route: 4 % of RES, and 2 MiB.</summary>
    public static ByteSize Worthwhile(GivingReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var share = new ByteSize((long)(reading.Res.Bytes * WorthwhileShare));
        return share > SmallestWorthwhile ? share : SmallestWorthwhile;
    }

    /// <summary>What the runtime returns when it is asked: idle pages, and garbage that nothing else will collect soon.</summary>
    public static ByteSize Returnable(GivingReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return reading.SpareIdle + reading.WaitingGarbage;
    }

    /// <summary>What the runtime is expected to return; null where only a collection can tell.</summary>
    public static ByteSize? Expected(GivingReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var returnable = Returnable(reading);
        return reading.Go is null || (reading.IsStale && returnable < Worthwhile(reading)) ? null : returnable;
    }

    /// <summary>What the kernel drops when it is asked.</summary>
    public static ByteSize Droppable(GivingReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var released = reading.Released ?? default;
        var lazy = reading.LazyFree ?? default;
        return lazy < released ? lazy : released;
    }

    /// <summary>Tells why nothing would stay given back.</summary>
    /// <returns>Null where something would, or where the runtime cannot be read.</returns>
    public static string? WhyNothing(GivingReading reading, int pid)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var least = Worthwhile(reading);
        if (reading.Go is null || reading.IsStale || Returnable(reading) >= least || Droppable(reading) >= least)
        {
            return null;
        }

        string heap = Line($"of RES {reading.Res}, {reading.Live} are live objects, {reading.Stacks} stacks and {reading.Rest} the program and what lies outside the heap");
        if (reading.Fragmentation > reading.Live && reading.Fragmentation >= least)
        {
            return Line($"{reading.Fragmentation} are free slots in spans that hold at least one live object each; no collection returns those: {heap}.");
        }

        var room = (reading.Garbage ?? default) + (reading.Idle ?? default);
        return room >= least
            ? Line($"Everything resident is live, or the room that GOGC leaves the collector ({room}), which is taken again at once: {heap}. Where it grows, find out why: resident why {pid}.")
            : Line($"Everything resident is live: {heap}. Where it grows, find out why: resident why {pid}.");
    }

    /// <summary>Tells what to change, the most effective first.</summary>
    /// <param name="reading">RES and its parts.</param>
    /// <param name="minor">The y of Go 1.y; null where it is not known.</param>
    /// <param name="settled">A reading after a collection, which knows better what is live; null where there is none.</param>
    public static IReadOnlyList<GivingAdvice> Advise(GivingReading reading, int? minor, GivingReading? settled = null)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var least = Worthwhile(reading);
        var advice = new List<GivingAdvice>();
        if (Droppable(reading) >= least)
        {
            advice.Add(new("GODEBUG=madvdontneed=1", "Pages that the runtime gives back leave RES at once, and not only when the machine is short of memory.", Droppable(reading)));
        }

        var returnable = reading.SpareIdle + (reading.Garbage ?? default);
        if (returnable >= least && reading.Go is { } go)
        {
            AddLimit(advice, settled ?? reading, go, returnable, minor);
        }

        if (Returnable(reading) >= least || reading.IsStale)
        {
            advice.Add(new("debug.FreeOSMemory() // import \"runtime/debug\"", "After the job that needs the most memory: collects, and returns what is idle.", Expected(reading)));
        }

        if (reading.HugePages is { } huge && reading.Released is { } released && released - Droppable(reading) >= least && huge >= least)
        {
            bool hasSwitch = minor >= FirstMinorWithThpSwitch;
            advice.Add(new(
                hasSwitch ? "GODEBUG=disablethp=1" : "echo 0 > /sys/kernel/mm/transparent_hugepage/khugepaged/max_ptes_none",
                "Huge pages back memory that the heap has given back.",
                released - Droppable(reading)));
        }

        return advice;
    }

    /// <summary>The limit below which the collector would run without end: 1.3 times what it cannot free.</summary>
    /// <remarks>The limit counts all that the runtime maps and has not released: live objects, stacks and the runtime's own structures.
    /// Source: Go's runtime/mgcpacer.go (memoryLimitHeapGoal).</remarks>
    public static ByteSize? SafeLimit(GivingReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Go is not { HeapMarked: { } marked, Sys: { } sys, HeapSys: { } heapSys } go)
        {
            return null;
        }

        var kept = marked + (go.StackInuse ?? default) + (sys - heapSys) + (reading.Fragmentation ?? default);
        long bytes = (long)(kept.Bytes * LimitFactor) + (4 * Mebibyte);
        return new((bytes + Mebibyte - 1) / Mebibyte * Mebibyte);
    }

    private static void AddLimit(List<GivingAdvice> advice, GivingReading reading, GoMemory go, ByteSize returnable, int? minor)
    {
        if (minor < FirstMinorWithLimit)
        {
            advice.Add(new("GOGC=50", "The collector leaves half as much room above what is live. GOMEMLIMIT needs Go 1.19.", null));
        }
        else if (SafeLimit(reading) is { } limit && !(go.MemoryLimit <= limit))
        {
            string value = (limit.Bytes / Mebibyte).ToString(CultureInfo.InvariantCulture);
            advice.Add(new($"GOMEMLIMIT={value}MiB", "1.3 times what is live now: above it the runtime collects and returns memory by itself. Add what the peak needs.", returnable));
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
