using Resident.Model;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>The kernel's view of the service that <see cref="MadeUpFacts"/> tells of.</summary>
internal static class MadeUpKernel
{
    public static ProcessMemory ProcessAt(MadeUpFacts facts, DateTimeOffset time, double share) => new()
    {
        Pid = 4711,
        TakenAt = time,
        StartTicks = 1,
        Comm = "orders",
        Virt = new(1 << 30),
        Res = MadeUpFacts.Bytes(facts.Res(share)),
        Shr = default,
        Swap = MadeUpFacts.Bytes(facts.Swap(share)),
        Code = default,
        Data = default,
        PeakRes = MadeUpFacts.Bytes(facts.Res(share)),
        PeakVirt = new(1 << 30),
        RssAnon = MadeUpFacts.Bytes(facts.Res(share) - facts.Executable(share) - facts.Shared(share) - (facts.AreFilesCopied ? 0 : facts.Files(share))),
        RssFile = MadeUpFacts.Bytes(facts.Executable(share) + (facts.AreFilesCopied ? 0 : facts.Files(share))),
        RssShmem = default,
        PageTables = MadeUpFacts.Bytes(facts.PageTables(share)),
        Locked = default,
        Threads = (int)facts.Threads(share),
        MinorFaults = 0,
        MajorFaults = 0,
        CpuTime = default,
        Stat = "Sl",
        Tty = "?",
        WrittenBytes = MadeUpFacts.Bytes(facts.Written(share)).Bytes,
        WrittenByCalls = MadeUpFacts.Bytes(facts.WrittenByCalls(share)).Bytes,
        ReadBytes = MadeUpFacts.Bytes(facts.Read(share)).Bytes,
    };

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
