using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>The processor's counter that Go's cputicks reads on x64: RDTSC, the same for all processes of a machine.</summary>
/// <remarks>.NET has no way to read it. Four instructions are written to a page of our own, which is made executable and no longer writable
/// before they run; where a policy of the system refuses that, the rate is not known.</remarks>
internal static unsafe partial class TimestampCounter
{
    private const int PageBytes = 4096;
    private const int Readable = 1;
    private const int Writable = 2;
    private const int Executable = 4;
    private const int PrivateAnonymous = 0x22;

    // As long as the runtime's own tickspersecond takes.
    private static readonly TimeSpan Span = TimeSpan.FromMilliseconds(100);
    private static readonly Lazy<long?> Measured = new(Measure);

    /// <summary>Gets the counter's ticks a second, measured once, in a tenth of a second; null where it cannot be read.</summary>
    public static long? Rate => Measured.Value;

    // rdtsc; shl rdx, 32; or rax, rdx; ret
    private static ReadOnlySpan<byte> Code => [0x0f, 0x31, 0x48, 0xc1, 0xe2, 0x20, 0x48, 0x09, 0xd0, 0xc3];

    private static long? Measure()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return null;
        }

        nint page = Map(0, PageBytes, Readable | Writable, PrivateAnonymous, -1, 0);
        if (page == -1)
        {
            return null;
        }

        try
        {
            Code.CopyTo(new Span<byte>((void*)page, PageBytes));
            return Protect(page, PageBytes, Readable | Executable) == 0 ? Measure((delegate* unmanaged<long>)page) : null;
        }
        finally
        {
            _ = Unmap(page, PageBytes);
        }
    }

    private static long? Measure(delegate* unmanaged<long> read)
    {
        using var never = new ManualResetEventSlim();
        var (firstTime, firstTicks) = Look(read);
        _ = never.Wait(Span, CancellationToken.None);
        var (lastTime, lastTicks) = Look(read);
        long rate = (long)((lastTicks - firstTicks) / Stopwatch.GetElapsedTime(firstTime, lastTime).TotalSeconds);
        return rate > 0 ? rate : null;
    }

    // The closest of some looks: between the two reads another thread may run.
    private static (long Time, long Ticks) Look(delegate* unmanaged<long> read)
    {
        const int Looks = 16;
        long least = long.MaxValue;
        (long Time, long Ticks) best = default;
        for (int i = 0; i < Looks; i++)
        {
            long before = Stopwatch.GetTimestamp();
            long ticks = read();
            long after = Stopwatch.GetTimestamp();
            if (after - before < least)
            {
                least = after - before;
                best = (before + ((after - before) / 2), ticks);
            }
        }

        return best;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint address, nuint length);
}
