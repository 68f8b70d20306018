using Resident.Model;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>The kernel's view of the service that <see cref="MadeUpFacts"/> tells of.</summary>
internal static class MadeUpKernel
{
    public static ProcessMemory ProcessAt(MadeUpFacts facts, DateTimeOffset time, double share)
    {
        double files = facts.AreFilesCopied ? 0 : facts.Files(share);
        return MadeUpProcess.At(time, MadeUpFacts.Bytes(facts.Res(share))) with
        {
            Swap = MadeUpFacts.Bytes(facts.Swap(share)),
            RssAnon = MadeUpFacts.Bytes(facts.Res(share) - facts.Executable(share) - facts.Shared(share) - files),
            RssFile = MadeUpFacts.Bytes(facts.Executable(share) + files),
            PageTables = MadeUpFacts.Bytes(facts.PageTables(share)),
            Threads = (int)facts.Threads(share),
            WrittenBytes = MadeUpFacts.Bytes(facts.Written(share)).Bytes,
            WrittenByCalls = MadeUpFacts.Bytes(facts.WrittenByCalls(share)).Bytes,
            ReadBytes = MadeUpFacts.Bytes(facts.Read(share)).Bytes,
        };
    }

    public static CgroupMemory? GroupAt(MadeUpFacts facts, double share)
    {
        var stat = new Dictionary<string, long>(StringComparer.Ordinal);
        if (facts.GroupCache is not null)
        {
            stat["file"] = MadeUpFacts.Bytes(facts.GroupCache(share)).Bytes;
        }

        if (facts.GroupShmem is not null)
        {
            stat["shmem"] = MadeUpFacts.Bytes(facts.GroupShmem(share)).Bytes;
        }

        return stat.Count == 0 && facts.GroupLimit is null ? null
            : new() { Version = 2, Path = "/orders", Stat = stat, Limit = facts.GroupLimit is { } limit ? MadeUpFacts.Bytes(limit) : null };
    }
}
