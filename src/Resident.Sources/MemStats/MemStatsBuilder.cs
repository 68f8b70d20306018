using Resident.Model;

namespace Resident.Sources.MemStats;

/// <summary>Collects figures under the names of Go's runtime.MemStats, from whichever text has them, into the model.</summary>
internal sealed class MemStatsBuilder
{
    private readonly Dictionary<string, long> _figures = new(StringComparer.Ordinal);

    public double? GCCPUFraction { get; set; }

    public string? Version { get; set; }

    public long[] PauseNs { get; } = new long[GcPause.RingLength];

    public long[] PauseEnd { get; } = new long[GcPause.RingLength];

    public bool HasPauses { get; set; }

    public int Count => _figures.Count;

    public long? this[string name]
    {
        get => _figures.TryGetValue(name, out long value) ? value : null;
        set => _figures[name] = value ?? 0;
    }

    /// <summary>Stores a figure that the runtime counts without sign; "no goal" is 2^64 - 1 there and 2^63 - 1 here.</summary>
    public void Set(string name, ulong value) => _figures[name] = (long)Math.Min(value, long.MaxValue);

    public GoMemory Build(string source, DateTimeOffset takenAt) => new()
    {
        TakenAt = takenAt,
        Source = source,
        HeapAlloc = Size("HeapAlloc") ?? Size("Alloc"),
        HeapSys = Size("HeapSys"),
        HeapIdle = Size("HeapIdle"),
        HeapInuse = Size("HeapInuse"),
        HeapReleased = Size("HeapReleased"),
        HeapObjects = this["HeapObjects"],
        StackInuse = Size("StackInuse"),
        StackSys = Size("StackSys"),
        MSpanInuse = Size("MSpanInuse"),
        MSpanSys = Size("MSpanSys"),
        MCacheInuse = Size("MCacheInuse"),
        MCacheSys = Size("MCacheSys"),
        BuckHashSys = Size("BuckHashSys"),
        GCSys = Size("GCSys"),
        OtherSys = Size("OtherSys"),
        Sys = Size("Sys"),
        NextGC = Size("NextGC"),
        TotalAlloc = this["TotalAlloc"],
        Mallocs = this["Mallocs"],
        Frees = this["Frees"],
        Lookups = this["Lookups"],
        NumGC = this["NumGC"],
        NumForcedGC = this["NumForcedGC"],
        PauseTotalNs = this["PauseTotalNs"],
        LastGCUnixNs = this["LastGC"] is { } end and > 0 ? end : null,
        GCCPUFraction = GCCPUFraction,
        Pauses = HasPauses ? Pauses() : [],
        HeapMarked = Size("HeapMarked"),
        Gogc = this["Gogc"] is { } gogc ? (int)Math.Clamp(gogc, -1, int.MaxValue) : null,
        MemoryLimit = this["MemoryLimit"] is { } limit and < long.MaxValue ? new ByteSize(limit) : null,
        Goroutines = this["Goroutines"],
        Version = Version,
    };

    private ByteSize? Size(string name) => this[name] is { } bytes ? new ByteSize(bytes) : null;

    // The newest of n cycles is at (n + 255) % 256, so the ring tells each of the last 256 cycles apart.
    private GcPause[] Pauses()
    {
        long cycles = Math.Max(0, this["NumGC"] ?? 0);
        long first = Math.Max(1, cycles - GcPause.RingLength + 1);
        var pauses = new List<GcPause>();
        for (long number = first; number <= cycles && number > 0; number++)
        {
            int index = GcPause.SlotOf(number);
            if (PauseEnd[index] > 0)
            {
                pauses.Add(new(number, PauseEnd[index], PauseNs[index]));
            }

            if (number == long.MaxValue)
            {
                break;
            }
        }

        return [.. pauses];
    }
}
