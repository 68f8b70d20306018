namespace Resident.Reporting.Verdicts;

/// <summary>The parts of headlines in English: what happened, then what it is and where it comes from, then the rest.</summary>
internal static class EnglishHeadlines
{
    public static IReadOnlyDictionary<string, string> Sentences { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // What happened to RES.
        ["lead-grew"] = "RES grew {change} in {window}.",
        ["lead-fell"] = "RES fell {change} in {window}.",
        ["lead-flat"] = "RES stayed at about {res} for {window}.",
        ["lead-flat-of"] = "RES stayed at about {res} for {window}: {parts}.",
        ["lead-moved"] = "RES moved between {low} and {high} for {window}.",
        ["lead-level"] = "RES is {res} ({change} in {window}).",

        // What it is. {what} is one of the phrases below.
        ["of-change"] = "{bytes} of that is {what}{place}.",
        ["of-change-and-headroom"] = "{bytes} of that is {what}{place}; {headroom} is garbage and free heap that GOGC adds to it.",
        ["of-res-now"] = "{bytes} of it is {what}{place}.",
        ["part-grew"] = "{what} grew {bytes}{place}.",
        ["part-grew-and-headroom"] = "{what} grew {bytes}{place}; garbage and free heap that GOGC adds to it grew {headroom}.",
        ["of-fall"] = "Most of that was {parts}.",
        ["place-most"] = ", mostly allocated in {site}",
        ["place-largest"] = ", the largest part allocated in {site}",
        ["place-goroutines"] = ", in {site}",
        ["unwritten"] = "It was never written, so it is not in RES yet.",
        ["rest-one"] = "The other {rest} is {part}.",
        ["rest-mostly"] = "The other {rest} is mostly {part}.",
        ["rest-spread"] = "The other {rest} is spread over several categories.",
        ["term-fell"] = "{term} fell {bytes}.",
        ["usual"] = "Nothing in it is unusually large.",
        ["rest-line"] = "The rest of the change: {rest}.",
        ["rest-line-of"] = "The rest of the change: {rest} ({terms}).",

        // Not sure yet.
        ["unsure-one-sample"] = "One sample: RES was {res}{made}.",
        ["unsure-few-samples"] = "Too early to tell: {samples} samples in {window}. RES is {res}{made}.",
        ["unsure-growth"] = "RES grew {change} in {window}, and its cause is not clear yet.",
        ["unsure-growth-parts"] = "Most of it is {parts}.",
        ["unsure-no-ledger"] = "RES grew {change} in {window}. It could not be split into categories, so the cause is unknown.",
        ["unsure-no-ledger-flat"] = "RES stayed at about {res} for {window}. It could not be split into categories.",
        ["unsure-cycles"] = "Too early to tell whether it leaks: RES is {res}{made}, and {cycles} GC cycles ran in {window}.",
        ["unsure"] = "Too early to tell whether it leaks: RES is {res}{made}, watched for {window}.",
        ["unsure-decides"] = "Watching for about {time} more would decide.",
        ["made-now"] = "It is {res} now: {parts}.",
        ["made-of"] = " ({parts})",
        ["suspect-headline"] = "Suspect: {site} holds {held} and freed {freed} of {allocs} sampled objects in {period}.",
        ["suspect"] = "{site} holds {held}; {freed} of {allocs} sampled objects freed in {period}",
        ["suspect-since-start"] = "{site} holds {held}; {freed} of {allocs} sampled objects freed in {period}, since the program started",
        ["suspect-none"] = "none",
        ["suspect-remark"] = "A cache that only fills looks the same: check whether these objects are ever removed.",
        ["heading-suspects"] = "Suspects: allocated, and hardly ever freed",

        // What this answer could have seen.
        ["sensitivity"] = "A leak slower than {rate} would not show in {window}.",
        ["sensitivity-none"] = "{window} are too short to show any leak.",

        // What it is, by verdict.
        ["what:go-live-heap-leak"] = "heap that survives every GC",
        ["what:go-live-heap-plateau"] = "live heap that rose and now stays (maps, slices or pools that do not shrink)",
        ["what:go-goroutine-leak"] = "memory of goroutines that never end",
        ["what:go-goroutine-highwater"] = "memory left over from a past peak of goroutines",
        ["what:go-finalizer-backlog"] = "objects that wait for a finalizer that is stuck",
        ["what:go-stack-growth"] = "goroutine stacks that got deeper, not more goroutines",
        ["what:go-idle-retained"] = "free heap from a past spike that is not returned to the kernel yet",
        ["what:go-highwater-bursts"] = "free heap kept after bursts, each larger than those before",
        ["what:go-fragmentation"] = "free slots in spans that a few live objects keep in use",
        ["what:go-gc-headroom"] = "garbage that a high GOGC or a ballast allows",
        ["what:go-gc-disabled"] = "garbage that no GC collects (GOGC is off and there is no memory limit)",
        ["what:go-memlimit-fill"] = "heap that fills up to GOMEMLIMIT, as configured",
        ["what:go-garbage-late-gc"] = "garbage from a spike that waits for a late GC",
        ["what:go-first-touch"] = "memory reserved earlier and written for the first time now (it has a ceiling)",
        ["what:go-runtime-metadata-growth"] = "the runtime's own structures, which never shrink",
        ["what:thp-bloat"] = "memory that the runtime returned and huge pages brought back",
        ["what:lazy-free"] = "memory that the runtime returned and the kernel still counts (MADV_FREE)",
        ["what:thread-leak"] = "memory of OS threads, whose number keeps growing",
        ["what:c-heap-leak"] = "C memory that malloc handed out and nothing frees",
        ["what:c-heap-retained"] = "C memory that malloc holds and that does not grow now",
        ["what:offheap-mmap-leak"] = "anonymous mappings outside every heap that are never unmapped",
        ["what:file-mapped-growth"] = "pages of mapped data files, which the kernel drops when it needs memory",
        ["what:shmem-growth"] = "shared memory",
        ["what:exe-fault-in"] = "the program's own file being read in (its size is the ceiling)",
        ["what:unread-runtime-heap"] = "the heap of a runtime that Resident does not read",
        ["what:healthy-warmup"] = "memory from the warm-up, which is over",
        ["what:healthy-saturating"] = "live heap that approaches a ceiling",
        ["what:healthy-step"] = "one step, with no growth since",
        ["what:healthy-gc-headroom"] = "garbage and free heap that GOGC allows, filling for the first time",

        // Whole sentences, where "{bytes} of that is ..." would be wrong.
        ["because:go-memlimit-too-low"] = "GOMEMLIMIT is so close to the {bytes} of live heap that the GC runs all the time.",
        ["because:not-res-page-cache"] = "The container's page cache grew {bytes}; that is not in RES.",
        ["because:not-res-tmpfs"] = "The container's tmpfs files grew {bytes}; that is not in RES.",
        ["because:not-res-kernel"] = "The kernel holds {bytes} more for this process (page tables, sockets, threads); that is not in RES.",
        ["because:not-res-other-processes"] = "Other processes in the container grew {bytes}; this one did not.",
        ["because:healthy-periodic"] = "It follows the load, up and down by {bytes}, and does not grow.",

        // The categories of the ledger within a sentence.
        ["part:live"] = "live heap",
        ["part:fragmentation"] = "fragmentation",
        ["part:stacks"] = "goroutine stacks",
        ["part:metadata"] = "runtime metadata",
        ["part:go-heap"] = "Go heap",
        ["part:native-heap"] = "C heap (malloc)",
        ["part:thread-stacks"] = "thread stacks",
        ["part:anonymous"] = "other anonymous memory",
        ["part:executable"] = "the program's own file",
        ["part:files"] = "mapped files",
        ["part:shared"] = "shared memory",
        ["part:unattributed"] = "memory that nothing accounts for",
        ["part:idle"] = "free heap",
        ["part:garbage"] = "garbage waiting for the next GC",
    };
}
