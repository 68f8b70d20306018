using Resident.Model;
using Resident.Sources.GoRuntime;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>A page map between two equal statistics: the scavenger may work between any two reads.</summary>
internal static class StandingPageMap
{
    private const int MostAttempts = 50;

    /// <summary>Reads until nothing moved meanwhile; a program that never rests gives what came last.</summary>
    public static (GoMemory Memory, GoPageMap Map) Read(GoProcess process, bool withHugePages = false)
    {
        var before = process.ReadMemory();
        for (int attempt = 1; ; attempt++)
        {
            var map = process.ReadPageMap(withHugePages);
            var after = process.ReadMemory();
            bool stood = before.HeapInuse == after.HeapInuse && before.HeapIdle == after.HeapIdle && before.HeapReleased == after.HeapReleased
                && before.StackInuse == after.StackInuse;
            if (stood || attempt == MostAttempts)
            {
                return (after, map);
            }

            before = after;
        }
    }
}
