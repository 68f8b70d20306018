using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>All rules, in the order in which they are asked: a rule that explains a term's growth takes it from those after it, so the
/// special ones stand before the general ones.</summary>
/// <remarks>A new cause: a class with <see cref="IRule"/>, a line here, its name in VerdictIds, and its sentences in each language.</remarks>
internal static class RuleTable
{
    public static IReadOnlyList<IRule> All { get; } =
    [
        new GcDisabledRule(),
        new FirstTouchRule(),
        new ReleasedResidentRule(),
        new ThreadLeakRule(),
        new FinalizerBacklogRule(),
        new GoroutineLeakRule(),
        new GoroutineHighwaterRule(),
        new StackGrowthRule(),
        new SurvivorRule(),
        new LateGcRule(),
        new FragmentationRule(),
        new LiveLeakRule(),
        new MemoryLimitRule(),
        new LiveLevelRule(),
        new MetadataRule(),
        new HeadroomRule(),
        new IdleRule(),
        new UnreadHeapRule(),
        new NativeHeapRule(),
        new AnonymousRule(),
        new FileRule(LedgerTermId.Files, VerdictIds.FileMappedGrowth),
        new FileRule(LedgerTermId.Executable, VerdictIds.ExeFaultIn),
        new FileRule(LedgerTermId.Shared, VerdictIds.ShmemGrowth),
        new UnsplitRule(),
        new OutsideResRule(),
        new OtherProcessesRule(),
        new PeriodicRule(),
        new ResFellRule(),
    ];
}
