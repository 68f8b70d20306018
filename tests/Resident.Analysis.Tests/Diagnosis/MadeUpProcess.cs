using Resident.Model;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>The kernel's view of a process of which only RES matters: all of it anonymous.</summary>
internal static class MadeUpProcess
{
    /// <summary>Gets a runtime of a kind; null where it could not be read.</summary>
    public static RuntimeIdentity? RuntimeOf(string? kind) => kind is null ? null : new(kind, "go1.24.1", "example.com/orders", "buildinfo");

    public static ProcessMemory At(DateTimeOffset time, ByteSize res) => new()
    {
        Pid = 4711,
        TakenAt = time,
        StartTicks = 1,
        Comm = "orders",
        Virt = new(1 << 30),
        Res = res,
        Shr = default,
        Swap = default,
        Code = default,
        Data = default,
        PeakRes = res,
        PeakVirt = new(1 << 30),
        RssAnon = res,
        RssFile = default,
        RssShmem = default,
        PageTables = default,
        Locked = default,
        Threads = 9,
        MinorFaults = 0,
        MajorFaults = 0,
        CpuTime = default,
        Stat = "Sl",
        Tty = "?",
    };
}
