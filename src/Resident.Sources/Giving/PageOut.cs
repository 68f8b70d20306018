using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Sources.Rights;

namespace Resident.Sources.Giving;

/// <summary>Asks the kernel to take pages of another process out of RAM: process_madvise(2) with MADV_PAGEOUT.</summary>
/// <remarks>A page that was freed with MADV_FREE is dropped: its content counts for nothing already. Any other page keeps its content: with
/// swap it is written there, without swap it stays. So whatever happens between finding the pages and asking, nothing is lost. Needs Linux
/// 5.10, the right to read the process (ptrace(2)) and CAP_SYS_NICE.</remarks>
public static class PageOut
{
    private const int OperationNotPermitted = 1;
    private const int NoSuchProcess = 3;
    private const int NotImplemented = 38;

    /// <summary>Tells whether the kernel would let us, with a call about no pages.</summary>
    /// <returns>Null where it would; else why not and what would allow it.</returns>
    public static string? WhyNot(int pid)
    {
        int error = Advise(pid, []);
        return error switch
        {
            0 => null,
            OperationNotPermitted => $"The kernel asks for CAP_SYS_NICE beside the right to read the process: run as root, or once: {CapabilityCommand.For("cap_sys_ptrace,cap_sys_nice")}.",
            NotImplemented => "This kernel has no process_madvise (Linux 5.10 brings it), or a sandbox filters it.",
            NoSuchProcess => $"Process {pid} has ended.",
            _ => $"The kernel refuses process_madvise here (errno {error}).",
        };
    }

    /// <summary>Pages out. Milliseconds a hundred megabytes.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="ranges">What to page out, at page boundaries.</param>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void Run(int pid, ReadOnlySpan<MemoryRange> ranges)
    {
        while (!ranges.IsEmpty)
        {
            int count = Math.Min(ranges.Length, NativeMethods.MostRanges);
            int error = Advise(pid, ranges[..count]);
            if (error != 0)
            {
                throw new IOException($"The kernel did not page out memory of process {pid} (errno {error}). {WhyNot(pid)}".TrimEnd());
            }

            ranges = ranges[count..];
        }
    }

    /// <summary>Finds the pages that a Go runtime has given back and that are still in RAM.</summary>
    public static IReadOnlyList<MemoryRange> ReleasedPages(GoPageMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var ranges = new List<MemoryRange>();
        foreach (var region in map.Regions)
        {
            ulong address = region.Address;
            foreach (var run in region.Runs.Span)
            {
                ulong bytes = (ulong)run.Pages * (ulong)map.PageBytes;
                if (run.Kind == GoPageKind.Released && run.Resident > 0)
                {
                    Extend(ranges, new(address, bytes));
                }

                address += bytes;
            }
        }

        return ranges;
    }

    private static void Extend(List<MemoryRange> ranges, MemoryRange next)
    {
        if (ranges is [.., var last] && last.Address + last.Bytes == next.Address)
        {
            ranges[^1] = last with { Bytes = last.Bytes + next.Bytes };
        }
        else
        {
            ranges.Add(next);
        }
    }

    private static unsafe int Advise(int pid, ReadOnlySpan<MemoryRange> ranges)
    {
        nint descriptor = NativeMethods.Syscall(NativeMethods.PidfdOpen, pid, 0, 0, 0, 0);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        try
        {
            fixed (MemoryRange* first = ranges)
            {
                nint done = NativeMethods.Syscall(
                    NativeMethods.ProcessMadvise, descriptor, (nint)first, ranges.Length, NativeMethods.MadvPageout, 0);
                return done < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
        }
        finally
        {
            _ = NativeMethods.Close((int)descriptor);
        }
    }
}
