using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Resident.Cli.Sessions;

/// <summary>Keeps Resident's own RES small while it watches: gives back what the collector and malloc keep for later.</summary>
/// <remarks>The collector's first budget follows the size of the processor's cache, some 20 MB, which a command that allocates 100 KB a second
/// fills within minutes and never needs. A collection of the few MB that live takes some milliseconds.</remarks>
internal sealed partial class OwnMemory : IDisposable
{
    private const long Worthwhile = 4 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

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
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int TrimNativeHeap(nuint keep);
}
