using Resident.Analysis.Trends;
using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Evidence;

/// <summary>Looks for places of whose objects next to none are freed, though marks have looked at them: a leak's
/// signature, however short the window.</summary>
/// <remarks>
/// <para>A cache at its bound, a store with an expiry and a pool free as many objects of a place as come. What expires
/// after the window, or is freed in batches, has been freed before: the frees since the process started are asked, too.
/// What was filled at the start, or in a burst, has no arrivals in the last third of the period.</para>
/// <para>Chance: of n objects of a place that frees half of what comes, none is freed with the probability of 2^-n; the
/// least of n is 12.</para>
/// </remarks>
internal sealed class SurvivorSearch
{
    /// <summary>The least sampled objects of a place, judged by a mark, none of them freed, that rule chance
    /// out.</summary>
    public const int LeastObjects = 12;

    /// <summary>The least of these that came in the period.</summary>
    public const int LeastArrivals = 3;

    private const double MostFreed = 0.05;
    private const double SteadyShare = 0.5;
    private const double SteadyDeviations = 2;
    private const double LeastOfFormerRate = 0.6;
    private const double FormerlyFreed = 0.3;
    private const double LeastDifference = 0.05;
    private const int LeastForASuspect = 8;
    private const int LeastDoubts = 2;
    private const int LeastUndecided = 6;
    private const double UndecidedSharePerDay = 1;
    private const double UndecidedChance = 0.05;
    private const int MostPlaces = 8;

    // A rate that would add less than this share of RES in a day is no answer to why RES grows.
    private const double MaterialSharePerDay = 0.02;
    private const double DefaultSampleBytes = 512 * 1024;

    private readonly double _res;
    private readonly double _ageAtStart;

    private SurvivorSearch(IReadOnlyList<AllocationReading> readings, double res, DateTimeOffset? startedAt)
    {
        _res = res;
        Seconds = (readings[^1].TakenAt - readings[0].TakenAt).TotalSeconds;
        _ageAtStart = startedAt is { } started ? (readings[0].TakenAt - started).TotalSeconds : double.NaN;
        CyclesSeen = readings[^1].NumGC - readings[0].NumGC;
        var (stacks, ways, places) = PlaceFlows.Sum(readings);
        PlaceFlow[] all = [.. stacks, .. ways, .. places];
        Leaks = Distinct(all.Where(IsLeak));
        Suspects = Distinct(all.Where(IsSuspect));
        Doubtful = Distinct(stacks.Where(flow => IsNeverFreed(flow) && flow.LateArrivals > 0 && flow.Judged > 0 && IsAtFormerRate(flow)));
        Returning = [.. stacks.Where(static flow => IsReturning(flow) || IsFilling(flow)).OrderByDescending(static flow => flow.ArrivedBytes)];
        DoubtfulArrivals = Doubtful.Sum(static flow => flow.Judged);
        Undecided = [.. stacks.Where(flow => IsNeverFreed(flow) && MayGoOn(flow)).OrderByDescending(static flow => flow.Held)];
        SuspectNaming.Name(stacks, [.. Leaks, .. Suspects, .. Doubtful], IsAtRest);
        EndedBytes = stacks.Where(static flow => flow.Arrivals >= LeastArrivals && IsNeverFreed(flow) && !GoesOn(flow)).Sum(static flow => flow.ArrivedBytes);
        HeldBytes = stacks.Sum(static flow => flow.Held);
        MeanHeldSampleBytes = Mean(stacks);
    }

    /// <summary>Gets the places with a leak's signature, the fastest first.</summary>
    public IReadOnlyList<PlaceFlow> Leaks { get; }

    /// <summary>Gets the places that have freed next to nothing since the process started and go on allocating, the
    /// largest first.</summary>
    public IReadOnlyList<PlaceFlow> Suspects { get; }

    /// <summary>Gets the stacks that never freed an object and of whose objects of the period a mark has looked at
    /// some: too few to be sure.</summary>
    public IReadOnlyList<PlaceFlow> Doubtful { get; }

    /// <summary>Gets the stacks that freed much before the period and far less in it (a batch that is collected, a load
    /// that comes), or more in it than before (a store that fills). The largest arrivals first.</summary>
    public IReadOnlyList<PlaceFlow> Returning { get; }

    /// <summary>Gets the objects of the period that a mark has looked at, of the doubtful stacks.</summary>
    public long DoubtfulArrivals { get; }

    /// <summary>Gets a value indicating whether these speak against a level.</summary>
    public bool IsDoubtful => DoubtfulArrivals >= LeastDoubts;

    /// <summary>Gets the stacks that never freed an object, and whose arrivals are so few on average that the period
    /// cannot tell whether they have ended. The largest first.</summary>
    public IReadOnlyList<PlaceFlow> Undecided { get; }

    /// <summary>Gets the bytes that came in the period from stacks that free nothing and have stopped, scaled up: what
    /// was built at once.</summary>
    public double EndedBytes { get; }

    /// <summary>Gets the bytes that all stacks hold, scaled up.</summary>
    public double HeldBytes { get; }

    /// <summary>Gets the bytes that a sampled object stands for, the mean over what is held.</summary>
    public double MeanHeldSampleBytes { get; }

    /// <summary>Gets the seconds between the first and the last reading.</summary>
    public double Seconds { get; }

    /// <summary>Gets the GC cycles that ended between the first and the last reading.</summary>
    public long CyclesSeen { get; }

    /// <summary>Looks for them.</summary>
    /// <param name="observation">What was seen.</param>
    /// <param name="res">RES at its end, bytes.</param>
    /// <param name="since">The time before which nothing counts: live was bent, or stepped, then.</param>
    /// <returns>Null where the heap profiler's counts were not read twice.</returns>
    public static SurvivorSearch? Make(Observation observation, double res, DateTimeOffset since)
    {
        AllocationReading[] readings = [.. observation.Allocations.Where(reading => reading.TakenAt >= since)];
        return readings.Length < 2 || readings[^1].TakenAt <= readings[0].TakenAt ? null : new(readings, res, observation.Target.StartedAt);
    }

    /// <summary>Tells of a place.</summary>
    public VerdictSuspect ToSuspect(PlaceFlow flow) => new()
    {
        Function = flow.Suspect.Function,
        File = flow.Suspect.File,
        Line = flow.Suspect.Line,
        Held = Amount.Of(flow.Held),
        SampledAllocs = flow.TotalJudged,
        SampledFrees = flow.TotalFrees,
        Period = TimeSpan.FromSeconds(double.IsNaN(_ageAtStart) ? Seconds : _ageAtStart + Seconds),
        IsSinceStart = !double.IsNaN(_ageAtStart),
    };

    private static double Mean(List<PlaceFlow> stacks)
    {
        double bytes = stacks.Sum(static flow => flow.Held);
        long objects = stacks.Sum(static flow => Math.Max(0, flow.TotalJudged - flow.TotalFrees));
        return objects > 0 ? bytes / objects : DefaultSampleBytes;
    }

    // One entry a function: the way of calls and the place of the same leak tell nothing new.
    private static List<PlaceFlow> Distinct(IEnumerable<PlaceFlow> flows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. flows.OrderByDescending(static flow => flow.ArrivedBytes).ThenByDescending(static flow => flow.Held)
            .Where(flow => seen.Add(flow.Place.Function)).Take(MostPlaces)];
    }

    private static bool IsNeverFreed(PlaceFlow flow) =>
        flow.TotalFrees <= MostFreed * flow.TotalJudged && flow.Frees <= MostFreed * Math.Max(flow.Judged, flow.Arrivals);

    private static bool IsReturning(PlaceFlow flow) =>
        flow.FormerJudged >= LeastObjects && FormerShare(flow) >= FormerlyFreed
        && PoissonBounds.Upper(flow.Frees) < (FormerShare(flow) - LeastDifference) * Passed(flow);

    // More of what comes is freed than before: a store on its way to its bound.
    private static bool IsFilling(PlaceFlow flow) =>
        flow.FormerJudged >= LeastObjects && Passed(flow) >= LeastObjects && flow.Frees >= FormerlyFreed * Passed(flow)
        && PoissonBounds.Lower(flow.Frees) > (FormerShare(flow) + LeastDifference) * Passed(flow);

    private static double FormerShare(PlaceFlow flow) => flow.FormerJudged == 0 ? 0 : (double)flow.FormerFrees / flow.FormerJudged;

    // What a mark looked at in the period, of objects of any age.
    private static long Passed(PlaceFlow flow) => flow.TotalJudged - flow.FormerJudged;

    // It frees as a rule, or nothing comes any more.
    private static bool IsAtRest(PlaceFlow flow) => flow.TotalJudged >= LeastArrivals && (!IsNeverFreed(flow) || flow.LateArrivals == 0);

    private bool IsLeak(PlaceFlow flow) =>
        CyclesSeen > 0 && flow.Judged >= LeastArrivals && flow.TotalJudged >= LeastObjects && IsNeverFreed(flow)
        && GoesOn(flow) && IsAtFormerRate(flow) && IsMaterial(flow);

    private bool IsSuspect(PlaceFlow flow) =>
        flow.TotalJudged >= LeastForASuspect && flow.Arrivals > 0 && flow.LateArrivals > 0 && IsNeverFreed(flow) && IsMaterial(flow);

    private static bool GoesOn(PlaceFlow flow)
    {
        double due = flow.Arrivals / 3.0;
        double least = Math.Max(SteadyShare * due, due - (SteadyDeviations * Math.Sqrt(flow.Arrivals * 2 / 9.0)));
        return flow.LateArrivals >= Math.Max(1, least);
    }

    // A cache that is nearly full takes in ever less.
    private bool IsAtFormerRate(PlaceFlow flow) =>
        double.IsNaN(_ageAtStart) || _ageAtStart <= 0 || PoissonBounds.Upper(flow.Arrivals) / Seconds >= LeastOfFormerRate * flow.Before / _ageAtStart;

    // At its average pace since the start it would double RES within a day, and that so few came in the period, and in
    // its last third, may be chance.
    private bool MayGoOn(PlaceFlow flow)
    {
        if (double.IsNaN(_ageAtStart) || _ageAtStart <= 0 || flow.Before < LeastUndecided)
        {
            return false;
        }

        double expected = flow.Before / _ageAtStart * Seconds;
        double perDay = Math.Max(0, flow.HeldBefore) / _ageAtStart * TrendThresholds.DaySeconds;
        return perDay >= UndecidedSharePerDay * _res
            && PoissonBounds.AtMost(flow.Arrivals, expected) > UndecidedChance
            && PoissonBounds.AtMost(flow.LateArrivals, expected * PlaceFlows.LateShare) > UndecidedChance;
    }

    private bool IsMaterial(PlaceFlow flow)
    {
        double each = flow.ArrivedBytes / Math.Max(1, flow.Arrivals);
        return PoissonBounds.Lower(flow.Arrivals) * each / Seconds * TrendThresholds.DaySeconds >= MaterialSharePerDay * _res;
    }
}
