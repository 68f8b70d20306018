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
        if (ReadSamples(kind, head, memory) is not { } samples)
        {
            return null;
        }

        var locator = new GoStackLocator(_symbolizer);
        bool isHeap = string.Equals(kind, "heap", StringComparison.Ordinal);
        bool isPhysical = !isHeap && _target.Layout.Minor >= 23;
        samples = samples.ConvertAll(sample => sample with
        {
            Locations = locator.Locate(sample.Stack, isHeap, isPhysical),
            RuntimeCallee = isHeap ? locator.CalledByProgram(sample.Stack) : null,
        });
        var profile = new GoStackProfile
        {
            Kind = kind,
            TakenAt = memory.TakenAt,
            Period = 1,
            IsPeriodKnown = true,
            Locations = locator.Locations,
            Samples = samples,
        };
        var rates = new GoSampleRates(_target, _globals, _symbolizer);
        return isHeap ? WithHeapRate(profile, rates) : WithWaitRates(profile, rates);
    }

    /// <summary>Reads all that the heap profiler has counted.</summary>
    /// <param name="head">The address of the list's head; 0: there is none.</param>
    /// <param name="memory">Statistics of the same moment.</param>
    /// <returns>The counts; without any where the program does not record allocations. Null where they could not be
    /// read.</returns>
    public GoAllocationProfile? ReadAllocations(ulong head, GoMemory memory)
    {
        long cycles = memory.NumGC ?? 0;
        var locator = new GoStackLocator(_symbolizer);
        var rates = new GoSampleRates(_target, _globals, _symbolizer);
        long period = rates.IsMemProfileLinkedOut() ? 0 : rates.ReadMemProfileRate() ?? DefaultMemProfileRate;
        var counts = head == 0 || period == 0 ? [] : new GoBucketReader(_target).ReadAllocations(head, cycles, memory.BuckHashSys?.Bytes ?? 0);
        return counts is null ? null : new()
        {
            TakenAt = memory.TakenAt,
            NumGC = cycles,
            LastGC = memory.LastGC,
            Period = period,
            Counts = counts.ConvertAll(each => each.Count with { Locations = locator.Locate(each.Stack, hideRuntime: true, isPhysical: false) }),
            Locations = locator.Locations,
        };
    }

    private static GoStackProfile WithHeapRate(GoStackProfile profile, GoSampleRates rates)
    {
        if (rates.IsMemProfileLinkedOut())
        {
            // An allocation or two are recorded before a program knows.
            return profile with { Period = 0, Samples = [], Locations = [], Recording = GoProfileRecording.LinkedOut };
        }

        long? rate = rates.ReadMemProfileRate();
        return profile with
        {
            Period = rate ?? DefaultMemProfileRate,
            IsPeriodKnown = rate is not null,
            Recording = rate == 0 ? GoProfileRecording.SwitchedOff : GoProfileRecording.On,
        };
    }

    private static GoStackProfile WithWaitRates(GoStackProfile profile, GoSampleRates rates)
    {
        if (profile.Samples.Count == 0)
        {
            return profile;
        }

        long? fraction = profile.Kind is "mutex" ? rates.ReadMutexFraction() : 1;
        return profile with { Scale = fraction ?? 1, IsPeriodKnown = fraction is not null, TicksPerSecond = rates.FindTickRate() };
    }

    private List<GoStackSample>? ReadSamples(string kind, ulong head, GoMemory memory)
    {
        long bucketBytes = memory.BuckHashSys?.Bytes ?? 0;
        var buckets = new GoBucketReader(_target);
        return head == 0 ? [] : kind switch
        {
            "heap" => buckets.ReadHeap(head, memory.NumGC ?? 0, bucketBytes),
            "block" => buckets.ReadWaits(head, 2, bucketBytes),
            _ => buckets.ReadWaits(head, 3, bucketBytes),
        };
    }
}
