using Resident.Model;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>The runtime's memory of its last 256 pauses: two rings, of lengths and of ends.</summary>
internal static class GoPauseRing
{
    /// <summary>Reads the rings.</summary>
    /// <param name="lengths">memstats.pause_ns.</param>
    /// <param name="ends">memstats.pause_end, nanoseconds since 1970.</param>
    /// <param name="cycles">memstats.numgc. Cycle N is in slot (N + 255) % 256.</param>
    /// <returns>The pauses, oldest first.</returns>
    public static GcPause[] Read(ReadOnlySpan<byte> lengths, ReadOnlySpan<byte> ends, long cycles)
    {
        int count = (int)Math.Min(cycles, GcPause.RingLength);
        var pauses = new GcPause[count];
        for (int i = 0; i < count; i++)
        {
            long number = cycles - count + 1 + i;
            int slot = GcPause.SlotOf(number) * 8;
            pauses[i] = new(number, ends.I64(slot), lengths.I64(slot));
        }

        return pauses;
    }
}
