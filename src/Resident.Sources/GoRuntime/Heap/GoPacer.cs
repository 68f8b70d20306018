using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>The collector's goals: when the next cycle is due, and by which settings.</summary>
/// <remarks>Source: heapGoalInternal and memoryLimitHeapGoal in runtime/mgcpacer.go. 1.16 stores the goal in memstats, 1.17 and
/// 1.18 in gcController, 1.19 and later compute it whenever it is asked for.</remarks>
internal readonly ref struct GoPacer
{
    private readonly GoLayout _layout;
    private readonly ReadOnlySpan<byte> _memstats;
    private readonly ReadOnlySpan<byte> _controller;

    /// <summary>Initializes a new instance of the <see cref="GoPacer"/> struct.</summary>
    /// <param name="layout">Where the fields lie.</param>
    /// <param name="memstats">The bytes of memstats.</param>
    /// <param name="controller">The bytes of gcController; empty where it is not known.</param>
    public GoPacer(GoLayout layout, ReadOnlySpan<byte> memstats, ReadOnlySpan<byte> controller)
    {
        _layout = layout;
        _memstats = memstats;
        _controller = controller;
    }

    /// <summary>Gets the bytes that count as heap now, or null.</summary>
    public long? HeapLive => At(GoField.GcControllerHeapLive, GoField.MemstatsHeapLive);

    /// <summary>Gets the bytes that the last cycle marked, or null.</summary>
    public long? HeapMarked => At(GoField.GcControllerHeapMarked, GoField.MemstatsHeapMarked);

    /// <summary>Gets GOGC, -1 for off, or null.</summary>
    public int? Gogc => _controller.IsEmpty ? null : _controller.I32(_layout[GoField.GcControllerGcPercent]);

    /// <summary>Gets GOMEMLIMIT, or null where none is set or the release has none.</summary>
    public long? MemoryLimit
    {
        get
        {
            long? limit = _layout.Has(GoField.GcControllerMemoryLimit) && !_controller.IsEmpty
                ? _controller.I64(_layout[GoField.GcControllerMemoryLimit])
                : null;
            return limit == long.MaxValue ? null : limit;
        }
    }

    /// <summary>Computes the heap size at which the next cycle is due to end.</summary>
    /// <returns>The bytes; <see cref="long.MaxValue"/> where GC is off; null where it is not known.</returns>
    public long? NextGC()
    {
        if (_layout.Has(GoField.MemstatsNextGc))
        {
            return Clamp(_memstats.U64(_layout[GoField.MemstatsNextGc]));
        }

        if (_controller.IsEmpty)
        {
            return null;
        }

        if (_layout.Has(GoField.GcControllerHeapGoal))
        {
            return Clamp(_controller.U64(_layout[GoField.GcControllerHeapGoal]));
        }

        const ulong MinRunway = 64 << 10;
        ulong goal = Controller(GoField.GcControllerGcPercentHeapGoal);
        ulong limited = MemoryLimitGoal();
        if (limited < goal)
        {
            return Clamp(limited);
        }

        goal = Math.Max(goal, Controller(GoField.GcControllerSweepDistMinTrigger));
        ulong triggered = Controller(GoField.GcControllerTriggered);
        bool isTriggered = triggered != ulong.MaxValue;
        return Clamp(isTriggered ? Math.Max(goal, unchecked(triggered + MinRunway)) : goal);
    }

    private static long Clamp(ulong bytes) => (long)Math.Min(bytes, long.MaxValue);

    private ulong MemoryLimitGoal()
    {
        const ulong MinHeadroom = 1 << 20;
        unchecked
        {
            ulong free = Controller(GoField.GcControllerHeapFree);
            ulong allocated = Controller(GoField.GcControllerTotalAlloc) - Controller(GoField.GcControllerTotalFree);
            ulong mapped = Controller(GoField.GcControllerMappedReady);
            ulong limit = Controller(GoField.GcControllerMemoryLimit);
            ulong marked = Controller(GoField.GcControllerHeapMarked);
            ulong other = free + allocated <= mapped ? mapped - free - allocated : 0;
            ulong overage = mapped > limit ? mapped - limit : 0;
            if (other + overage >= limit)
            {
                return marked;
            }

            ulong goal = limit - (other + overage);
            // 1.19 and 1.20 keep 1 MiB free below the limit, later ones 3 % if that is more.
            ulong headroom = _layout.Minor >= 21 ? Math.Max(goal / 100 * 3, MinHeadroom) : MinHeadroom;
            goal = goal < headroom || goal - headroom < headroom ? headroom : goal - headroom;
            return Math.Max(goal, marked);
        }
    }

    private ulong Controller(GoField field) => _controller.U64(_layout[field]);

    private long? At(GoField controller, GoField memstats)
    {
        if (_layout.Has(memstats))
        {
            return _memstats.I64(_layout[memstats]);
        }

        return _layout.Has(controller) && !_controller.IsEmpty ? _controller.I64(_layout[controller]) : null;
    }
}
