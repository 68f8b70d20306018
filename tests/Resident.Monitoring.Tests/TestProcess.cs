using Resident.Model;

namespace Resident.Monitoring.Tests;

/// <summary>A kernel's view for tests that care for RES alone.</summary>
internal static class TestProcess
{
    public static ProcessMemory Of(int pid, ByteSize res) => new()
    {
        Pid = pid,
        TakenAt = DateTimeOffset.UnixEpoch,
        StartTicks = 1,
        Comm = "a",
        Virt = default,
        Res = res,
        Shr = default,
        Swap = default,
        Code = default,
        Data = default,
        PeakRes = res,
        PeakVirt = default,
        RssAnon = res,
        RssFile = default,
        RssShmem = default,
        PageTables = default,
        Locked = default,
        Threads = 1,
        MinorFaults = 0,
        MajorFaults = 0,
        CpuTime = default,
        Stat = "S",
        Tty = "?",
    };
}
