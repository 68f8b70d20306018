using Resident.Model;
using Resident.Model.Giving;
using Resident.Sources.GoRuntime;
using Resident.Sources.Procfs;

namespace Resident.Monitoring.Giving;

/// <summary>The process that is to give memory back, and how it is read.</summary>
public sealed class GivingTarget : IDisposable
{
    private static readonly TimeSpan RateTime = TimeSpan.FromMilliseconds(700);

    private readonly ProcessReader _reader;
    private readonly TimeProvider _clock;

    /// <summary>Initializes a new instance of the <see cref="GivingTarget"/> class.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="go">Its runtime, which is disposed along with this; null where it cannot be read.</param>
    /// <param name="clock">What stamps and waits.</param>
    /// <exception cref="IOException">There is no such process.</exception>
    public GivingTarget(int pid, GoProcess? go, TimeProvider clock)
    {
        Pid = pid;
        Go = go;
        _clock = clock;
        _reader = new ProcessReader(time: clock);
        var process = _reader.Read(pid, countOpenFiles: false);
        StartTicks = process.StartTicks;
        Name = process.Comm;
    }

    /// <summary>Gets the process.</summary>
    public int Pid { get; }

    /// <summary>Gets the kernel's name of it.</summary>
    public string Name { get; }

    /// <summary>Gets its runtime; null where it cannot be read.</summary>
    public GoProcess? Go { get; }

    /// <summary>Gets when it started, in ticks since the machine did.</summary>
    public ulong StartTicks { get; }

    /// <summary>Reads RES and its parts. Some milliseconds, and most of a second for the rate of allocation.</summary>
    /// <param name="withRate">Whether to wait for the rate of allocation, without which garbage is not known to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The process has ended.</exception>
    public async ValueTask<GivingReading> ReadAsync(bool withRate, CancellationToken cancellationToken)
    {
        if (Go is null)
        {
            return new() { TakenAt = _clock.GetUtcNow(), Res = ReadRes() };
        }

        TimeSpan? next = TimeSpan.Zero;
        if (withRate)
        {
            var first = Go.ReadMemory();
            await Task.Delay(RateTime, _clock, cancellationToken).ConfigureAwait(false);
            next = NextCollection(first, Go.ReadMemory());
        }

        return Split(Go.ReadMemory(), Go.ReadPageMap(withHugePages: true), next);
    }

    /// <summary>Reads RES alone.</summary>
    /// <exception cref="IOException">The process has ended.</exception>
    public ByteSize ReadRes()
    {
        var process = _reader.Read(Pid, countOpenFiles: false);
        return process.StartTicks == StartTicks
            ? process.Res
            : throw new IOException($"Process {Pid} has ended, and another one has its number.");
    }

    /// <inheritdoc/>
    public void Dispose() => Go?.Dispose();

    private static TimeSpan? NextCollection(GoMemory first, GoMemory second)
    {
        if (second.NumGC != first.NumGC)
        {
            return TimeSpan.Zero;
        }

        double rate = (second.TotalAlloc - first.TotalAlloc) / (second.TakenAt - first.TakenAt).TotalSeconds ?? 0;
        double room = (second.NextGC - second.HeapLive)?.Bytes ?? double.MaxValue;
        double seconds = rate > 0 ? Math.Max(0, room) / rate : double.PositiveInfinity;
        return seconds < TimeSpan.FromDays(1).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static ByteSize Resident(GoPageMap map, GoPageKind kind) => map.Totals[(int)kind].Resident ?? map.Totals[(int)kind].Bytes;

    private static ByteSize Least(ByteSize one, ByteSize other) => one < other ? one : other;

    private GivingReading Split(GoMemory go, GoPageMap map, TimeSpan? next)
    {
        // Pages of spans hold live objects, then what was allocated or died since, then free slots: in this order, so that the sum is exact.
        var objects = Resident(map, GoPageKind.Objects) + Resident(map, GoPageKind.Other);
        var allocated = Least(go.HeapAlloc ?? objects, objects);
        var live = Least(go.HeapMarked ?? allocated, allocated);
        return new()
        {
            TakenAt = go.TakenAt,
            Res = ReadRes(),
            Live = live,
            Garbage = allocated - live,
            Fragmentation = objects - allocated,
            Stacks = Resident(map, GoPageKind.Stacks),
            Idle = Resident(map, GoPageKind.Idle),
            Released = Resident(map, GoPageKind.Released),
            LazyFree = map.LazyFree,
            HugePages = map.HugePages,
            NextCollection = next,
            Go = go,
        };
    }
}
