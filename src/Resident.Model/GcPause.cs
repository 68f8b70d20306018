namespace Resident.Model;

/// <summary>One stop-the-world pause of a GC cycle, from the runtime's ring of the last 256.</summary>
/// <param name="Number">The cycle's number; the first is 1.</param>
/// <param name="EndUnixNs">When the cycle ended, nanoseconds since 1970.</param>
/// <param name="PauseNs">The sum of its pauses, nanoseconds.</param>
public readonly record struct GcPause(long Number, long EndUnixNs, long PauseNs)
{
    /// <summary>How many pauses the runtime keeps.</summary>
    public const int RingLength = 256;

    /// <summary>Gets when the cycle ended, to a tenth of a microsecond.</summary>
    public DateTimeOffset EndedAt => GoMemory.FromUnixNanoseconds(EndUnixNs);

    /// <summary>Gets where in the runtime's rings a cycle stands.</summary>
    /// <param name="number">The cycle's number, 1 or more.</param>
    public static int SlotOf(long number) => (int)((number - 1) % RingLength);
}
