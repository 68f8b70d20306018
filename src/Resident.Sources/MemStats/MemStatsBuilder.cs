using System.Globalization;
using Resident.Model;

namespace Resident.Sources.MemStats;

/// <summary>Collects figures under the names of Go's runtime.MemStats, from whichever text has them, into the model.</summary>
internal sealed class MemStatsBuilder
{
    // No Go program has more: 1 PiB is beyond the address space of every machine that Go runs on but one, and sums of
    // such figures stay numbers.
    private const long MostBytes = 1L << 50;
    private const long MostCount = 1L << 60;
    private const long MostPauseNanoseconds = 1L << 50;
    private const int MostFigures = 512;

    private readonly Dictionary<string, long> _figures = new(StringComparer.Ordinal);

    private string _place = "";

    public double? GCCPUFraction { get; set; }

    public string? Version { get; set; }

    public long[] PauseNs { get; } = new long[GcPause.RingLength];

    public long[] PauseEnd { get; } = new long[GcPause.RingLength];

    public bool HasPauses { get; set; }

    public int FigureCount => _figures.Count;

    public long? this[string name]
    {
        get => _figures.TryGetValue(name, out long value) ? value : null;
        set => Put(name, value ?? 0);
    }

    /// <summary>Stores a figure that the runtime counts without sign; "no goal" is 2^64 - 1 there and 2^63 - 1 here.</summary>
    public void Set(string name, ulong value) => Put(name, (long)Math.Min(value, long.MaxValue));

    /// <summary>Makes the model of the figures.</summary>
    /// <param name="source">The kind of the source: "expvar".</param>
    /// <param name="place">The source's name in messages.</param>
    /// <param name="takenAt">When it was read.</param>
    /// <exception cref="MalformedInputException">A figure is larger than it can be in any program.</exception>
    public GoMemory Build(string source, string place, DateTimeOffset takenAt)
    {
        _place = place;
        return Build(source, takenAt);
    }

    private GoMemory Build(string source, DateTimeOffset takenAt) => new()
    {
        TakenAt = takenAt,
        Source = source,
        HeapAlloc = Size("HeapAlloc") ?? Size("Alloc"),
        HeapSys = Size("HeapSys"),
        HeapIdle = Size("HeapIdle"),
        HeapInuse = Size("HeapInuse"),
        HeapReleased = Size("HeapReleased"),
        HeapObjects = Count("HeapObjects"),
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
        NextGC = this["NextGC"] is { } goal ? new ByteSize(goal) : null,
        TotalAlloc = Count("TotalAlloc"),
        Mallocs = Count("Mallocs"),
        Frees = Count("Frees"),
        Lookups = Count("Lookups"),
        NumGC = Count("NumGC"),
        NumForcedGC = Count("NumForcedGC"),
        PauseTotalNs = Count("PauseTotalNs"),
        LastGCUnixNs = this["LastGC"] is { } end and > 0 ? end : null,
        GCCPUFraction = GCCPUFraction,
        Pauses = HasPauses ? Pauses() : [],
        HeapMarked = Size("HeapMarked"),
        Gogc = this["Gogc"] is { } gogc ? (int)Math.Clamp(gogc, -1, int.MaxValue) : null,
        MemoryLimit = this["MemoryLimit"] is { } limit and < long.MaxValue ? new ByteSize(limit) : null,
        Goroutines = Count("Goroutines"),
        Version = Version,
    };

    private ByteSize? Size(string name) => UpTo(MostBytes, name) is { } bytes ? new ByteSize(bytes) : null;

    private long? Count(string name) => UpTo(MostCount, name);

    private long? UpTo(long most, string name) => this[name] is { } value && value > most
        ? throw new MalformedInputException(string.Create(CultureInfo.InvariantCulture, $"{_place}: Expected {name} to be at most {most}, found {value}."))
        : this[name];

    private void Put(string name, long value)
    {
        if (_figures.Count < MostFigures || _figures.ContainsKey(name))
        {
            _figures[name] = value;
        }
    }

    // The newest of n cycles is at (n + 255) % 256, so the ring tells each of the last 256 cycles apart.
    private GcPause[] Pauses()
    {
        long cycles = Math.Max(0, this["NumGC"] ?? 0);
        long first = Math.Max(1, cycles - GcPause.RingLength + 1);
        var pauses = new List<GcPause>();
        for (long number = first; number <= cycles && number > 0; number++)
        {
            int index = GcPause.SlotOf(number);
            if (PauseEnd[index] > 0 && PauseNs[index] is >= 0 and <= MostPauseNanoseconds)
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
