using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>What a container counts and RES does not: page cache, tmpfs, memory of the kernel.</summary>
/// <remarks>The group may hold other processes too: its growth counts only as far as this process read or wrote, or its
/// page tables, threads and files grew.</remarks>
internal sealed class OutsideResRule : IRule
{
    private const double LeastBytes = 4 << 20;
    private const double BytesAThread = 16 * 1024;

    // Of a group's growth, what this process wrote at the least, and the other way round: others share the group.
    private const double WrittenShare = 0.3;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        double res = Math.Max(0, file.ChangeOf("res"));
        double tables = file.ChangeOf("page-tables");
        double written = file.ChangeOf("written");
        double calls = file.ChangeOf("written-by-calls");
        double cache = GroupChange(file, "group-cache", Math.Max(0, written) + Math.Max(0, file.ChangeOf("read")));
        double shmem = GroupChange(file, "group-shmem", calls);
        if (tables >= Math.Max(1 << 20, 0.5 * res))
        {
            return RuleAnswer.Found(
                VerdictIds.NotResKernel, null, tables, [],
                new VerdictFact("page-tables-rise", VerdictFigure.Change("change", tables), VerdictFigure.Bytes("level", file.Series("page-tables").Last)));
        }

        // What goes to tmpfs is written by calls, and never to a disk.
        if (shmem >= Math.Max(LeastBytes, 2 * res) && calls - written >= WrittenShare * shmem)
        {
            return RuleAnswer.Found(
                VerdictIds.NotResTmpfs, null, Math.Min(shmem, calls), [],
                new VerdictFact("tmpfs-rises", VerdictFigure.Change("change", shmem), VerdictFigure.Bytes("written", calls)));
        }

        double read = Math.Max(0, file.ChangeOf("read"));
        double moved = Math.Max(0, written) + read;
        if (moved >= Math.Max(LeastBytes, 2 * res) && cache >= Math.Max(LeastBytes, WrittenShare * moved))
        {
            return RuleAnswer.Found(VerdictIds.NotResPageCache, null, Math.Min(moved, cache), [], Cached(written, read, cache));
        }

        double things = Math.Max(0, file.ChangeOf("threads")) + Math.Max(0, file.ChangeOf("files"));
        double kernel = file.ChangeOf("group-kernel");
        if (kernel >= Math.Max(LeastBytes, 2 * res) && things * BytesAThread >= 0.3 * kernel)
        {
            return RuleAnswer.Found(
                VerdictIds.NotResKernel, null, kernel, [],
                new VerdictFact("kernel-rises", VerdictFigure.Change("change", kernel), VerdictFigure.Count("things", things)));
        }

        if (file.Series("written").Count == 0 && file.Series("group-cache").Count == 0)
        {
            return null;
        }

        return RuleAnswer.Not(VerdictIds.NotResPageCache, new(
            "outside-flat", VerdictFigure.Change("cache", cache), VerdictFigure.Bytes("written", Math.Max(written, 0)), VerdictFigure.Bytes("read", read)));
    }

    // What came from storage and what went there stays in the cache until the kernel needs the room.
    private static VerdictFact Cached(double written, double read, double cache) => read > written
        ? new("page-cache-read", VerdictFigure.Bytes("read", read), VerdictFigure.Bytes("written", Math.Max(written, 0)), VerdictFigure.Change("cache", cache))
        : new("page-cache-rises", VerdictFigure.Bytes("written", written), VerdictFigure.Change("cache", cache));

    // Without a control group, what was written to files is what the cache holds, at most. With one, others in it may have dropped theirs since:
    // the highest that the cache was is what counts.
    private static double GroupChange(CaseFile file, string figure, double instead)
    {
        var series = file.Series(figure);
        return series.Count >= 2 ? Math.Max(file.ChangeOf(figure), series.Max - series.First) : figure is "group-cache" ? instead : 0;
    }
}
