using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Sources.Procfs;

namespace Resident.Cli.Sessions;

/// <summary>Keeps Resident's own RES small while it watches: gives back what the collector and malloc keep for later, and the program's own
/// pages, most of which only the start needed.</summary>
/// <remarks>The collector's first budget follows the size of the processor's cache, some 20 MB, which a command that allocates 100 KB a second
/// fills within minutes and never needs. A collection of the few MB that live takes some milliseconds. Pages of the program that are needed
/// again come back from the page cache, 64 KiB at a time.</remarks>
internal sealed partial class OwnMemory : IDisposable
{
    private const long Worthwhile = 4 << 20;

    // <sys/mman.h>
    private const int DontNeed = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly SmapsReader _mappings = new();
    private readonly ITimer _timer;
    private long _collectedAt;

    private OwnMemory(TimeProvider clock)
    {
        _timer = clock.CreateTimer(static state => ((OwnMemory)state!).GiveBack(), this, Pause, Pause);
    }

    /// <summary>Begins.</summary>
    /// <param name="clock">Tells when to look.</param>
    /// <returns>Ends it when disposed.</returns>
    public static OwnMemory KeepSmall(TimeProvider clock) => new(clock);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    [SuppressMessage("ApiDesign", "RS0030", Justification = "This heap is our own, and no part of what is measured.")]
    private void GiveBack()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _collectedAt < Worthwhile)
        {
            return;
        }

        _collectedAt = allocated;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            _ = TrimNativeHeap(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl's allocator gives memory back by itself and has no such call.
        }

        DropProgramPages();
    }

    // What may not be written and never was equals the file: dropping it loses nothing. Libraries are left alone: one that is being loaded this
    // moment may be written before its pages are dropped.
    private void DropProgramPages()
    {
        try
        {
            foreach (var mapping in _mappings.ReadSmaps(Environment.ProcessId))
            {
                bool isProgram = mapping.Permissions is "r-xp" or "r--p" && string.Equals(mapping.Name, Environment.ProcessPath, StringComparison.Ordinal);
                if (isProgram && mapping.Memory is { Anonymous.Bytes: 0 })
                {
                    _ = Advise((nuint)mapping.Start, (nuint)mapping.Size.Bytes, DontNeed);
                }
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException or LimitExceededException)
        {
            // Without /proc it stays larger than it need be.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int TrimNativeHeap(nuint keep);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nuint address, nuint bytes, int advice);
}
