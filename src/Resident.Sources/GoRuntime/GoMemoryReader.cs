using Resident.Model;

namespace Resident.Sources.GoRuntime;

/// <summary>Takes samples of a target's runtime.MemStats, and of what they leave out.</summary>
/// <remarks>
/// <para>One system call reads all variables, a second one the spans that processors allocate from. Single words never tear;
/// relations between words do, so two sums that the runtime keeps twice have to agree, else all is read again: five times at
/// once, then each millisecond.</para>
/// <para>Not safe for two threads at once.</para>
/// </remarks>
internal sealed class GoMemoryReader : IDisposable
{
    private const int QuickAttempts = 5;
    private const int MostAttempts = 10;
    private const int SpanPartStart = 48;
    private const int SpanPartBytes = 72;

    private readonly GoTarget _target;
    private readonly TimeProvider _clock;
    private readonly string _version;
    private readonly ManualResetEventSlim _pause = new();
    private GoGlobals _globals;
    private GoMemoryRegions? _regions;
    private byte[] _buffer = [];
    private ProcessMemoryRange[] _spanRanges = [];
    private byte[] _spans = [];
    private bool _wasTorn;
    private IReadOnlyList<GcPause>? _pauses;
    private long _pausesAtCycle = -1;

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
            var buffer = _buffer.AsSpan(0, _regions.Length);
            if (!_target.Memory.TryReadMany(_regions.Ranges, buffer))
            {
                return null;
            }

            var time = _clock.GetUtcNow();
            var view = new GoMemoryView(_target.Layout, _regions, buffer);
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
                var correction = withCaches && view.HasSameProcessors() ? ReadCaches(view) : default;
                return Keep(view.ToMemory(correction, time, _version, isConsistent, view.NumGC == _pausesAtCycle ? _pauses : null));
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

    private GoMemoryRegions MakeRegions(bool withCaches)
    {
        var processors = GoProcessors.Read(_target, _globals.Allp);
        var regions = new GoMemoryRegions(_target.Layout, _globals, processors, withCaches);
        if (_buffer.Length < regions.Length)
        {
            _buffer = new byte[regions.Length];
        }

        int spans = processors.Addresses.Length * GoSizeClasses.SpanClasses;
        if (_spanRanges.Length < spans)
        {
            _spanRanges = new ProcessMemoryRange[spans];
            _spans = new byte[spans * SpanPartBytes];
        }

        return regions;
    }

    private GoCacheCorrection ReadCaches(in GoMemoryView view)
    {
        int count = 0;
        long tiny = 0;
        for (int i = 0; i < view.ProcessorCount; i++)
        {
            var cache = view.CacheOf(i);
            tiny = unchecked(tiny + cache.I64(_target.Layout[GoField.McacheTinyAllocs]));
            int lists = _target.Layout[GoField.McacheAlloc];
            for (int list = 0; list < GoSizeClasses.SpanClasses; list++)
            {
                // An empty list points at a span that is a global variable.
                ulong span = cache.U64(lists + (8 * list));
                if (span != 0 && !_target.Module.ContainsGlobal(span))
                {
                    _spanRanges[count++] = new(span + SpanPartStart, SpanPartBytes);
                }
            }
        }

        var bytes = _spans.AsSpan(0, count * SpanPartBytes);
        return _target.Memory.TryReadMany(_spanRanges.AsSpan(0, count), bytes) ? AddUp(bytes, tiny) : default;
    }

    private GoCacheCorrection AddUp(ReadOnlySpan<byte> spans, long tiny)
    {
        var layout = _target.Layout;
        long bytes = 0;
        long objects = 0;
        for (; spans.Length >= SpanPartBytes; spans = spans[SpanPartBytes..])
        {
            long elementBytes = spans.I64(layout[GoField.MspanElemsize] - SpanPartStart);
            int allocated = spans.U16(layout[GoField.MspanAllocCount] - SpanPartStart);
            // 1.18 and before: when a cache takes a span, all its free slots count as allocated.
            int untold = layout.Has(GoField.MspanAllocCountBeforeCache)
                ? allocated - spans.U16(layout[GoField.MspanAllocCountBeforeCache] - SpanPartStart)
                : allocated - (int)Math.Min(spans.U32(layout[GoField.MspanNelems] - SpanPartStart), ushort.MaxValue);
            if (elementBytes is > 0 and <= 32_768)
            {
                objects += untold;
                bytes += untold * elementBytes;
            }
        }

        return new(bytes, objects, tiny);
    }
}
