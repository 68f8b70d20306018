using System.Diagnostics;
using Resident.Model;
using Resident.Sources.GoRuntime;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>A page map between two equal statistics: the scavenger may work between any two reads. While it gives pages back the runtime
/// marks them as taken, and its statistics still count them as idle.</summary>
internal static class StandingPageMap
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Reads until nothing moved meanwhile.</summary>
    public static (GoMemory Memory, GoPageMap Map) Read(GoProcess process, bool withHugePages = false)
    {
        using var never = new ManualResetEventSlim();
        var waited = Stopwatch.StartNew();
        var before = process.ReadMemory();
        while (true)
        {
            var map = process.ReadPageMap(withHugePages);
            var after = process.ReadMemory();
            bool stood = before.HeapInuse == after.HeapInuse && before.HeapIdle == after.HeapIdle && before.HeapReleased == after.HeapReleased
                && before.StackInuse == after.StackInuse && map.Totals[(int)GoPageKind.Other].Bytes.Bytes == 0;
            if (stood)
            {
                return (after, map);
            }

            Assert.True(waited.Elapsed < Patience, "The program never rested.");
            before = after;
            never.Wait(5, TestContext.Current.CancellationToken);
        }
    }
}
