using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Takes samples of a target's runtime.MemStats, and of what they leave out.</summary>
/// <remarks>
/// <para>One system call reads all variables and the spans that processors allocated from when last looked at, a second one the spans
/// that they have taken since. Single words never tear; relations between words do, so two sums that the runtime keeps twice have to agree, else all is read again: five times at
/// once, then each millisecond.</para>
/// <para>Not safe for two threads at once.</para>
/// </remarks>
internal sealed class GoMemoryReader : IDisposable
{
    private const int QuickAttempts = 5;
    private const int MostAttempts = 10;

    private readonly GoTarget _target;
    private readonly TimeProvider _clock;
    private readonly string _version;
    private readonly GoCachedSpans _spans;
    private readonly GoSizeClassCounts _sizes = new();
    private readonly ManualResetEventSlim _pause = new();
    private readonly byte[] _work;
    private GoGlobals _globals;
    private GoMemoryRegions? _regions;
    private byte[] _buffer = [];
    private ProcessMemoryRange[] _ranges = [];
    private bool _wasTorn;
    private IReadOnlyList<GcPause>? _pauses;
    private long _pausesAtCycle = -1;
    private GoGcPhases? _lastCycle;
    private long _lastCycleEnd;

    /// <summary>Initializes a new instance of the <see cref="GoMemoryReader"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="globals">Where its variables lie.</param>
    /// <param name="clock">What stamps the samples.</param>
    /// <param name="version">The runtime's version.</param>
    public GoMemoryReader(GoTarget target, GoGlobals globals, TimeProvider clock, string version)
    {
        _target = target;
        _globals = globals;
        _clock = clock;
        _version = version;
        _spans = new(target);
        _work = new byte[target.Layout[GoField.WorkHeap2] + sizeof(long)];
    }

    /// <summary>Takes new places of variables into account.</summary>
    public void Use(GoGlobals globals)
    {
        _globals = globals;
        _regions = null;
    }

    /// <summary>Takes one sample.</summary>
    /// <param name="withCaches">Whether to add what the processors' caches hold back: HeapAlloc is 1 to 3 % too low without
    /// it between two collections, and the sample costs a quarter.</param>
    /// <returns>The figures, or null where they could not be read or do not look as they have to.</returns>
    public GoMemory? Read(bool withCaches)
    {
        for (int attempt = 0; ; attempt++)
        {
            _regions = _regions is { } made && made.HasCaches == withCaches ? made : MakeRegions(withCaches);
            if (!TryReadAll(_regions, out var spans))
            {
                return null;
            }

            var time = _clock.GetUtcNow();
            var view = new GoMemoryView(_target.Layout, _regions, _buffer.AsSpan(0, _regions.Length));
            if (!view.IsOfTarget(_globals))
            {
                return null;
            }

            bool isLast = attempt >= (_wasTorn ? QuickAttempts : MostAttempts);
            if (!view.HasSameProcessors() && !isLast)
            {
                _regions = null;
                continue;
            }

            bool isConsistent = view.IsConsistent();
            if (isConsistent || isLast)
            {
                _wasTorn = !isConsistent;
                var correction = withCaches && view.HasSameProcessors() ? _spans.AddUp(view, spans) : default;
                var pauses = view.NumGC == _pausesAtCycle ? _pauses : null;
                return Keep(view.ToMemory(correction, time, _version, isConsistent, pauses, ReadLastCycle(view.LastGcNanotime), _sizes));
            }

            if (attempt >= QuickAttempts)
            {
                // A thread of the target lost its core between two sums: it needs one to go on.
                _ = _pause.Wait(1, CancellationToken.None);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pause.Dispose();

    // Two samples of one cycle have the same pauses: the list is the dearest part of a sample.
    private GoMemory Keep(GoMemory memory)
    {
        if (memory.IsConsistent)
        {
            _pauses = memory.Pauses;
            _pausesAtCycle = memory.NumGC ?? -1;
        }

        return memory;
    }

    // Once a cycle: the collector's state lies on a page of its own.
    private GoGcPhases? ReadLastCycle(long end)
    {
        if (end != _lastCycleEnd || _lastCycle is null)
        {
            _lastCycle = _globals.Work != 0 && end != 0 && _target.Memory.TryRead(_globals.Work, _work)
                ? GoWorkParser.Parse(_target.Layout, _work, end)
                : null;
            _lastCycleEnd = end;
        }

        return _lastCycle;
    }

    // The spans that the caches pointed at before come along. Should they be gone, the rest is still worth a try.
    private bool TryReadAll(GoMemoryRegions regions, out ReadOnlySpan<byte> spans)
    {
        var expected = regions.HasCaches ? _spans.Expected : [];
        int expectedBytes = regions.HasCaches ? _spans.ExpectedBytes : 0;
        if (_buffer.Length < regions.Length + expectedBytes)
        {
            _buffer = new byte[regions.Length + expectedBytes];
        }

        if (_ranges.Length < regions.Ranges.Length + expected.Length)
        {
            _ranges = new ProcessMemoryRange[regions.Ranges.Length + expected.Length];
        }

        regions.Ranges.CopyTo(_ranges, 0);
        expected.CopyTo(_ranges.AsSpan(regions.Ranges.Length));
        spans = _buffer.AsSpan(regions.Length, expectedBytes);
        if (_target.Memory.TryReadMany(_ranges.AsSpan(0, regions.Ranges.Length + expected.Length), _buffer.AsSpan(0, regions.Length + expectedBytes)))
        {
            return true;
        }

        _spans.Forget();
        spans = [];
        return expectedBytes > 0 && _target.Memory.TryReadMany(regions.Ranges, _buffer.AsSpan(0, regions.Length));
    }

    private GoMemoryRegions MakeRegions(bool withCaches)
    {
        var processors = GoProcessors.Read(_target, _globals.Allp);
        return new(_target.Layout, _globals, processors, withCaches);
    }
}
