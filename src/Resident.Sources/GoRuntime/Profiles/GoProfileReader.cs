using Resident.Model;
using Resident.Sources.GoRuntime.Functions;
using Resident.Sources.GoRuntime.Globals;

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
        var rates = new GoSampleRates(_target, _globals, _symbolizer.Functions);
        long? rate = isHeap ? rates.ReadMemProfileRate() : 1;
        long? fraction = kind is "mutex" && located.Count > 0 ? rates.ReadMutexFraction() : 1;
        return new()
        {
            Kind = kind,
            TakenAt = memory.TakenAt,
            Period = rate ?? DefaultMemProfileRate,
            Scale = fraction ?? 1,
            IsPeriodKnown = rate is not null && fraction is not null,
            TicksPerSecond = isHeap || located.Count == 0 ? null : rates.FindTickRate(),
            Locations = locator.Locations,
            Samples = located,
        };
    }
}
