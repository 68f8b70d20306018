using Resident.Model;
using Resident.Sources.GoRuntime;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>A page map between two equal statistics: the scavenger may work between any two reads. While it gives pages back the runtime
/// marks them as taken, and its statistics still count them as idle.</summary>
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
                && before.StackInuse == after.StackInuse && map.Totals[(int)GoPageKind.Other].Bytes.Bytes == 0;
            if (stood || attempt == MostAttempts)
            {
                return (after, map);
            }

            before = after;
        }
    }
}
