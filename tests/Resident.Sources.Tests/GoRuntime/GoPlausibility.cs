using Resident.Model;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>What has to hold of figures that were read from a program that does not hold still.</summary>
internal static class GoPlausibility
{
    // What caches hold back is read a moment later than the rest: a span's worth may count twice or not at all.
    private const long Slack = 1 << 20;

    public static IEnumerable<string> ProblemsOf(GoMemory now, GoMemory? last) =>
        ProblemsOfHeap(now).Concat(ProblemsOfPauses(now)).Concat(last is null ? [] : ProblemsOfOrder(now, last));

    public static IEnumerable<string> ProblemsOf(GoMemory before, GoMemory after, GoPageMap map, GoroutineCensus census, GoStackProfile stands, GoStackProfile heap)
    {
        // Read within milliseconds, in which a busy heap moves by some of its size.
        long least = Math.Min(before.HeapInuse!.Value.Bytes, after.HeapInuse!.Value.Bytes);
        long most = Math.Max(before.HeapInuse.Value.Bytes, after.HeapInuse.Value.Bytes);
        if (map.Spans.InUse.Bytes < least / 4 || map.Spans.InUse.Bytes > most * 4)
        {
            yield return $"Spans in use {map.Spans.InUse}, HeapInuse {before.HeapInuse} and {after.HeapInuse}";
        }

        // 20 leaked, 5 more, 4 that churn, the main one; and the runtime's own, of which profiles show none.
        if (census.Groups.Where(static group => !group.IsSystem).Sum(static group => group.Count) is not (>= 30 and <= 32))
        {
            yield return $"Goroutines {census.Count}";
        }

        if (stands.Samples.Sum(static sample => sample.Count) is not (>= 30 and <= 32) || heap.Samples.Any(static sample => sample.Amount < 0))
        {
            yield return $"Goroutine profile {stands.Samples.Sum(static sample => sample.Count)}, or a heap sample below zero";
        }

        if (stands.Samples.Any(sample => sample.Locations.Count == 0 || !IsOfTarget(stands.Locations[sample.Locations[^1]].Frames[^1].Function)))
        {
            yield return "A stack that does not begin in the program";
        }
    }

    private static IEnumerable<string> ProblemsOfHeap(GoMemory now)
    {
        var inUse = now.HeapInuse!.Value;
        if (inUse.Bytes <= 0 || inUse + now.HeapIdle != now.HeapSys || now.HeapReleased > now.HeapIdle || now.Sys < now.HeapSys)
        {
            yield return $"HeapInuse {inUse}, HeapIdle {now.HeapIdle}, HeapSys {now.HeapSys}, HeapReleased {now.HeapReleased}, Sys {now.Sys}";
        }

        if (now.HeapAlloc!.Value.Bytes <= 0 || now.HeapAlloc.Value.Bytes > inUse.Bytes + Slack || now.HeapObjects <= 0)
        {
            yield return $"HeapAlloc {now.HeapAlloc}, HeapInuse {inUse}, HeapObjects {now.HeapObjects}";
        }

        if (now.NextGC is not { Bytes: > 0 } || now.Gogc != 100 || now.GCCPUFraction is < 0 or > 1)
        {
            yield return $"NextGC {now.NextGC}, Gogc {now.Gogc}, GCCPUFraction {now.GCCPUFraction}";
        }
    }

    private static IEnumerable<string> ProblemsOfPauses(GoMemory now)
    {
        for (int i = 1; i < now.Pauses.Count; i++)
        {
            if (now.Pauses[i].Number != now.Pauses[i - 1].Number + 1 || now.Pauses[i].EndedAt < now.Pauses[i - 1].EndedAt)
            {
                yield return $"Pause {now.Pauses[i].Number} after {now.Pauses[i - 1].Number}";
            }
        }
    }

    private static IEnumerable<string> ProblemsOfOrder(GoMemory now, GoMemory last)
    {
        if (now.NumGC < last.NumGC || now.PauseTotalNs < last.PauseTotalNs || now.LastGC < last.LastGC)
        {
            yield return $"NumGC {last.NumGC} then {now.NumGC}, PauseTotalNs {last.PauseTotalNs} then {now.PauseTotalNs}";
        }

        if (now.TotalAlloc + Slack < last.TotalAlloc)
        {
            yield return $"TotalAlloc {last.TotalAlloc} then {now.TotalAlloc}";
        }
    }

    private static bool IsOfTarget(string function) =>
        function.StartsWith("main.", StringComparison.Ordinal) || function is "runtime.main";
}
