using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Functions;
using Resident.Sources.GoRuntime.Globals;
using Resident.Sources.GoRuntime.Heap;

namespace Resident.Sources.GoRuntime.Profiles;

/// <summary>Reads one of the profiles that the runtime keeps, with its functions named.</summary>
internal sealed class GoProfileReader
{
    private const long DefaultMemProfileRate = 512 * 1024;

    private readonly GoTarget _target;
    private readonly GoGlobals _globals;
    private readonly GoSymbolizer _symbolizer;

    /// <summary>Initializes a new instance of the <see cref="GoProfileReader"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="globals">Where its variables lie.</param>
    /// <param name="symbolizer">What names functions.</param>
    public GoProfileReader(GoTarget target, GoGlobals globals, GoSymbolizer symbolizer)
    {
        _target = target;
        _globals = globals;
        _symbolizer = symbolizer;
    }

    /// <summary>Reads a profile.</summary>
    /// <param name="kind">"heap", "block" or "mutex".</param>
    /// <param name="head">The address of the list's head; 0: there is none.</param>
    /// <param name="memory">Statistics of the same moment.</param>
    /// <returns>The profile, or null where it could not be read.</returns>
    public GoStackProfile? Read(string kind, ulong head, GoMemory memory)
    {
        long bucketBytes = memory.BuckHashSys?.Bytes ?? 0;
        var buckets = new GoBucketReader(_target);
        var samples = head == 0 ? [] : kind switch
        {
            "heap" => buckets.ReadHeap(head, memory.NumGC ?? 0, bucketBytes),
            "block" => buckets.ReadWaits(head, 2, bucketBytes),
            _ => buckets.ReadWaits(head, 3, bucketBytes),
        };
        if (samples is null)
        {
            return null;
        }

        var locator = new GoStackLocator(_symbolizer);
        bool isHeap = string.Equals(kind, "heap", StringComparison.Ordinal);
        bool isPhysical = !isHeap && _target.Layout.Minor >= 23;
        var located = samples.ConvertAll(sample => sample with { Locations = locator.Locate(sample.Stack, isHeap, isPhysical) });
        long? rate = isHeap ? ReadRate() : 1;
        return new()
        {
            Kind = kind,
            TakenAt = memory.TakenAt,
            Period = rate ?? DefaultMemProfileRate,
            IsPeriodKnown = rate is not null,
            TicksPerSecond = isHeap || located.Count == 0 ? null : GoTickRate.Find(_target, _globals.Sched),
            Locations = locator.Locations,
            Samples = located,
        };
    }

    // Since 1.24 each allocation cache keeps the rate that it samples with; before, only the symbol table tells where it is.
    private long? ReadRate()
    {
        const long MostRate = 1L << 40;
        ulong rate = 0;
        bool isRead = _globals.MemProfileRate != 0 && _target.Memory.TryReadU64(_globals.MemProfileRate, out rate);
        if (!isRead && _target.Layout.Has(GoField.McacheMemProfRate))
        {
            var processors = GoProcessors.Read(_target, _globals.Allp);
            isRead = processors.Caches.Length > 0
                && _target.Memory.TryReadU64(processors.Caches[0] + (ulong)_target.Layout[GoField.McacheMemProfRate], out rate);
        }

        return isRead && rate is > 0 and <= MostRate ? (long)rate : null;
    }
}
