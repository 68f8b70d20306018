using Resident.Model;
using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Evidence;

/// <summary>How the sampled objects of one place, or of one way to it, came and went while the heap profiler was
/// read.</summary>
internal sealed class PlaceFlow
{
    private double _largest;

    /// <summary>Initializes a new instance of the <see cref="PlaceFlow"/> class.</summary>
    /// <param name="place">Where it allocates.</param>
    /// <param name="callers">What called it.</param>
    public PlaceFlow(GoFrame place, IReadOnlyList<GoFrame> callers)
    {
        Place = place;
        Suspect = place;
        Callers = callers;
    }

    public GoFrame Place { get; private set; }

    public IReadOnlyList<GoFrame> Callers { get; }

    /// <summary>Gets where a person has to look: the place, or the caller that tells its leaking stacks from
    /// others.</summary>
    public GoFrame Suspect { get; set; }

    /// <summary>Gets the allocations of the period.</summary>
    public long Arrivals { get; private set; }

    /// <summary>Gets these of the period's last third.</summary>
    public long LateArrivals { get; private set; }

    /// <summary>Gets the allocations of the period that a mark has looked at since, and whose dead ones are
    /// freed.</summary>
    public long Judged { get; private set; }

    /// <summary>Gets the frees of the period, of objects of any age.</summary>
    public long Frees { get; private set; }

    /// <summary>Gets the allocations since the process started that a mark has looked at.</summary>
    public long TotalJudged { get; private set; }

    /// <summary>Gets the frees since the process started.</summary>
    public long TotalFrees { get; private set; }

    /// <summary>Gets the allocations before the period that a mark had looked at when it began, and whose dead ones
    /// were freed.</summary>
    public long FormerJudged { get; private set; }

    /// <summary>Gets the frees before the period.</summary>
    public long FormerFrees => TotalFrees - Frees;

    /// <summary>Gets the bytes held at the period's start, scaled up.</summary>
    public double HeldBefore { get; private set; }

    /// <summary>Gets the bytes held at the period's end, scaled up.</summary>
    public double Held { get; private set; }

    /// <summary>Gets the bytes that came in the period, scaled up.</summary>
    public double ArrivedBytes { get; private set; }

    /// <summary>Gets the sampled allocations before the period.</summary>
    public long Before => TotalJudged - Judged;

    /// <summary>Adds a stack's counts.</summary>
    /// <param name="first">At the period's start, or null where the stack was not there.</param>
    /// <param name="late">At the begin of its last third, or null.</param>
    /// <param name="last">At its end.</param>
    /// <param name="isSwept">Whether the last cycle's sweep was over at the start and at the end, so that its frees
    /// were known.</param>
    public void Add(StackAllocations? first, StackAllocations? late, StackAllocations last, (bool First, bool Last) isSwept)
    {
        long before = first?.Allocs ?? 0;
        long judged = isSwept.Last ? last.MarkedAllocs : last.SweptAllocs;
        FormerJudged += first is null ? 0 : isSwept.First ? first.MarkedAllocs : first.SweptAllocs;
        Arrivals += last.Allocs - before;
        LateArrivals += last.Allocs - (late?.Allocs ?? 0);
        Judged += Math.Max(0, judged - before);
        TotalJudged += judged;
        Frees += last.Frees - (first?.Frees ?? 0);
        TotalFrees += last.Frees;
        HeldBefore += first?.HeldBytes ?? 0;
        Held += last.HeldBytes;
        ArrivedBytes += (last.Allocs - before) * last.BytesPerSample;
        if (last.HeldBytes > _largest)
        {
            (_largest, Place, Suspect) = (last.HeldBytes, last.Place, last.Place);
        }
    }

    /// <summary>Says what it holds, and how little of it was ever freed.</summary>
    public VerdictFact ToFact() => new(
        VerdictFactIds.NoneFreed, VerdictFigure.Word("function", Suspect.Function), VerdictFigure.Bytes("held", Held),
        VerdictFigure.Count("frees", TotalFrees), VerdictFigure.Count("objects", TotalJudged));
}
