namespace Resident.Reporting.Verdicts;

/// <summary>The sentences about RES as a whole in English: what it is made of, who gave memory back, whose memory it is
/// beside the Go heap's.</summary>
internal static class EnglishMemoryWords
{
    public static IReadOnlyDictionary<string, string> Sentences { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // Where RES is level.
        ["level-program"] = "{resident} is the program's own file and its libraries ({mapped} mapped): usual for a program of this size. The kernel can drop these pages and read them again.",
        ["level-heap"] = "{live} were live after the last GC, and the heap may fill to its goal of {goal} before the next one: room up to there is usual.",
        ["level-unread-heap"] = "The heap of {runtime} lies in other anonymous memory ({anonymous}); Resident does not read it.",

        // Where RES fell.
        ["gave-back-idle"] = "{term}: {from} → {to}. The runtime's scavenger returned free pages to the kernel.",
        ["gave-back-heap"] = "{term}: {from} → {to}. The GC freed objects, and the runtime returned the pages that became free.",
        ["gave-back-stacks"] = "{term}: {from} → {to}. Goroutines ended, or a GC cycle shrank their stacks.",
        ["gave-back-threads"] = "{term}: {from} → {to}. OS threads ended, and their stacks were unmapped.",
        ["gave-back-malloc"] = "{term}: {from} → {to}. free() returned pages to the kernel.",
        ["gave-back-munmap"] = "{term}: {from} → {to}. Mappings were unmapped.",
        ["gave-back-files"] = "{term}: {from} → {to}. The kernel dropped pages of files, or they were unmapped; it reads them again when they are needed.",
        ["gave-back-shared"] = "{term}: {from} → {to}. Shared memory was unmapped or deleted.",
        ["gave-back-pages"] = "{term}: {from} → {to}. The mappings stay; their pages were dropped.",
        ["swapped-out"] = "{swapped} went to swap: the memory is still the program's. RES and swap together are {both} ({change}).",

        ["giver:gave-back-idle"] = "The runtime's scavenger returned free pages to the kernel.",
        ["giver:gave-back-heap"] = "The GC freed objects, and the runtime returned their pages.",
        ["giver:gave-back-stacks"] = "Goroutines ended, or a GC cycle shrank their stacks.",
        ["giver:gave-back-threads"] = "OS threads ended.",
        ["giver:gave-back-malloc"] = "free() returned pages to the kernel.",
        ["giver:gave-back-munmap"] = "Mappings were unmapped.",
        ["giver:gave-back-files"] = "The kernel dropped pages of files, or they were unmapped.",
        ["giver:gave-back-shared"] = "Shared memory was unmapped or deleted.",
        ["giver:gave-back-pages"] = "The mappings stay; their pages were dropped.",
        ["is-masked"] = "RES shows less of it: {term} fell {fall}",

        // A heap that is not read.
        ["runtime:dotnet"] = "the .NET runtime",
        ["runtime:jvm"] = "the Java virtual machine",
        ["runtime:node"] = "Node.js",
        ["runtime:python"] = "Python",
        ["runtime:ruby"] = "Ruby",
        ["runtime:native"] = "this program",
        ["what:unread-heap"] = "the heap of {runtime}, which Resident does not read (whether it leaks is not known)",
        ["unread-heap-rises"] = "The heap of {runtime} lies in other anonymous memory: {anonymous}.",
        ["unread-heap-rises-with-malloc"] = "The heap of {runtime} lies in anonymous memory and in malloc's: other anonymous memory {anonymous}, malloc {native}.",
        ["unread-heap-goes-on"] = "It grew until the end, by {slope}. A heap that fills to its limit grows like one that leaks: examine it with the tools of {runtime}.",
        ["unread-heap-levelled"] = "It changed by {change} and did not grow further.",
        ["unknown-runtime-rises"] = "Anonymous memory: {change}. It may be a Go heap, another runtime's or mappings: what runs is not known.",
        ["unknown-runtime-level"] = "Anonymous memory is {anonymous}. It may be a Go heap, where a leak can grow without RES growing: what runs is not known.",
        ["unread-heap-mapped"] = "Address space for it: {mapped} mapped, VIRT {virt}.",
        ["unread-heap-flat"] = "The heap of {runtime} and other anonymous memory: {level} ({change}).",

        // The control group.
        ["page-cache-read"] = "This process read {read} from storage and wrote {written}; the group's page cache changed by {cache}. The kernel drops clean pages when it needs room.",
        ["other-child"] = "A child of it, {name} (pid {pid}): {change} of anonymous memory, {each} now.",
        ["other-children"] = "{count} children of it, {name}, {each} each: {change} of anonymous memory in all. The largest is pid {pid}.",
        ["other-process"] = "Another process of the group, {name} (pid {pid}): {change} of anonymous memory, {each} now.",
        ["other-processes"] = "{count} other processes of the group, {name}, {each} each: {change} of anonymous memory in all. The largest is pid {pid}.",
        ["because:other-child"] = "Its child {name} (pid {pid}) grew {bytes}; that is not in the RES of this process.",
        ["because:other-children"] = "{count} children of it, {name}, {each} each, grew {bytes}; that is not in the RES of this process.",
        ["because:other-process"] = "{name} (pid {pid}), another process in the container, grew {change}; this one did not.",
        ["because:other-processes"] = "Other processes in the container grew {bytes}, mostly {name} (pid {pid}); this one did not.",
        ["others-flat"] = "Other processes in the control group: {count}; their anonymous memory changed by {change}.",

        // Single rules.
        ["limit-raised-buys"] = "Live objects keep rising: a limit of {raised} would be reached by them in {time}.",
        ["trace-buffers"] = "OtherSys changed by {change}, to {level}: buffers of an execution trace (runtime/trace) that nobody has read.",
        ["trace-reader-stuck"] = "The goroutine that writes the trace is stuck in {function}, waiting for {reason}.",
        ["what:trace-buffers"] = "buffers of an execution trace that nothing reads",
        ["what:profile-buckets"] = "buckets of the runtime's profilers, one for each distinct call stack, kept for ever",
        ["gc-structures"] = "GCSys changed by {change}, to {level}: mark bits and work lists, which grow with the largest heap.",
        ["page-tables-sparse"] = "Page tables changed by {tables} with them: {ratio} of memory for each byte of table, where dense memory has 512×. They go when the mappings go.",
        ["stacks-shrink-in-gc"] = "Stacks shrink in a GC cycle only, and {cycles} ran in the window: they may be smaller after the next one.",

        // What to do.
        ["do-raise-memlimit-meanwhile"] = "Until that is fixed: raise the limit, or the GC takes the CPU.",
        ["do-stop-trace"] = "Call trace.Stop, and write traces to something that cannot block: a file, a buffer with a deadline.",
        ["do-fewer-stacks"] = "Each distinct call stack that allocates or blocks is one bucket, kept for ever: make recursion that allocates shallower, or set runtime.MemProfileRate = 0 and the rates of the block and mutex profiles to 0.",
        ["do-ask-other-process"] = "Ask about the process that grew.",
        ["do-unread-dotnet"] = "See what the heap holds by type.",
        ["do-unread-jvm"] = "See what the heap holds by class.",
        ["do-unread-node"] = "Take two heap snapshots and compare them: start node with --heapsnapshot-signal=SIGUSR2.",
        ["do-unread-python"] = "See what allocates.",
        ["do-unread-ruby"] = "Compare two ObjectSpace.dump_all files.",
        ["do-fell"] = "Nothing to do: memory was given back.",
        ["do-level"] = "Nothing grew in this window. If RES grows over hours, watch for longer.",
    };
}
