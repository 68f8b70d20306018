using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Model.Profiles;

namespace Resident.Monitoring.Observing;

/// <summary>Makes of profiles that a program served what is read from outside elsewhere.</summary>
internal static class EndpointStacks
{
    // What a goroutine waits in tells what for. Names as in Go's runtime, 1.16 to 1.27; the words are the runtime's own.
    private static readonly (string Function, string Reason)[] Reasons =
    [
        ("runtime.chanrecv", "chan receive"), ("runtime.chansend", "chan send"), ("runtime.selectgo", "select"), ("runtime.block", "select (no cases)"),
        ("internal/poll.runtime_pollWait", "IO wait"), ("time.Sleep", "sleep"), ("sync.runtime_SemacquireMutex", "sync.Mutex.Lock"),
        ("internal/sync.runtime_SemacquireMutex", "sync.Mutex.Lock"), ("sync.runtime_SemacquireRWMutex", "sync.RWMutex.Lock"),
        ("sync.runtime_notifyListWait", "sync.Cond.Wait"), ("sync.runtime_SemacquireWaitGroup", "sync.WaitGroup.Wait"), ("sync.runtime_Semacquire", "semacquire"),
        ("runtime.runfinq", "finalizer wait"), ("runtime.runFinalizers", "finalizer wait"), ("os/signal.signal_recv", "syscall"),
    ];

    /// <summary>Takes what is in use out of a heap profile. The figures of a served profile are scaled up already.</summary>
    /// <returns>Null where it has no such figures.</returns>
    public static GoStackProfile? HeapOf(Profile profile, DateTimeOffset takenAt)
    {
        int objects = profile.IndexOfSampleType("inuse_objects");
        int bytes = profile.IndexOfSampleType("inuse_space");
        if (objects < 0 || bytes < 0)
        {
            return null;
        }

        var samples = new List<GoStackSample>();
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            var values = profile.Samples.ValuesOf(i);
            if (values[bytes] > 0)
            {
                samples.Add(new() { Stack = [], Locations = [.. profile.Samples.StackOf(i)], Count = Math.Max(1, values[objects]), Amount = values[bytes] });
            }
        }

        return new()
        {
            Kind = "heap",
            TakenAt = takenAt,
            Period = 1,
            IsPeriodKnown = true,
            Locations = [.. Enumerable.Range(0, profile.Locations.Count).Select(i => new GoStackLocation(profile.Locations.Addresses[i], FramesOf(profile, i)))],
            Samples = samples,
        };
    }

    /// <summary>Groups goroutines by what they run and what they wait in. Who made them and how long they wait, a profile does not tell.</summary>
    public static GoroutineCensus GoroutinesOf(Profile profile, DateTimeOffset takenAt)
    {
        var counts = new Dictionary<(string? Start, string? Reason), (GoFrame? Start, IReadOnlyList<GoFrame> Stack, long Count)>();
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            List<GoFrame> stack = [];
            foreach (int location in profile.Samples.StackOf(i))
            {
                stack.AddRange(FramesOf(profile, location));
            }

            GoFrame? start = stack.FindLast(static frame => frame.Function is not ("runtime.goexit" or "")) is { Function.Length: > 0 } found ? found : null;
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (start?.Function, ReasonOf(stack)), out bool isKnown);
            group = isKnown ? group with { Count = group.Count + profile.Samples.ValuesOf(i)[0] } : (start, stack, profile.Samples.ValuesOf(i)[0]);
        }

        return new()
        {
            TakenAt = takenAt,
            Groups =
            [
                .. counts.OrderByDescending(static pair => pair.Value.Count).Select(static pair => new GoroutineGroup
                {
                    State = pair.Key.Reason is null ? "running" : "waiting",
                    WaitReason = pair.Key.Reason,
                    Start = pair.Value.Start,
                    Stack = pair.Value.Stack,
                    Count = pair.Value.Count,
                    StackBytes = default,
                    IsSystem = pair.Value.Start is { } start && start.Function.StartsWith("runtime.", StringComparison.Ordinal) && start.Function is not "runtime.main",
                    ExampleId = 0,
                }),
            ],
        };
    }

    private static string? ReasonOf(List<GoFrame> stack)
    {
        if (stack is not [{ Function: "runtime.gopark" or "runtime.goparkunlock" }, ..])
        {
            return null;
        }

        foreach (var frame in stack)
        {
            foreach (var (function, reason) in Reasons)
            {
                if (string.Equals(frame.Function, function, StringComparison.Ordinal))
                {
                    return reason;
                }
            }
        }

        return "unknown";
    }

    private static List<GoFrame> FramesOf(Profile profile, int location)
    {
        var (locations, functions) = (profile.Locations, profile.Functions);
        var frames = new List<GoFrame>();
        for (int line = locations.LineStarts[location]; line < locations.LineStarts[location + 1]; line++)
        {
            int function = locations.Functions[line];
            frames.Add(new(
                profile.Strings[functions.Names[function]],
                profile.Strings[functions.FileNames[function]],
                LineOf(locations.Lines[line]),
                LineOf(functions.StartLines[function])));
        }

        return frames;
    }

    private static int LineOf(long line) => line is >= 0 and <= int.MaxValue ? (int)line : 0;
}
