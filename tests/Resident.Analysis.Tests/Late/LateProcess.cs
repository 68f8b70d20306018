using Resident.Model;

namespace Resident.Analysis.Tests.Late;

/// <summary>The kernel's view of a simulated process.</summary>
internal static class LateProcess
{
    private const long OfFiles = 6 << 20;

    public static ProcessMemory At(DateTimeOffset time, double res) => new()
    {
        Pid = 4711,
        TakenAt = time,
        StartTicks = 1,
        Comm = "orders",
        Virt = new(1 << 30),
        Res = new((long)res),
        Shr = new(OfFiles),
        Swap = default,
        Code = default,
        Data = default,
        PeakRes = new((long)res),
        PeakVirt = new(1 << 30),
        RssAnon = new((long)res - OfFiles),
        RssFile = new(OfFiles),
        RssShmem = default,
        PageTables = default,
        Locked = default,
        Threads = 9,
        MinorFaults = 0,
        MajorFaults = 0,
        CpuTime = default,
        Stat = "Sl",
        Tty = "?",
        WrittenBytes = 0,
        WrittenByCalls = 0,
    };
}
