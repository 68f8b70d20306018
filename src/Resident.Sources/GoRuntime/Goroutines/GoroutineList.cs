using System.Runtime.InteropServices;
using Resident.Sources.GoRuntime.Access;

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

    /// <summary>Tells whether a goroutine is the runtime's own, which profiles leave out.</summary>
    /// <param name="function">The function that it began with.</param>
    /// <remarks>Source: isSystemGoroutine in runtime/traceback.go.</remarks>
    public static bool IsSystem(string function) =>
        function.StartsWith("runtime.", StringComparison.Ordinal)
        && function is not ("runtime.main" or "runtime.handleAsyncEvent" or "runtime.corostart");
}
