using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Goroutines;

/// <summary>The list of all goroutines. Their structures are never freed, so that each address stays good; the list itself may be
/// replaced by a longer one.</summary>
internal static class GoroutineList
{
    private const int MostGoroutines = 1 << 24;
    private const int MostAttempts = 5;

    /// <summary>Reads it.</summary>
    /// <returns>The addresses of the goroutines' structures, or null where they could not be read.</returns>
    public static ulong[]? Read(GoTarget target, ulong allgs)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (!target.TryReadSlice(allgs, MostGoroutines, out ulong first, out int count))
            {
                return null;
            }

            // A length that is a lie costs no memory.
            if (count > 0 && !target.Memory.TryReadU64(unchecked(first + (8 * ((ulong)count - 1))), out _))
            {
                continue;
            }

            ulong[] addresses = new ulong[count];
            bool isRead = target.Memory.TryRead(first, MemoryMarshal.AsBytes(addresses.AsSpan()));
            if (isRead && target.TryReadSlice(allgs, MostGoroutines, out ulong again, out _) && again == first)
            {
                return addresses;
            }
        }

        return null;
    }

    /// <summary>Reads the highest number that a goroutine has, or had when it ended.</summary>
    /// <returns>Null where the list could not be read.</returns>
    public static ulong? ReadHighestNumber(GoTarget target, ulong allgs)
    {
        int place = target.Layout[GoField.GGoid];
        ulong highest = 0;
        return Read(target, allgs) is { } goroutines
            && new PointerBatches(target.Memory, goroutines, place + 8).TryVisit((_, g) => highest = Math.Max(highest, g.U64(place)))
                ? highest
                : null;
    }

    /// <summary>Tells whether a goroutine is the runtime's own, which profiles leave out.</summary>
    /// <param name="function">The function that it began with.</param>
    /// <remarks>Source: isSystemGoroutine in runtime/traceback.go.</remarks>
    public static bool IsSystem(string function) =>
        function.StartsWith("runtime.", StringComparison.Ordinal)
        && function is not ("runtime.main" or "runtime.handleAsyncEvent" or "runtime.corostart");

    /// <summary>Tells whether a goroutine that begins with a function is the program's own while it runs functions of the program's: finalizers and cleanups.</summary>
    public static bool RunsFinalizers(string function) => function is "runtime.runfinq" or "runtime.runFinalizers" or "runtime.runCleanups";

    /// <summary>Tells whether one of them runs such a function: it stands on its stack.</summary>
    /// <param name="stack">The frames.</param>
    public static bool HasProgramsFrame(IEnumerable<GoFrame> stack) => stack.Any(static frame => !frame.Function.StartsWith("runtime.", StringComparison.Ordinal));
}
